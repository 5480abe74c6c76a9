import type { Variable } from "@antler/core";
import type { Optimizer } from "../optimizers/index.js";

/** Loss and metrics by name: `{ loss: 0.31, accuracy: 0.9, val_loss: … }`. */
export type Logs = Readonly<Record<string, number>>;

/** What a callback may do to the training that calls it. */
export interface TrainingControl {
  /** Set it to true and `fit` ends after the present batch. */
  stopTraining: boolean;
  /** All weights of the model, to save and to restore. */
  readonly weights: readonly Variable[];
  /** Its `learningRate` can be assigned between batches. */
  readonly optimizer: Optimizer;
}

/** What is known before the first batch. */
export interface TrainingPlan {
  readonly epochs: number;
  readonly steps: number;
  readonly samples: number;
}

/**
 * Something that looks on while a model trains. Override what you need; a hook that returns a promise
 * is awaited.
 */
export class Callback {
  /** The training under way. */
  protected training: TrainingControl | undefined;
  /** Epochs and steps of the run under way. */
  protected plan: TrainingPlan = { epochs: 0, steps: 0, samples: 0 };

  /** Called once before anything else. */
  attach(training: TrainingControl, plan: TrainingPlan): void {
    this.training = training;
    this.plan = plan;
  }

  onTrainBegin(): void | Promise<void> {}
  onTrainEnd(_logs: Logs): void | Promise<void> {}
  onEpochBegin(_epoch: number): void | Promise<void> {}
  /** @param _logs - training values, and validation values with the prefix `val_` */
  onEpochEnd(_epoch: number, _logs: Logs): void | Promise<void> {}
  onTrainBatchBegin(_batch: number): void | Promise<void> {}
  /** @param _logs - running values since the beginning of the epoch */
  onTrainBatchEnd(_batch: number, _logs: Logs): void | Promise<void> {}
  onTestBegin(): void | Promise<void> {}
  onTestEnd(_logs: Logs): void | Promise<void> {}
  onTestBatchBegin(_batch: number): void | Promise<void> {}
  onTestBatchEnd(_batch: number, _logs: Logs): void | Promise<void> {}
  onPredictBegin(): void | Promise<void> {}
  onPredictEnd(): void | Promise<void> {}
  onPredictBatchBegin(_batch: number): void | Promise<void> {}
  onPredictBatchEnd(_batch: number): void | Promise<void> {}
}

/** The names of the hooks. */
export type Hook = Exclude<keyof Callback, "attach">;
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
