import { ArgumentError } from "@antler/core";
import { checkOptionNames } from "../base/checks.js";
import { Callback, type Hook, hooks } from "./callback.js";

/** Hooks as plain functions: `{ onEpochEnd: (epoch, logs) => … }`. */
export type LambdaHooks = { readonly [H in Hook]?: Callback[H] | null | undefined };

/** A callback made of functions. */
export class LambdaCallback extends Callback {
  constructor(given: LambdaHooks = {}) {
    super();
    checkOptionNames("lambdaCallback", given, hooks);
    for (const [name, hook] of Object.entries(given)) {
      if (hook === undefined || hook === null) continue;
      if (typeof hook !== "function") {
        throw new ArgumentError(
          `lambdaCallback: ${name} can't be called. Expected a function, received ${String(hook)}.`,
        );
      }
      Object.defineProperty(this, name, { value: hook, writable: true });
    }
  }
}
