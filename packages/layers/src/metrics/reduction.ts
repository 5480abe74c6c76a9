import { type DType, ops, type Tensor, type TensorLike, tensor, type Variable } from "@antler/core";
import { maskOf } from "../base/masks.js";
import { readWeighting, type Weighting } from "../base/weighting.js";
import { alignRanks } from "../losses/alignment.js";
import { mergeMask } from "../losses/reduction.js";
import { Metric, type MetricOptions } from "./metric.js";

type Reduce = (x: Tensor, axes: readonly number[]) => Tensor;

/**
 * One value per sample, weighed, and the weight of each. A weight of lower rank weighs what the axes
 * that it lacks are reduced to.
 */
function samplewise(
  values: Tensor,
  sampleWeight: Tensor | undefined,
  reduce: Reduce,
  dtype: DType,
): readonly [values: Tensor, weight: Tensor | undefined] {
  const all = ops.cast(values, dtype);
  if (sampleWeight === undefined) return [reduceFrom(all, 1, reduce), undefined];
  // As in Keras, a mask of the values counts only beside a weight.
  const merged = mergeMask({ sampleWeight, mask: maskOf(values) }, dtype, "sum") as Tensor;
  const [aligned, weight] = alignRanks(all, merged);
  const weighed = reduceFrom(aligned, weight.rank, reduce);
  const spread = ops.broadcastTo(weight, weighed.shape);
  return [reduceFrom(weighed.multiply(spread), 1, reduce), reduceFrom(spread, 1, reduce)];
}

/** Reduces `axis` and all after it; the tensor itself where there are none. */
function reduceFrom(x: Tensor, axis: number, reduce: Reduce): Tensor {
  const axes = Array.from({ length: Math.max(0, x.rank - axis) }, (_, i) => axis + i);
  return axes.length === 0 ? x : reduce(x, axes);
}

const total = (x: Tensor): Tensor => (x.rank === 0 ? x : x.sum());

/** The (weighted) sum of whatever it is given. */
export class Sum extends Metric {
  static readonly className = "Sum";

  readonly total: Variable;

  constructor(options: MetricOptions = {}) {
    super({ ...options, name: options.name ?? "sum" });
    this.total = this.addVariable([], "zeros", { name: "total", dtype: this.dtype });
  }

  /** Adds values `[samples, …]`, each times its weight. */
  override updateState(values: TensorLike, options?: Weighting): void {
    const { sampleWeight } = readWeighting(options, this.name);
    const [sums] = samplewise(tensor(values), sampleWeight, ops.sum, this.dtype);
    this.total.assign(this.total.read().add(total(sums)));
  }

  override result(): Tensor {
    return this.total.read();
  }
}

/** The state of a mean: the sum of all samples, and how many they are. */
export abstract class RunningMean extends Metric {
  readonly total: Variable;
  readonly count: Variable;

  constructor(options: MetricOptions = {}) {
    super(options);
    this.total = this.addVariable([], "zeros", { name: "total", dtype: this.dtype });
    this.count = this.addVariable([], "zeros", { name: "count", dtype: this.dtype });
  }

  /** total / count, 0 before anything was added. */
  override result(): Tensor {
    return ops.divideNoNan(this.total.read(), this.count.read());
  }

  protected add(values: Tensor, sampleWeight: Tensor | undefined): void {
    const [samples, weight] = samplewise(values, sampleWeight, ops.mean, this.dtype);
    const count =
      weight === undefined ? ops.dimension(samples.shape[0] ?? 1, this.dtype) : total(weight);
    this.total.assign(this.total.read().add(total(samples)));
    this.count.assign(this.count.read().add(count));
  }
}

/** The (weighted) mean of whatever it is given: losses over batches, say. */
export class Mean extends RunningMean {
  static readonly className = "Mean";

  constructor(options: MetricOptions = {}) {
    super({ ...options, name: options.name ?? "mean" });
  }

  /**
   * Adds values `[samples, …]`; each sample counts once, by the mean of its values, or as much as its
   * weight says.
   */
  override updateState(values: TensorLike, options?: Weighting): void {
    this.add(tensor(values), readWeighting(options, this.name).sampleWeight);
  }
}
