import type { Tensor } from "@antler/core";
import { binaryCrossentropy } from "./binary.js";
import { categoricalCrossentropy, sparseCategoricalCrossentropy } from "./crossentropy.js";

/** What the shapes of labels and predictions say, by Keras's rule. */
export function labelKind(labels: Tensor, predictions: Tensor): "binary" | "sparse" | "oneHot" {
  if (predictions.shape.at(-1) === 1) return "binary";
  return labels.rank < predictions.rank || labels.shape.at(-1) === 1 ? "sparse" : "oneHot";
}

/** The cross-entropy that the shapes ask for. */
export function crossentropyFor(yTrue: Tensor, yPred: Tensor): Tensor {
  const of = {
    binary: binaryCrossentropy,
    sparse: sparseCategoricalCrossentropy,
    oneHot: categoricalCrossentropy,
  };
  return of[labelKind(yTrue, yPred)](yTrue, yPred);
}
