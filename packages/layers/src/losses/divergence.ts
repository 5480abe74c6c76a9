import { ops, type Tensor, type TensorLike } from "@antler/core";
import { operands } from "./alignment.js";
import { epsilon } from "./constants.js";
import { FunctionLoss } from "./function-loss.js";
import type { LossOptions } from "./loss.js";

/** Σ y log(y / ŷ) over the last axis, both distributions: `[batch, …, d]` → `[batch, …]`. */
export function klDivergence(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred, "klDivergence");
  const [y, p] = [ops.clip(labels, epsilon, 1), ops.clip(predictions, epsilon, 1)];
  return y.multiply(y.divide(p).log()).sum(-1);
}

/** Mean over the last axis of ŷ − y log ŷ, predictions as rates: `[batch, …, d]` → `[batch, …]`. */
export function poisson(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred, "poisson");
  return predictions.subtract(labels.multiply(predictions.add(epsilon).log())).mean(-1);
}

/** Kullback-Leibler divergence of the predictions from the labels. */
export class KLDivergence extends FunctionLoss {
  static readonly className = "KLDivergence";

  constructor(options: LossOptions = {}) {
    super(klDivergence, "kl_divergence", options);
  }
}

/** Poisson loss of counts and predicted rates. */
export class Poisson extends FunctionLoss {
  static readonly className = "Poisson";

  constructor(options: LossOptions = {}) {
    super(poisson, "poisson", options);
  }
}
