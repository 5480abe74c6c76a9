import type { Backend } from "@antler/core";
import type { Callback } from "../callbacks/callback.js";
import type { Verbosity } from "../callbacks/progress.js";
import type { OptimizerLike } from "../optimizers/index.js";
import type { Data, DataLike } from "./data.js";
import type { Weighting } from "./dataset.js";
import type { ObjectiveOptions } from "./objective.js";
import type { BatchSource } from "./source.js";
import type { TrainStep } from "./train-step.js";

/** How a model learns. */
export interface ModelCompileOptions extends ObjectiveOptions {
  /** Default `"rmsprop"`. */
  readonly optimizer?: OptimizerLike | undefined;
  /**
   * What `fit` does with one batch; default: forward pass, loss, gradients, optimizer. Traced once and
   * compiled with all it calls. A model's own `trainStep` does the same.
   */
  readonly trainStep?: TrainStep | undefined;
  /** Build every step anew instead of compiling it, to stop in it with a debugger; default false. */
  readonly runEagerly?: boolean | undefined;
  /**
   * Batches that run one after the other between two calls of callbacks, which then hear of the last
   * one; default 1.
   */
  readonly stepsPerExecution?: number | undefined;
  /** Default: the default backend at the time of the first batch. */
  readonly backend?: Backend | undefined;
}

/** What every run over data takes. */
export interface RunOptions {
  /** Rows that are computed at a time; default 32. Batches of a source have the size they have. */
  readonly batchSize?: number | undefined;
  /** How much to print; default `"auto"`. */
  readonly verbose?: Verbosity | undefined;
  readonly callbacks?: Callback | readonly Callback[] | undefined;
  /** Stops between two batches; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Labelled data apart from the training data. */
export type ValidationData = readonly [x: Data, y: Data, sampleWeight?: DataLike] | BatchSource;

export interface FitOptions extends RunOptions, Weighting {
  /** Default 1. */
  readonly epochs?: number | undefined;
  /** The number of the first epoch, to continue a training; default 0. */
  readonly initialEpoch?: number | undefined;
  /** Share of the rows, from the end, that is kept for validation; between 0 and 1. */
  readonly validationSplit?: number | undefined;
  readonly validationData?: ValidationData | undefined;
  /** Batches in an epoch; default: all. An endless source needs it. */
  readonly stepsPerEpoch?: number | null | undefined;
  /** Batches in a validation; default: all. */
  readonly validationSteps?: number | null | undefined;
  /** Rows of a batch in validations; default `batchSize`. */
  readonly validationBatchSize?: number | null | undefined;
  /** Validate after every so many epochs; default 1. */
  readonly validationFreq?: number | undefined;
  /** Draw a new order of rows for every epoch; default true. */
  readonly shuffle?: boolean | undefined;
}

/** What `predict` takes. */
export interface ModelPredictOptions extends RunOptions {
  /** Batches to take; default: all. An endless source needs it. */
  readonly steps?: number | null | undefined;
}

export interface ModelEvaluateOptions extends ModelPredictOptions {
  readonly sampleWeight?: DataLike | undefined;
}
