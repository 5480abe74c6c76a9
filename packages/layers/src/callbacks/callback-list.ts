import { Callback, type Hook, type TrainingControl, type TrainingPlan } from "./callback.js";

type HookArguments<H extends Hook> = Parameters<Callback[H]>;

/** Calls each hook of several callbacks in turn; a hook that nobody overrides costs nothing. */
export class CallbackList {
  readonly #callbacks: readonly Callback[];
  readonly #listeners = new Map<Hook, readonly Callback[]>();

  constructor(callbacks: readonly Callback[], training: TrainingControl, plan: TrainingPlan) {
    this.#callbacks = callbacks;
    for (const callback of callbacks) callback.attach(training, plan);
  }

  /** A promise only where a callback returned one, so that batches are not slowed down. */
  call<H extends Hook>(hook: H, ...args: HookArguments<H>): void | Promise<void> {
    const listeners = this.#listenersOf(hook);
    for (let i = 0; i < listeners.length; i++) {
      const result = invoke(listeners[i] as Callback, hook, args);
      if (result instanceof Promise) return continueFrom(listeners, i + 1, result, hook, args);
    }
  }

  #listenersOf(hook: Hook): readonly Callback[] {
    let found = this.#listeners.get(hook);
    if (found === undefined) {
      found = this.#callbacks.filter((callback) => callback[hook] !== Callback.prototype[hook]);
      this.#listeners.set(hook, found);
    }
    return found;
  }
}

function invoke<H extends Hook>(
  callback: Callback,
  hook: H,
  args: HookArguments<H>,
): void | Promise<void> {
  const method = callback[hook] as (...values: HookArguments<H>) => void | Promise<void>;
  return method.apply(callback, args);
}

async function continueFrom<H extends Hook>(
  listeners: readonly Callback[],
  next: number,
  pending: Promise<void>,
  hook: H,
  args: HookArguments<H>,
): Promise<void> {
  await pending;
  for (const callback of listeners.slice(next)) await invoke(callback, hook, args);
}
