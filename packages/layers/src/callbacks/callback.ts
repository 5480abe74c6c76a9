import type { Variable } from "@antler/core";
import type { Optimizer } from "../optimizers/optimizer.js";
import type { TrainableModel } from "../training/model.js";

/**
 * Loss and metrics by name: `{ loss: 0.31, accuracy: 0.9, val_loss: … }`. What a callback adds at the end
 * of an epoch is seen by those after it, and by the history.
 */
export type Logs = Record<string, number>;

/** What a callback may do to the training that calls it. */
export interface TrainingControl {
  /** Set it to true and `fit` ends after the present batch. */
  stopTraining: boolean;
  /** The model that learns. */
  readonly model: TrainableModel;
  /** All weights of the model, to save and to restore. */
  readonly weights: readonly Variable[];
  /** Its `learningRate` can be assigned between batches. */
  readonly optimizer: Optimizer;
  /** Whether more of what the logs call by this name is better; `undefined` if nobody knows. */
  directionOf(name: string): "up" | "down" | undefined;
}

/** What is known before the first batch. */
export interface TrainingPlan {
  readonly epochs: number;
  /** Batches in an epoch; 0 while a source has not told its end. */
  readonly steps: number;
  /** Rows of the data; 0 for a source. */
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
  /** Called where `onTrainBatchBegin` is not overridden: its short name. */
  onBatchBegin(_batch: number): void | Promise<void> {}
  /** Called where `onTrainBatchEnd` is not overridden: its short name. */
  onBatchEnd(_batch: number, _logs: Logs): void | Promise<void> {}
  onTestBegin(): void | Promise<void> {}
  onTestEnd(_logs: Logs): void | Promise<void> {}
  onTestBatchBegin(_batch: number): void | Promise<void> {}
  onTestBatchEnd(_batch: number, _logs: Logs): void | Promise<void> {}
  onPredictBegin(): void | Promise<void> {}
  onPredictEnd(): void | Promise<void> {}
  onPredictBatchBegin(_batch: number): void | Promise<void> {}
  onPredictBatchEnd(_batch: number): void | Promise<void> {}
}

/** The names of the hooks, as they are called. */
export const hooks = [
  ...(["onTrainBegin", "onTrainEnd", "onEpochBegin", "onEpochEnd"] as const),
  ...(["onTrainBatchBegin", "onTrainBatchEnd", "onTestBegin", "onTestEnd"] as const),
  ...(["onTestBatchBegin", "onTestBatchEnd", "onPredictBegin", "onPredictEnd"] as const),
  ...(["onPredictBatchBegin", "onPredictBatchEnd", "onBatchBegin", "onBatchEnd"] as const),
] as const satisfies readonly Exclude<keyof Callback, "attach">[];

/** The name of a hook. */
export type Hook = (typeof hooks)[number];
