import { normalizeAxis, ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import type { CategoricalCrossentropyOptions } from "./crossentropy.js";
import { FunctionLoss } from "./function-loss.js";
import { shares } from "./logits.js";
import type { LossFunction, LossOptions } from "./loss.js";
import { checkShare, smoothOneHot } from "./smoothing.js";

/** Options of `categoricalFocalCrossentropy`. */
export interface CategoricalFocalCrossentropyOptions extends CategoricalCrossentropyOptions {
  /** Weight of the classes. Default 0.25. */
  readonly alpha?: number | undefined;
  /** How fast the weight of well classified samples falls. Default 2. */
  readonly gamma?: number | undefined;
}

/**
 * Cross-entropy times `alpha` (1 − p)^`gamma`, so that easy samples count less (Lin et al., 2018):
 * one-hot labels and predictions `[batch, …, classes]` → `[batch, …]`.
 * @throws ShapeError if the shapes differ
 */
export function categoricalFocalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: CategoricalFocalCrossentropyOptions = {},
): Tensor {
  const { fromLogits = false, labelSmoothing = 0, axis = -1, alpha = 0.25, gamma = 2 } = options;
  const where = "categoricalFocalCrossentropy";
  const given = tensor(yPred);
  const at = normalizeAxis(axis, given.rank, where);
  const labels = smoothOneHot(yTrue, given, at, labelSmoothing, where);
  const p = shares(fromLogits ? ops.softmax(given, at) : given, at);
  const weight = ops.power(ops.subtract(1, p), gamma).multiply(alpha);
  return weight.multiply(labels.multiply(p.log())).sum(at).negative();
}

/** Cross-entropy of one-hot labels in which easy samples count less. */
export class CategoricalFocalCrossentropy extends FunctionLoss {
  static readonly className = "CategoricalFocalCrossentropy";

  /** @throws ArgumentError if an option is out of range */
  constructor(options: CategoricalFocalCrossentropyOptions & LossOptions = {}) {
    const { fromLogits = false, labelSmoothing = 0, axis = -1, ...others } = options;
    const { alpha = 0.25, gamma = 2, ...rest } = others;
    const config = { fromLogits, labelSmoothing, axis, alpha, gamma };
    const perSample: LossFunction = (y, p) => categoricalFocalCrossentropy(y, p, config);
    super(perSample, "categorical_focal_crossentropy", rest, config);
    checkShare(labelSmoothing, this.name);
  }
}
