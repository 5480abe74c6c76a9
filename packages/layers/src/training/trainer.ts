import {
  ArgumentError,
  type Compiled,
  fromHost,
  globalSeedGenerator,
  type HostTensor,
  permutation,
  type Tensor,
  type Variable,
} from "@antler/core";
import type { Callback, Logs, TrainingControl } from "../callbacks/callback.js";
import { CallbackList } from "../callbacks/callback-list.js";
import { History } from "../callbacks/history.js";
import { progressCallbacks } from "../callbacks/progress.js";
import { type Optimizer, resolveOptimizer } from "../optimizers/index.js";
import { checkCount } from "./checks.js";
import { takeRows } from "./columns.js";
import type { Data, DataLike } from "./data.js";
import { BatchCutter, type Dataset, readDataset, readInputs, type Weighting } from "./dataset.js";
import { EventLoopTurns } from "./event-loop.js";
import type { TrainableModel } from "./model.js";
import { checkNames, Objective } from "./objective.js";
import type {
  FitOptions,
  ModelCompileOptions,
  ModelEvaluateOptions,
  RunOptions,
} from "./options.js";
import { joinRows } from "./predictions.js";
import { compilePrediction, compileStep, type Step, stepKey } from "./step.js";
import { splitForValidation } from "./validation.js";

type Kind = "fit" | "evaluate";

/** Trains, evaluates and applies one model. `compile` says how, once or again. */
export class Trainer implements TrainingControl {
  stopTraining = false;
  readonly #model: TrainableModel;
  #plan: { readonly optimizer: Optimizer; readonly options: ModelCompileOptions } | undefined;
  /** Made when first needed: a model may learn its outputs from the first data. */
  #objective: Objective | undefined;
  #steps: Partial<Record<Kind, Step>> = {};
  #prediction: Compiled<readonly unknown[], readonly Tensor[]> | undefined;
  #busy = false;

  constructor(model: TrainableModel) {
    this.#model = model;
  }

  /** Whether `compile` was called. */
  get isCompiled(): boolean {
    return this.#plan !== undefined;
  }

