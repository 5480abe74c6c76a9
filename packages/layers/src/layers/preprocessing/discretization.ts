import { ArgumentError, ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { SerializedObject } from "../../saving/keys.js";
import { checkChoice, checkInteger, checkNumber } from "../checks.js";
import { type AdaptData, batchesOf, numbersOf } from "./batches.js";
import { checkDense } from "./categoryEncoding.js";
import { encode, type OutputMode, type OutputModeLike } from "./encode.js";
import { emptySummary, mergeSummaries, quantiles, summarize } from "./quantiles.js";

/** Options of {@link discretization}. */
export interface DiscretizationConfig extends LayerConfig {
  /** Where one bin ends and the next begins, in ascending order. Default: learned by `adapt`. */
  readonly binBoundaries?: readonly number[] | null | undefined;
  /** How many bins `adapt` finds. */
  readonly numBins?: number | null | undefined;
  /** How exact `adapt` is, as a share of the data. Default 0.01. */
  readonly epsilon?: number | undefined;
  /** Default `"int"`. */
  readonly outputMode?: OutputModeLike | undefined;
  /** There are no sparse tensors: only false. */
  readonly sparse?: false | undefined;
}

/** See {@link discretization}. */
export class Discretization extends Layer {
  static readonly className = "Discretization";
  readonly numBins: number | null;
  readonly epsilon: number;
  readonly outputMode: OutputMode;
  #boundaries: readonly number[] | null;

  constructor(config: DiscretizationConfig = {}) {
    super(config);
    const { binBoundaries = null, numBins = null } = config;
    if (binBoundaries === null && numBins === null) {
      throw new ArgumentError(
        `${this.name}: there are no bins. Expected binBoundaries, or numBins for adapt, received neither.`,
      );
    }
    for (const value of binBoundaries ?? []) checkNumber(value, "binBoundaries", this.name);
    this.#boundaries = binBoundaries === null ? null : [...binBoundaries];
    this.numBins = numBins === null ? null : checkInteger(numBins, 1, "numBins", this.name);
    this.epsilon = checkNumber(config.epsilon ?? 0.01, "epsilon", this.name, { least: 1e-9 });
    const modes = ["int", "one_hot", "multi_hot", "count"] as const;
    this.outputMode = checkChoice(config.outputMode ?? "int", modes, "outputMode", this.name);
    checkDense(config.sparse, this.name);
    this.inputSpecs = [{}];
  }

  /** Where one bin ends and the next begins, or `null` before `adapt`. */
  get binBoundaries(): readonly number[] | null {
    return this.#boundaries;
  }

  /**
   * Learns the boundaries of `numBins` bins that hold about equally many of the data's elements.
   * @throws ArgumentError without `numBins`
   */
  async adapt(data: AdaptData): Promise<void> {
    const { numBins, epsilon } = this;
    if (numBins === null) {
      throw new ArgumentError(
        `${this.name}: adapt has no numBins to find. Expected numBins, received binBoundaries.`,
      );
    }
    let summary = emptySummary;
    for await (const batch of batchesOf(data, this.name)) {
      const [values] = await numbersOf([batch]);
      summary = mergeSummaries(summarize(values ?? [], epsilon), summary, epsilon);
    }
    this.#boundaries = quantiles(summary, numBins);
  }

  override call(x: Tensor): Tensor {
    const bins = this.#boundaries;
    if (bins === null) {
      throw new ArgumentError(
        `${this.name}: the bins are not known yet. Expected binBoundaries, or a call of adapt before, received neither.`,
      );
    }
    const dtype = this.outputMode === "int" ? "int32" : this.computeDtype;
    const places = ops.digitize(x, ops.cast([...bins], this.computeDtype));
    return encode(places, this.outputMode, bins.length + 1, dtype);
  }

  /** Keras writes these options only. */
  override getConfig(): Readonly<Record<string, unknown>> {
    const { name, dtype } = super.getConfig();
    const { binBoundaries, numBins, epsilon, outputMode } = this;
    return { binBoundaries, numBins, epsilon, outputMode, sparse: false, name, dtype };
  }

  /** The dtype is a plain name here, as Keras writes it. */
  override toJSON(): SerializedObject {
    const json = super.toJSON();
    return { ...json, config: { ...json.config, dtype: this.dtypePolicy.name } };
  }
}

/** Numbers as the index of the bin that they lie in, any shape; or encoded as `outputMode` says. */
export function discretization(config: DiscretizationConfig): Discretization {
  return new Discretization(config);
}
