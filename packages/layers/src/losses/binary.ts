import { ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import { operands } from "./alignment.js";
import { FunctionLoss } from "./function-loss.js";
import { logitsOf } from "./logits.js";
import type { LossFunction, LossOptions } from "./loss.js";
import { checkShare, smoothBinary } from "./smoothing.js";

/** Options of `binaryCrossentropy`. */
export interface BinaryCrossentropyOptions {
  /** Whether predictions are logits, before sigmoid. Default false. */
  readonly fromLogits?: boolean | undefined;
  /** How far labels are moved towards ½, in [0, 1]. Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** The axis of the mean. Default: the last. */
  readonly axis?: number | undefined;
}

/** Options of `binaryFocalCrossentropy`. */
export interface BinaryFocalCrossentropyOptions extends BinaryCrossentropyOptions {
  /** Whether labels 1 weigh `alpha` and labels 0 weigh 1 − `alpha`. Default false. */
  readonly applyClassBalancing?: boolean | undefined;
  /** Default 0.25. */
  readonly alpha?: number | undefined;
  /** How fast the weight of well classified samples falls. Default 2. */
  readonly gamma?: number | undefined;
}

/**
 * Binary cross-entropy, mean over `axis`: labels in [0, 1] and predictions `[batch, …, d]` →
 * `[batch, …]`.
 */
export function binaryCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: BinaryCrossentropyOptions = {},
): Tensor {
  const { fromLogits = false, labelSmoothing = 0, axis = -1 } = options;
  const given = tensor(yPred);
  const logits = fromLogits ? given : logitsOf(given, "sigmoid");
  const [exact, predictions] = operands(yTrue, logits ?? given, "binaryCrossentropy");
  const labels = smoothBinary(exact, labelSmoothing, "binaryCrossentropy");
  const losses = ops.binaryCrossentropy(labels, predictions, { fromLogits: logits !== undefined });
  return losses.mean(axis);
}

/**
 * Binary cross-entropy times (1 − p)^`gamma`, p the probability given to the label, so that easy
 * samples count less (Lin et al., 2018); mean over `axis`: `[batch, …, d]` → `[batch, …]`.
 */
export function binaryFocalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: BinaryFocalCrossentropyOptions = {},
): Tensor {
  const { fromLogits = false, labelSmoothing = 0, axis = -1 } = options;
  const { applyClassBalancing = false, alpha = 0.25, gamma = 2 } = options;
  const [exact, given] = operands(yTrue, yPred, "binaryFocalCrossentropy");
  const labels = smoothBinary(exact, labelSmoothing, "binaryFocalCrossentropy");
  const p = fromLogits ? ops.sigmoid(given) : given;
  const miss = ops.subtract(1, between(labels, p, ops.subtract(1, p)));
  const losses = ops.power(miss, gamma).multiply(ops.binaryCrossentropy(labels, p));
  if (!applyClassBalancing) return losses.mean(axis);
  return losses.multiply(between(labels, alpha, 1 - alpha)).mean(axis);
}

/** `a` where the label is 1, `b` where it is 0, in proportion between. */
function between(labels: Tensor, a: TensorLike, b: TensorLike): Tensor {
  return labels.multiply(a).add(ops.subtract(1, labels).multiply(b));
}

/** For labels in [0, 1] and predictions as probabilities, or as logits. */
export class BinaryCrossentropy extends FunctionLoss {
  static readonly className = "BinaryCrossentropy";

  /** @throws ArgumentError if an option is out of range */
  constructor(options: BinaryCrossentropyOptions & LossOptions = {}) {
    const { fromLogits = false, labelSmoothing = 0, axis = -1, ...rest } = options;
    const config = { fromLogits, labelSmoothing, axis };
    super((y, p) => binaryCrossentropy(y, p, config), "binary_crossentropy", rest, config);
    checkShare(labelSmoothing, this.name);
  }
}

/** Binary cross-entropy in which easy samples count less. */
export class BinaryFocalCrossentropy extends FunctionLoss {
  static readonly className = "BinaryFocalCrossentropy";

  /** @throws ArgumentError if an option is out of range */
  constructor(options: BinaryFocalCrossentropyOptions & LossOptions = {}) {
    const { fromLogits = false, labelSmoothing = 0, axis = -1, ...others } = options;
    const { applyClassBalancing = false, alpha = 0.25, gamma = 2, ...rest } = others;
    const config = { fromLogits, labelSmoothing, axis, applyClassBalancing, alpha, gamma };
    const perSample: LossFunction = (y, p) => binaryFocalCrossentropy(y, p, config);
    super(perSample, "binary_focal_crossentropy", rest, config);
    checkShare(labelSmoothing, this.name);
  }
}
