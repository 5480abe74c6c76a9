import {
  ArgumentError,
  ops,
  sizeOf,
  suggestion,
  type Tensor,
  type TensorLike,
  tensor,
} from "@antler/core";
import { alignRanks } from "./alignment.js";

const reductions = ["sumOverBatchSize", "sum", "mean", "meanWithSampleWeight", "none"] as const;

/**
 * How the losses of the samples become one number. `"sumOverBatchSize"` and `"mean"`: their sum over
 * their count; `"meanWithSampleWeight"`: over the sum of the weights; `"none"`: they stay as they are.
 */
export type Reduction = (typeof reductions)[number];

export interface LossOptions {
  /** Default `"sumOverBatchSize"`. */
  readonly reduction?: Reduction | undefined;
  readonly name?: string | undefined;
}

/** (labels, predictions) → one loss per sample: the shape of the predictions without the last axis. */
export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** What the trainer needs to know about the labels. */
export type LabelKind = "values" | "classIndices";

/** A loss per sample and the way to reduce it to the number that training lowers. */
export class Loss {
  readonly name: string;
  readonly reduction: Reduction;
  /** `"classIndices"`: labels are integers that count the last axis of the predictions. */
  readonly labels: LabelKind;
  /** The loss of each sample. */
  readonly perSample: LossFunction;

  /** @throws ArgumentError if the reduction is unknown */
  constructor(
    name: string,
    perSample: LossFunction,
    options: LossOptions = {},
    labels: LabelKind = "values",
  ) {
    this.name = options.name ?? name;
    this.reduction = options.reduction ?? "sumOverBatchSize";
    this.labels = labels;
    this.perSample = perSample;
    if (!reductions.includes(this.reduction)) {
      throw new ArgumentError(
        `${this.name}: unknown reduction ${JSON.stringify(this.reduction)}. Expected one of ${reductions.join(", ")}.` +
          suggestion(String(this.reduction), reductions),
      );
    }
  }

  /**
   * The reduced loss, a scalar unless the reduction is `"none"`.
   * @param options.sampleWeight - `[batch]`, or with more of the axes of the per-sample losses
   * @param options.mask - same shape; false leaves a sample out
   */
  call(
    yTrue: TensorLike,
    yPred: TensorLike,
    options: { readonly sampleWeight?: TensorLike; readonly mask?: TensorLike } = {},
  ): Tensor {
    let losses = this.perSample(tensor(yTrue), tensor(yPred));
    const weight = this.#weight(options.sampleWeight, options.mask, losses);
    let totalWeight: Tensor | undefined;
    if (weight !== undefined) {
      const [aligned, factors] = alignRanks(losses, weight);
      losses = aligned.multiply(factors);
      totalWeight = factors.sum();
    }
    switch (this.reduction) {
      case "none":
        return losses;
      case "sum":
        return losses.sum();
      case "meanWithSampleWeight":
        return totalWeight === undefined ? losses.mean() : divideNoNan(losses.sum(), totalWeight);
      default:
        return weight === undefined
          ? losses.mean()
          : losses.sum().divide(ops.dimension(sizeOf(losses.shape)));
    }
  }

  #weight(
    sampleWeight: TensorLike | undefined,
    mask: TensorLike | undefined,
    losses: Tensor,
  ): Tensor | undefined {
    const weight = sampleWeight === undefined ? undefined : ops.cast(sampleWeight, losses.dtype);
    if (mask === undefined) return weight;
    let kept = ops.cast(mask, losses.dtype);
    if (this.reduction === "mean" || this.reduction === "sumOverBatchSize") {
      // The mean is over what the mask keeps, as in Keras.
      kept = kept.multiply(divideNoNan(ops.dimension(sizeOf(kept.shape)), kept.sum()));
    }
    return weight === undefined ? kept : weight.multiply(kept);
  }
}

/** a / b for scalars, 0 where b is 0. */
export function divideNoNan(a: Tensor, b: Tensor): Tensor {
  const isZero = b.equal(0);
  return ops.where(isZero, 0, a.divide(ops.where(isZero, 1, b)));
}
