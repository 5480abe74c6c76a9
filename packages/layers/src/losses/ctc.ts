import { formatShape, ops, ShapeError, type Tensor, type TensorLike, tensor } from "@antler/core";
import { FunctionLoss } from "./function-loss.js";
import type { LossOptions } from "./loss.js";

/**
 * Connectionist temporal classification (Graves et al., 2006): labels `[batch, labels]` of class
 * indices, filled up with 0, and logits `[batch, time, classes]` of which class 0 is the blank →
 * `[batch]`.
 * @throws ShapeError if a rank differs
 */
export function ctc(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, logits] = [ops.cast(tensor(yTrue), "int32"), tensor(yPred)];
  if (labels.rank !== 2 || logits.rank !== 3) {
    throw new ShapeError(
      `ctc: expected labels [batch, labels] and logits [batch, time, classes], received ${formatShape(labels.shape)} and ${formatShape(logits.shape)}.`,
    );
  }
  const [batch = 1, time = 1] = logits.shape;
  const labelLength = ops.cast(ops.notEqual(labels, 0), "int32").sum(-1);
  const length = ops.broadcastTo(ops.dimension(time, "int32"), [batch]);
  return ops.ctcLoss(labels, logits, labelLength, length, { maskIndex: 0 });
}

/** Loss of sequences of labels whose places in time are not known. */
export class CTC extends FunctionLoss {
  static readonly className = "CTC";

  constructor(options: LossOptions = {}) {
    super(ctc, "ctc", options);
  }
}
