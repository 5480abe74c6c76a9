import {
  ArgumentError,
  formatShape,
  normalizeAxes,
  ops,
  type Shape,
  ShapeError,
  type Tensor,
  type Variable,
} from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { knownSize } from "../checks.js";
import { type AdaptData, batchesOf, numbersOf } from "./batches.js";

/** One number, or nested lists of them. */
type Moments = number | readonly Moments[];

/** Options of {@link normalization}. */
export interface NormalizationConfig extends LayerConfig {
  /** The axes that keep a mean and variance of their own; `null`: one for all. Default −1. */
  readonly axis?: number | readonly number[] | null | undefined;
  /** Together with `variance`; default: learned by `adapt`. */
  readonly mean?: Moments | null | undefined;
  readonly variance?: Moments | null | undefined;
  /** Whether to turn normalized data back. Default false. */
  readonly invert?: boolean | undefined;
}

/** See {@link normalization}. */
export class Normalization extends Layer {
  static readonly className = "Normalization";
  readonly axis: readonly number[];
  readonly mean: Moments | null;
  readonly variance: Moments | null;
  readonly invert: boolean;
  #shape: Shape = [];
  #learned: { readonly mean: Variable; readonly variance: Variable } | undefined;

  constructor(config: NormalizationConfig = {}) {
    super(config);
    const { axis = -1, mean = null, variance = null } = config;
    this.axis = axis === null ? [] : typeof axis === "number" ? [axis] : [...axis];
    this.mean = mean;
    this.variance = variance;
    this.invert = config.invert ?? false;
    this.supportsMasking = true;
    this.inputSpecs = [{}];
    this.#checkMoments();
  }

  override build(inputShape: Shape): void {
    const kept = this.#kept(inputShape.length);
    this.#shape = inputShape;
    const shape = kept.map((axis) => knownSize(inputShape, axis, this.name));
    if (this.mean !== null) return;
    const options = { shape, trainable: false };
    this.#learned = {
      mean: this.addWeight({ ...options, name: "mean", initializer: "zeros" }),
      variance: this.addWeight({ ...options, name: "variance", initializer: "ones" }),
    };
    // Keras's files hold it; nothing reads it.
    const count = {
      name: "count",
      dtype: "int32",
      initializer: "zeros",
      trainable: false,
    } as const;
    this.addWeight(count);
  }

  /**
   * Learns mean and variance from data: one array, or batches (weighted by their size).
   * @throws ArgumentError if they were given, ShapeError if the data does not fit the layer
   */
  async adapt(data: AdaptData): Promise<void> {
    if (this.mean !== null) {
      throw new ArgumentError(
        `${this.name}: adapt would overwrite the given mean and variance. Expected a layer without them, received mean ${JSON.stringify(this.mean)}.`,
      );
    }
    let [mean, variance]: [Float64Array, Float64Array] = [new Float64Array(), new Float64Array()];
    let seen = 0;
    for await (const batch of batchesOf(data, this.name)) {
      this.#fit(batch);
      const kept = this.#kept(batch.rank);
      const axes = batch.shape.map((_, axis) => axis).filter((axis) => !kept.includes(axis));
      const floats = ops.cast(batch, this.computeDtype);
      const [m, v] = (await numbersOf([ops.mean(floats, axes), ops.variance(floats, axes)])) as [
        Float64Array,
        Float64Array,
      ];
      const count = axes.reduce((n, axis) => n * Number(batch.shape[axis]), 1);
      if (seen === 0) [mean, variance] = [new Float64Array(m.length), new Float64Array(m.length)];
      seen += count;
      const weight = count / seen;
      for (const [i, before] of mean.entries()) {
        const now = before + ((m[i] as number) - before) * weight;
        const old = (variance[i] as number) + (before - now) ** 2;
        const own = (v[i] as number) + ((m[i] as number) - now) ** 2;
        variance[i] = old * (1 - weight) + own * weight;
        mean[i] = now;
      }
    }
    for (const [name, values] of Object.entries({ mean, variance })) {
      const variable = this.#learned?.[name as "mean" | "variance"] as Variable;
      variable.assign(ops.reshape(ops.cast([...values], variable.dtype), variable.shape));
    }
  }

  override call(x: Tensor): Tensor {
    const input = ops.cast(x, this.computeDtype);
    const mean = this.#broadcast(this.#learned?.mean ?? (this.mean as number), x.rank);
    const variance = this.#broadcast(this.#learned?.variance ?? (this.variance as number), x.rank);
    const deviation = ops.maximum(ops.sqrt(variance), 1e-7);
    return this.invert
      ? ops.add(mean, ops.multiply(input, deviation))
      : ops.divide(ops.subtract(input, mean), deviation);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { axis, invert, mean, variance } = this;
    return { ...super.getConfig(), axis, invert, mean, variance };
  }

  /** Aligned with the kept axes from the right, 1 on the others. */
  #broadcast(moments: Variable | number, rank: number): Tensor {
    const value = ops.cast(moments, this.computeDtype);
    const shape: number[] = new Array(rank).fill(1);
    const kept = this.#kept(rank);
    for (let i = 1; i <= value.rank; i++) {
      shape[kept.at(-i) as number] = value.shape.at(-i) as number;
    }
    return ops.reshape(value, shape);
  }

  #kept(rank: number): readonly number[] {
    return [...normalizeAxes(this.axis, rank, this.name)].sort((a, b) => a - b);
  }

  #fit(batch: Tensor): void {
    this.build(batch.shape);
    const { length } = this.#shape;
    const fits = (axis: number): boolean => batch.shape[axis] === this.#shape[axis];
    if (batch.rank === length && this.#kept(length).every(fits)) return;
    throw new ShapeError(
      `${this.name}: adapt received data of another shape. Expected the kept axes of ${formatShape(this.#shape)}, received ${formatShape(batch.shape)}.`,
    );
  }

  #checkMoments(): void {
    const { mean, variance, axis, name } = this;
    const [of, and] = [mean, variance].map((value) => (value === null ? null : sizes(value)));
    if (JSON.stringify(of) !== JSON.stringify(and)) {
      throw new ArgumentError(
        `${name}: mean and variance belong together. Expected both of one shape, or none, received mean ${JSON.stringify(mean)} and variance ${JSON.stringify(variance)}.`,
      );
    }
    if (of && of.length > axis.length) {
      throw new ArgumentError(
        `${name}: mean has too many axes. Expected at most ${axis.length}, one for each in axis, received ${of.length}.`,
      );
    }
  }
}

function sizes(value: Moments): readonly number[] {
  if (typeof value === "number") return [];
  return [value.length, ...(value[0] === undefined ? [] : sizes(value[0]))];
}

/**
 * (x − mean) / √variance, both given or learned by `adapt`, for each position on `axis`. Any shape, kept.
 *
 * @example
 * const layer = layers.normalization();
 * await layer.adapt(trainingData);
 */
export function normalization(
  config: NormalizationConfig = {},
): Normalization & Typed<IdentityRule, "normalization"> {
  return new Normalization(config);
}
