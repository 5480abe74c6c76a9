import type { Tensor, Variable } from "@antler/core";
import type { Callback, TrainingControl } from "../callbacks/callback.js";
import { CallbackList } from "../callbacks/callback-list.js";
import { History } from "../callbacks/history.js";
import { progressCallbacks } from "../callbacks/progress.js";
import type { Optimizer } from "../optimizers/index.js";
import {
  checkFitOptions,
  checkRunOptions,
  type LabelledArguments,
  labelledArguments,
} from "./arguments.js";
import type { Data, DataLike } from "./data.js";
import { BatchCutter, type Weighting } from "./dataset.js";
import { Engine, type Kind } from "./engine.js";
import type { Feed } from "./feed.js";
import { inputFeed, labelledFeed, readLabelled } from "./feeding.js";
import { fitFeeds, trainEpochs } from "./fit.js";
import type { TrainableModel } from "./model.js";
import type {
  FitOptions,
  ModelCompileOptions,
  ModelEvaluateOptions,
  ModelPredictOptions,
  RunOptions,
} from "./options.js";
import { test } from "./pass.js";
import { predictAll } from "./predict.js";
import type { BatchSource } from "./source.js";

/** Trains, evaluates and applies one model. `compile` says how, once or again. */
export class Trainer implements TrainingControl {
  stopTraining = false;
  readonly #engine: Engine;

  constructor(model: TrainableModel) {
    this.#engine = new Engine(model);
  }

  /** Whether `compile` was called. */
  get isCompiled(): boolean {
    return this.#engine.isCompiled;
  }

  /** @throws ArgumentError before `compile` */
  get optimizer(): Optimizer {
    return this.#engine.optimizer;
  }

  get model(): TrainableModel {
    return this.#engine.model;
  }

  directionOf(name: string): "up" | "down" | undefined {
    return this.#engine.directionOf(name);
  }

  get weights(): readonly Variable[] {
    return [...this.model.trainableWeights, ...this.model.nonTrainableWeights];
  }

  /**
   * Chooses optimizer, loss and metrics. The weights stay; the optimizer starts afresh unless it is
   * the same object.
   * @throws ArgumentError if a name is unknown
   */
  compile(options: ModelCompileOptions): void {
    this.#engine.compile(options);
  }

  /**
   * Trains for some epochs: `fit(x, y, options)` on inputs and labels `[rows, …]`, each one, a list in
   * order, or a map by name; `fit(source, options)` on an iterable of batches `[x, y]` or
   * `[x, y, sampleWeight]`.
   * @throws DataError, ShapeError or ArgumentError, for arrays before the first weight changes; a
   * source that fails leaves the weights as the batches before have made them
   */
  async fit(...args: LabelledArguments<FitOptions>): Promise<History> {
    const [x, y, options] = labelledArguments(args);
    const where = this.#where("fit");
    this.#engine.plan("fit");
    checkFitOptions(options, where);
    return this.#engine.exclusive(where, async () => {
      const feeds = await fitFeeds(this.#engine, x, y, options, where);
      const { steps, rows: samples } = feeds.train;
      const history = new History();
      const shown = progressCallbacks("fit", options.verbose ?? "auto");
      const plan = { epochs: options.epochs ?? 1, steps, samples };
      const listeners = [...listOf(options.callbacks), history, ...shown];
      const callbacks = new CallbackList(listeners, this, plan);
      this.stopTraining = false;
      try {
        await trainEpochs(this.#engine, feeds, options, callbacks, this, where);
      } finally {
        await feeds.train.close();
      }
      return history;
    });
  }

  /** Loss and metrics by name, over arrays or over a source of batches. */
  async evaluate(
    ...args: LabelledArguments<ModelEvaluateOptions>
  ): Promise<Record<string, number>> {
    const [x, y, options] = labelledArguments(args);
    const where = this.#where("evaluate");
    this.#engine.plan("evaluate");
    checkRunOptions(options, where);
    return this.#engine.exclusive(where, async () => {
      const settings = { ...feedOptions(options), where };
      const feed = await labelledFeed(this.#engine, x, y, options, settings);
      const callbacks = this.#callbacks("evaluate", feed, options);
      try {
        return await test(this.#engine, feed, { signal: options.signal, callbacks });
      } finally {
        await feed.close();
      }
    });
  }

  /** The outputs for `x`, or for a source of such, in the order of the model's outputs, each `[rows, …]`. */
  async predict(
    x: Data | BatchSource<Data>,
    options: ModelPredictOptions = {},
  ): Promise<readonly Tensor[]> {
    const where = this.#where("predict");
    checkRunOptions(options, where);
    const feed = await inputFeed(this.#engine, x, { ...feedOptions(options), where });
    const callbacks = this.#callbacks("predict", feed, options);
    try {
      return await predictAll(this.#engine, feed, callbacks, options.signal);
    } finally {
      await feed.close();
    }
  }

  /** One step of training on one batch; the logs are of this batch alone. */
  async trainOnBatch(x: Data, y: Data, weighting: Weighting = {}): Promise<Record<string, number>> {
    return this.#single("fit", x, y, weighting, "trainOnBatch");
  }

  /** Loss and metrics of one batch. */
  async testOnBatch(
    x: Data,
    y: Data,
    weighting: { readonly sampleWeight?: DataLike } = {},
  ): Promise<Record<string, number>> {
    return this.#single("evaluate", x, y, weighting, "testOnBatch");
  }

  /** The outputs for one batch of any size. */
  async predictOnBatch(x: Data): Promise<readonly Tensor[]> {
    return this.predict(x, { batchSize: Number.MAX_SAFE_INTEGER, verbose: 0 });
  }

  async #single(kind: Kind, x: Data, y: Data, weighting: Weighting, method: string) {
    const where = this.#where(method);
    this.#engine.plan(method);
    return this.#engine.exclusive(where, async () => {
      const data = await readLabelled(this.#engine, x, y, weighting, where);
      this.#engine.objective(method).reset();
      const batch = new BatchCutter(data).take(undefined, 0, data.rows);
      return this.#engine.step(kind, data.columns).run(batch);
    });
  }

  #callbacks(task: "evaluate" | "predict", feed: Feed, options: RunOptions): CallbackList {
    const plan = { epochs: 1, steps: feed.steps, samples: feed.rows };
    const shown = progressCallbacks(task, options.verbose ?? "auto");
    return new CallbackList([...listOf(options.callbacks), ...shown], this, plan);
  }

  #where(method: string): string {
    return `${this.model.name}.${method}`;
  }
}

function feedOptions({ batchSize = 32, steps }: ModelPredictOptions) {
  return { batchSize, shuffle: false, steps: steps ?? undefined, option: "steps" };
}

function listOf(callbacks: Callback | readonly Callback[] | undefined): readonly Callback[] {
  if (callbacks === undefined) return [];
  return Array.isArray(callbacks) ? callbacks : [callbacks as Callback];
}
