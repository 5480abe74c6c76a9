import { Callback, type Hook } from "./callback.js";
import { EarlyStopping, type EarlyStoppingOptions } from "./early-stopping.js";

/** Hooks as plain functions: `{ onEpochEnd: (epoch, logs) => … }`. */
export type LambdaHooks = { readonly [H in Hook]?: Callback[H] | undefined };

/** Ends training when a value has stopped to improve. */
export function earlyStopping(options?: EarlyStoppingOptions): EarlyStopping {
  return new EarlyStopping(options);
}

/** A callback from functions. */
export function lambdaCallback(hooks: LambdaHooks): Callback {
  const given = Object.entries(hooks).filter(([, hook]) => hook !== undefined);
  return Object.assign(new Callback(), Object.fromEntries(given));
}
