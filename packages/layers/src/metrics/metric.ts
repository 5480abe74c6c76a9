import {
  allocate,
  fromHost,
  ops,
  sizeOf,
  type Tensor,
  type TensorLike,
  tensor,
  Variable,
} from "@antler/core";
import { alignRanks } from "../losses/alignment.js";
import { divideNoNan } from "../losses/loss.js";

/**
 * A number gathered over many batches. Its state lives in variables, so that `updateState` and
 * `result` are part of the compiled step when they are called inside one.
 */
export abstract class Metric {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  abstract readonly variables: readonly Variable[];

  /** Adds a batch. */
  abstract updateState(yTrue: TensorLike, yPred: TensorLike, sampleWeight?: TensorLike): void;

  /** The value over everything added since the last reset, a scalar. */
  abstract result(): Tensor;

  /** Back to the beginning. */
  resetState(): void {
    for (const variable of this.variables) {
      const { shape, dtype } = variable;
      variable.assign(fromHost({ dtype, shape, data: allocate(dtype, sizeOf(shape)) }));
    }
  }
}

/** A weighted mean of whatever it is given: losses over batches, say. */
export class Mean {
  readonly name: string;
  readonly total: Variable;
  readonly count: Variable;

  constructor(name = "mean") {
    this.name = name;
    this.total = new Variable(0, { name: `${name}/total`, trainable: false });
    this.count = new Variable(0, { name: `${name}/count`, trainable: false });
  }

  get variables(): readonly Variable[] {
    return [this.total, this.count];
  }

  /**
   * Adds values `[samples, …]`; each sample counts once, by the mean of its values. A weight of lower
   * rank weighs the mean over the axes that it lacks.
   */
  updateState(values: TensorLike, sampleWeight?: TensorLike): void {
    let added = ops.cast(values, "float32");
    let count: Tensor | undefined;
    if (sampleWeight !== undefined) {
      const [aligned, weight] = alignRanks(added, ops.cast(sampleWeight, "float32"));
      added = meanFrom(aligned, weight.rank).multiply(weight);
      count = meanFrom(weight, 1).sum();
    }
    const samples = meanFrom(added, 1);
    this.total.assign(this.total.read().add(samples.rank === 0 ? samples : samples.sum()));
    this.count.assign(this.count.read().add(count ?? ops.dimension(samples.shape[0] ?? 1)));
  }

  /** total / count, 0 before anything was added. */
  result(): Tensor {
    return divideNoNan(this.total.read(), this.count.read());
  }

  /** Back to the beginning. */
  resetState(): void {
    this.total.assign(0);
    this.count.assign(0);
  }
}

/** The mean over `axis` and all after it; the tensor itself where there are none. */
function meanFrom(x: Tensor, axis: number): Tensor {
  const axes = Array.from({ length: Math.max(0, x.rank - axis) }, (_, i) => axis + i);
  return axes.length === 0 ? x : x.mean(axes);
}

/** (labels, predictions) → values, of which the metric is the mean over samples. */
export type MetricFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** The mean of a function of labels and predictions. */
export class MeanMetric extends Metric {
  readonly #perSample: MetricFunction;
  readonly #mean: Mean;

  constructor(name: string, perSample: MetricFunction) {
    super(name);
    this.#perSample = perSample;
    this.#mean = new Mean(name);
  }

  override get variables(): readonly Variable[] {
    return this.#mean.variables;
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, sampleWeight?: TensorLike): void {
    this.#mean.updateState(this.#perSample(tensor(yTrue), tensor(yPred)), sampleWeight);
  }

  override result(): Tensor {
    return this.#mean.result();
  }
}
