import { ArgumentError, evaluate, type Variable } from "@antler/core";
import { checkCount, checkOptionNames } from "../../base/checks.js";
import { Callback, type Logs } from "../callback.js";
import { logLearningRates } from "../learning-rates.js";
import { type EmbeddingsMetadata, writeEmbeddings } from "./embeddings.js";
import { histogram } from "./histogram.js";
import { layerGraph, modelJson } from "./model-graph.js";
import { encodePng } from "./png.js";
import {
  type HyperParameter,
  histogramValue,
  imagesValue,
  modelValue,
  scalarValue,
  sessionEnd,
  sessionStart,
} from "./summary.js";
import { weightPictures } from "./weight-image.js";
import { EventWriter } from "./writer.js";

export interface TensorBoardOptions {
  /** Folder of the files; default `"logs"`. Give each run one of its own. */
  readonly logDir?: string | undefined;
  /** Distributions of weights after every so many epochs; default 0: never. */
  readonly histogramFreq?: number | undefined;
  /** Whether the graph of the model is written; default true. */
  readonly writeGraph?: boolean | undefined;
  /** Whether weights are written as pictures along with their distributions; default false. */
  readonly writeImages?: boolean | undefined;
  /** Whether the speed is written; default false. */
  readonly writeStepsPerSecond?: boolean | undefined;
  /** Loss and metrics after every epoch alone, or after every so many batches too; default `"epoch"`. */
  readonly updateFreq?: "epoch" | "batch" | number | undefined;
  /** Not available: 0. */
  readonly profileBatch?: number | undefined;
  /** Embeddings for the projector after every so many epochs; default 0: never. */
  readonly embeddingsFreq?: number | undefined;
  /** Files with the labels of the rows of embeddings: one for all, or by layer. */
  readonly embeddingsMetadata?: EmbeddingsMetadata | null | undefined;
  /** Hyper-parameters of the run, to compare runs by. */
  readonly hyperParameters?: Readonly<Record<string, HyperParameter>> | null | undefined;
}

/** Writes event files for TensorBoard, into `train` and `validation` in a folder. In Node.js only. */
export class TensorBoard extends Callback {
  readonly logDir: string;
  readonly #options: ReturnType<typeof withDefaults>;
  /** Batches between two values of a batch; `undefined`: none. */
  readonly #every: number | undefined;
  #writers: { readonly train: EventWriter; readonly validation: EventWriter };
  #trainBatch = 0;
  #epochBatch = 0;
  #epochStart = 0;
  #batchStart = 0;

  constructor(options: TensorBoardOptions = {}) {
    super();
    const given = withDefaults(options);
    checkOptionNames("tensorBoard", options, ["logDir", ...Object.keys(given)]);
    checkCount("tensorBoard", "histogramFreq", given.histogramFreq, 0);
    checkCount("tensorBoard", "embeddingsFreq", given.embeddingsFreq, 0);
    if (given.profileBatch !== 0) {
      throw new ArgumentError(
        `tensorBoard: profileBatch can't be followed, since batches are not profiled. Expected 0, received ${String(given.profileBatch)}.`,
      );
    }
    const { updateFreq } = given;
    if (updateFreq !== "epoch" && updateFreq !== "batch") {
      checkCount("tensorBoard", "updateFreq", updateFreq, 1);
    }
    this.logDir = options.logDir ?? "logs";
    this.#options = given;
    this.#every = updateFreq === "epoch" ? undefined : updateFreq === "batch" ? 1 : updateFreq;
    this.#writers = this.#makeWriters();
  }

  override async onTrainBegin(): Promise<void> {
    const { model } = this.training ?? {};
    this.#writers = this.#makeWriters();
    this.#trainBatch = 0;
    const { train } = this.#writers;
    if (this.#options.writeGraph && model !== undefined) {
      const json = modelJson(model);
      if (json !== undefined) train.add(modelValue("keras", json), 0);
      const graph = layerGraph(model);
      if (graph !== undefined) train.addGraph(graph);
    }
    const { hyperParameters } = this.#options;
    if (hyperParameters !== null) train.add(sessionStart(hyperParameters, Date.now() / 1000), 0);
    await train.flush();
  }