  /** @throws ArgumentError before `compile` */
  get optimizer(): Optimizer {
    if (this.#plan !== undefined) return this.#plan.optimizer;
    throw this.#notCompiled("optimizer");
  }

  get model(): TrainableModel {
    return this.#model;
  }

  directionOf(name: string): "up" | "down" | undefined {
    return this.#objective?.directionOf(name);
  }

  get weights(): readonly Variable[] {
    return [...this.#model.trainableWeights, ...this.#model.nonTrainableWeights];
  }

  /**
   * Chooses optimizer, loss and metrics. The weights stay; the optimizer starts afresh unless it is
   * the same object.
   * @throws ArgumentError if a name is unknown
   */
  compile(options: ModelCompileOptions): void {
    if (options?.loss === undefined) {
      throw new ArgumentError(
        `${this.#model.name}: compile needs a loss, received none. Pass { loss: "meanSquaredError" }, say.`,
      );
    }
    const optimizer = resolveOptimizer(options.optimizer ?? "rmsprop");
    checkNames(options);
    this.#release();
    this.#objective = undefined;
    this.#plan = { optimizer, options };
  }

  /**
   * Trains for some epochs.
   * @param x - inputs `[rows, …]`: one, a list in order, or a map by name
   * @param y - labels of the outputs, likewise
   * @throws DataError, ShapeError or ArgumentError before the first weight changes
   */
  async fit(x: Data, y: Data, options: FitOptions = {}): Promise<History> {
    const where = `${this.#model.name}.fit`;
    const { objective } = this.#compiled("fit");
    const { batchSize = 32, epochs = 1, initialEpoch = 0, validationFreq = 1 } = options;
    checkCount(batchSize, "batchSize", 1, where);
    checkCount(epochs, "epochs", 1, where);
    checkCount(initialEpoch, "initialEpoch", 0, where);
    checkCount(validationFreq, "validationFreq", 1, where);
    return this.#exclusive(where, async () => {
      const all = await this.#read(x, y, options, where);
      const given = options.validationData;
      const [train, split] = splitForValidation(all, options, where);
      const validation =
        given === undefined
          ? split
          : await this.#read(
              given[0],
              given[1],
              { sampleWeight: given[2] },
              `${where} (validationData)`,
            );
      const history = new History();
      const plan = { epochs, steps: Math.ceil(train.rows / batchSize), samples: train.rows };
      const shown = progressCallbacks("fit", options.verbose ?? "auto");
      const callbacks = new CallbackList(
        [...listOf(options.callbacks), history, ...shown],
        this,
        plan,
      );
      const warnings = new NanWarning(where);
      this.stopTraining = false;
      let logs: Logs = {};
      await callbacks.call("onTrainBegin");
      for (let epoch = initialEpoch; epoch < epochs && !this.stopTraining; epoch++) {
        objective.reset();
        await callbacks.call("onEpochBegin", epoch);
        const order =
          (options.shuffle ?? true) ? permutation(globalSeedGenerator(), train.rows) : undefined;
        logs = await this.#pass("fit", train, order, options, callbacks, (value, batch) =>
          warnings.check(value, epoch, batch),
        );
        if (validation !== undefined && (epoch + 1) % validationFreq === 0) {
          const values = await this.#test(validation, options, callbacks);
          logs = { ...logs, ...prefixed(values) };
        }
        // Callbacks may add to a copy, which the history sees.
        await callbacks.call("onEpochEnd", epoch, { ...logs });
      }
      this.optimizer.finalizeVariableValues(this.#model.trainableWeights);
      await callbacks.call("onTrainEnd", logs);
      return history;
    });
  }

  /** Loss and metrics over data, by name. */
  async evaluate(
    x: Data,
    y: Data,
    options: ModelEvaluateOptions = {},
  ): Promise<Record<string, number>> {
    const where = `${this.#model.name}.evaluate`;
    this.#compiled("evaluate");
    checkCount(options.batchSize ?? 32, "batchSize", 1, where);
    return this.#exclusive(where, async () => {
      const data = await this.#read(x, y, options, where);
      const callbacks = this.#callbacks("evaluate", data.rows, options);
      return this.#test(data, options, callbacks);
    });
  }

  /** The outputs for `x`, in the order of the model's outputs, each `[rows, …]`. */
  async predict(x: Data, options: RunOptions = {}): Promise<readonly Tensor[]> {
    const where = `${this.#model.name}.predict`;
    const { batchSize = 32, signal } = options;
    checkCount(batchSize, "batchSize", 1, where);
    const columns = await readInputs(this.#model, x, where);
    const rows = columns[0]?.shape[0] ?? 0;
    const callbacks = this.#callbacks("predict", rows, options);
    this.#prediction ??= compilePrediction(this.#model, this.#plan?.options.backend);
    const forward = this.#prediction;
    const turns = new EventLoopTurns();
    const parts: HostTensor[][] = [];
    await callbacks.call("onPredictBegin");
    for (let start = 0, batch = 0; start < rows; start += batchSize, batch++) {
      signal?.throwIfAborted();
      await callbacks.call("onPredictBatchBegin", batch);
      const end = Math.min(start + batchSize, rows);
      const outputs = await forward(
        columns.map((column) => fromHost(takeRows(column, start, end))),
      );
      parts.push(outputs.map((output) => output.value as HostTensor));
      await callbacks.call("onPredictBatchEnd", batch);
      await turns.take();
    }
    await callbacks.call("onPredictEnd");
    return this.#model.outputPorts.map((_, i) =>
      fromHost(joinRows(parts.map((part) => part[i] as HostTensor))),
    );
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
    const where = `${this.#model.name}.${method}`;
    const { objective } = this.#compiled(method);
    return this.#exclusive(where, async () => {
      const data = await this.#read(x, y, weighting, where);
      objective.reset();
      return this.#step(kind, data).run(new BatchCutter(data).take(undefined, 0, data.rows));
    });
  }

  #read(x: Data, y: Data, weighting: Weighting, where: string): Promise<Dataset> {
    return readDataset(this.#model, this.#compiled(where).objective, x, y, weighting, where);
  }

  #callbacks(task: "evaluate" | "predict", rows: number, options: RunOptions): CallbackList {
    const plan = { epochs: 1, steps: Math.ceil(rows / (options.batchSize ?? 32)), samples: rows };
    const shown = progressCallbacks(task, options.verbose ?? "auto");
    return new CallbackList([...listOf(options.callbacks), ...shown], this, plan);
  }

  async #test(data: Dataset, options: RunOptions, callbacks: CallbackList) {
    this.#compiled("evaluate").objective.reset();
    await callbacks.call("onTestBegin");
    const logs = await this.#pass("evaluate", data, undefined, options, callbacks);
    await callbacks.call("onTestEnd", logs);
    return logs;
  }

  /** Once over the data; the logs are the running values after the last batch. */
  async #pass(
    kind: Kind,
    data: Dataset,
    order: Int32Array | undefined,
    { batchSize = 32, signal }: RunOptions,
    callbacks: CallbackList,
    inspect?: (logs: Logs, batch: number) => void,
  ): Promise<Record<string, number>> {
    const step = this.#step(kind, data);
    const [begin, end] =
      kind === "fit"
        ? (["onTrainBatchBegin", "onTrainBatchEnd"] as const)
        : (["onTestBatchBegin", "onTestBatchEnd"] as const);
    const cutter = new BatchCutter(data);
    const turns = new EventLoopTurns();
    let logs: Record<string, number> = {};
    for (let start = 0, batch = 0; start < data.rows; start += batchSize, batch++) {
      signal?.throwIfAborted();
      await callbacks.call(begin, batch);
      logs = await step.run(cutter.take(order, start, Math.min(start + batchSize, data.rows)));
      inspect?.(logs, batch);
      await callbacks.call(end, batch, logs);
      await turns.take();
      if (kind === "fit" && this.stopTraining) break;
    }
    return logs;
  }

  /** The compiled step for such data; a new one if labels or trainability changed. */
  #step(kind: Kind, { columns }: Dataset): Step {
    const { optimizer, objective, backend } = this.#compiled(kind);
    const base = { model: this.#model, objective, backend };
    const options = kind === "fit" ? { ...base, optimizer } : base;
    const present = this.#steps[kind];
    if (present?.key === stepKey(options, columns)) return present;
    void present?.close();
    const step = compileStep(options, columns);
    this.#steps[kind] = step;
    return step;
  }

  #release(): void {
    for (const step of Object.values(this.#steps)) void step.close();
    void this.#prediction?.close();
    this.#steps = {};
    this.#prediction = undefined;
  }

  #compiled(method: string) {
    if (this.#plan !== undefined) {
      const { optimizer, options } = this.#plan;
      this.#objective ??= new Objective(options, this.#model.outputPorts);
      return { optimizer, objective: this.#objective, backend: options.backend };
    }
    throw this.#notCompiled(method);
  }

  #notCompiled(method: string): ArgumentError {
    return new ArgumentError(
      `${this.#model.name}: ${method} came before compile. Call model.compile({ optimizer, loss }) first.`,
    );
  }

  /** Two runs at once would share metrics and stop each other. */
  async #exclusive<T>(where: string, run: () => Promise<T>): Promise<T> {
    if (this.#busy) {
      throw new ArgumentError(
        `${where}: the model is being trained or evaluated already. Await that first.`,
      );
    }
    this.#busy = true;
    try {
      return await run();
    } finally {
      this.#busy = false;
    }
  }
}

/** Says once, at the first batch, that the loss is lost. */
class NanWarning {
  readonly #where: string;
  #given = false;

  constructor(where: string) {
    this.#where = where;
  }

  check(logs: Logs, epoch: number, batch: number): void {
    if (this.#given || !Number.isNaN(logs.loss)) return;
    this.#given = true;
    console.warn(
      `${this.#where}: the loss became NaN in epoch ${epoch + 1}, batch ${batch + 1}. All data are finite, so the model diverged: lower the learning rate, or clip gradients (clipnorm).`,
    );
  }
}

function listOf(callbacks: Callback | readonly Callback[] | undefined): readonly Callback[] {
  if (callbacks === undefined) return [];
  return Array.isArray(callbacks) ? callbacks : [callbacks as Callback];
}

function prefixed(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
}
