import { Callback, type Hook, type TrainingControl, type TrainingPlan } from "./callback.js";

type HookArguments<H extends Hook> = Parameters<Callback[H]>;
type Listener = (...args: never[]) => void | Promise<void>;

/** Hooks with a second, shorter name. */
const shortNames: { readonly [H in Hook]?: Hook } = {
  onTrainBatchBegin: "onBatchBegin",
  onTrainBatchEnd: "onBatchEnd",
};

/** Calls each hook of several callbacks in turn; a hook that nobody overrides costs nothing. */
export class CallbackList {
  readonly #callbacks: readonly Callback[];
  readonly #listeners = new Map<Hook, readonly Listener[]>();

  constructor(callbacks: readonly Callback[], training: TrainingControl, plan: TrainingPlan) {
    this.#callbacks = callbacks;
    for (const callback of callbacks) callback.attach(training, plan);
  }

  /** A promise only where a callback returned one, so that batches are not slowed down. */
  call<H extends Hook>(hook: H, ...args: HookArguments<H>): void | Promise<void> {
    const listeners = this.#listenersOf(hook);
    for (let i = 0; i < listeners.length; i++) {
      const result = (listeners[i] as Listener)(...(args as never[]));
      if (result instanceof Promise) return continueFrom(listeners, i + 1, result, args);
    }
  }

  #listenersOf(hook: Hook): readonly Listener[] {
    let found = this.#listeners.get(hook);
    if (found === undefined) {
      found = this.#callbacks.flatMap((callback) => listenerOf(callback, hook) ?? []);
      this.#listeners.set(hook, found);
    }
    return found;
  }
}

function listenerOf(callback: Callback, hook: Hook): Listener | undefined {
  const names = [hook, shortNames[hook]].filter((name) => name !== undefined);
  const name = names.find((each) => callback[each] !== Callback.prototype[each]);
  return name === undefined ? undefined : (callback[name] as Listener).bind(callback);
}

async function continueFrom(
  listeners: readonly Listener[],
  next: number,
  pending: Promise<void>,
  args: readonly unknown[],
): Promise<void> {
  await pending;
  for (const listener of listeners.slice(next)) await listener(...(args as never[]));
}