  override async onTrainEnd(): Promise<void> {
    if (this.#options.hyperParameters !== null) {
      this.#writers.train.add(sessionEnd(Date.now() / 1000), 0);
    }
    await this.#flush();
  }

  override onEpochBegin(): void {
    this.#epochStart = performance.now();
    this.#epochBatch = this.#trainBatch;
  }

  override onTrainBatchBegin(): void {
    this.#trainBatch++;
    this.#batchStart = performance.now();
  }

  override onTrainBatchEnd(_batch: number, logs: Logs): void {
    if (this.#every === undefined || this.#trainBatch % this.#every !== 0) return;
    const { train } = this.#writers;
    if (this.#options.writeStepsPerSecond) {
      const seconds = (performance.now() - this.#batchStart) / 1000;
      train.add(scalarValue("batch_steps_per_second", 1 / seconds), this.#trainBatch);
    }
    for (const [name, value] of Object.entries(logs)) {
      train.add(scalarValue(`batch_${name}`, value), this.#trainBatch);
    }
  }

  override async onTestEnd(logs: Logs): Promise<void> {
    const { optimizer } = this.training ?? {};
    if (optimizer === undefined) return;
    const steps = await optimizer.iterations.item();
    const { validation } = this.#writers;
    for (const [name, value] of Object.entries(logs)) {
      validation.add(scalarValue(`evaluation_${name}_vs_iterations`, value), steps);
    }
    await validation.flush();
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const { histogramFreq, embeddingsFreq, embeddingsMetadata } = this.#options;
    await this.#logEpoch(epoch, logs);
    if (histogramFreq > 0 && epoch % histogramFreq === 0) await this.#logWeights(epoch);
    if (embeddingsFreq > 0 && epoch % embeddingsFreq === 0 && this.training !== undefined) {
      await writeEmbeddings(this.training.model, this.logDir, embeddingsMetadata);
    }
    await this.#flush();
  }

  async #logEpoch(epoch: number, logs: Logs): Promise<void> {
    const { train, validation } = this.#writers;
    const own: Logs = {};
    for (const [name, value] of Object.entries(logs)) {
      if (!name.startsWith("val_")) own[name] = value;
      else validation.add(scalarValue(`epoch_${name.slice("val_".length)}`, value), epoch);
    }
    if (this.training !== undefined) await logLearningRates(this.training.optimizer, own);
    if (this.#options.writeStepsPerSecond) {
      const seconds = (performance.now() - this.#epochStart) / 1000;
      own.steps_per_second = (this.#trainBatch - this.#epochBatch) / seconds;
    }
    for (const [name, value] of Object.entries(own)) {
      train.add(scalarValue(`epoch_${name}`, value), epoch);
    }
  }

  async #logWeights(epoch: number): Promise<void> {
    const { train } = this.#writers;
    const weights = this.training?.weights ?? [];
    const values = await evaluate(weights);
    for (const [i, value] of values.entries()) {
      const { name } = weights[i] as Variable;
      train.add(histogramValue(`${name}/histogram`, histogram(value.data)), epoch);
      if (!this.#options.writeImages) continue;
      const pictures = weightPictures(value);
      const [first] = pictures;
      if (first === undefined) continue;
      const files = await Promise.all(pictures.map(encodePng));
      train.add(imagesValue(`${name}/image`, first.width, first.height, files), epoch);
    }
  }

  #makeWriters() {
    const folder = (name: string): EventWriter => new EventWriter(`${this.logDir}/${name}`);
    return { train: folder("train"), validation: folder("validation") };
  }

  async #flush(): Promise<void> {
    await this.#writers.train.flush();
    await this.#writers.validation.flush();
  }
}

function withDefaults(options: TensorBoardOptions) {
  return {
    histogramFreq: options.histogramFreq ?? 0,
    writeGraph: options.writeGraph ?? true,
    writeImages: options.writeImages ?? false,
    writeStepsPerSecond: options.writeStepsPerSecond ?? false,
    updateFreq: options.updateFreq ?? "epoch",
    profileBatch: options.profileBatch ?? 0,
    embeddingsFreq: options.embeddingsFreq ?? 0,
    embeddingsMetadata: options.embeddingsMetadata ?? null,
    hyperParameters: options.hyperParameters ?? null,
  };
}
