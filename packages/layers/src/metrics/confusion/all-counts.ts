import { ops, type Tensor, type TensorLike, type Variable } from "@antler/core";
import { readWeighting, type Weighting } from "../../base/weighting.js";
import { type Direction, Metric } from "../metric.js";
import { type Counting, count } from "./count.js";
import { type Selection, select } from "./select.js";

/** The four counts, as nodes. */
export interface AllCounts {
  readonly truePositives: Tensor;
  readonly falsePositives: Tensor;
  readonly trueNegatives: Tensor;
  readonly falseNegatives: Tensor;
}

/** A metric that keeps all four counts of decisions, at many thresholds. */
export abstract class ThresholdMetric extends Metric {
  #variables: { readonly [K in keyof AllCounts]: Variable } | undefined;

  override get direction(): Direction {
    return "up";
  }

  get built(): boolean {
    return this.#variables !== undefined;
  }

  /** Makes the counts. */
  protected build(shape: readonly number[]): void {
    const add = (name: string): Variable => this.addVariable(shape, "zeros", { name });
    this.#variables = {
      truePositives: add("true_positives"),
      falsePositives: add("false_positives"),
      trueNegatives: add("true_negatives"),
      falseNegatives: add("false_negatives"),
    };
  }

  protected get counts(): AllCounts {
    const variables = this.#variables as { readonly [K in keyof AllCounts]: Variable };
    return {
      truePositives: variables.truePositives.read(),
      falsePositives: variables.falsePositives.read(),
      trueNegatives: variables.trueNegatives.read(),
      falseNegatives: variables.falseNegatives.read(),
    };
  }

  protected addBatch(
    yTrue: TensorLike,
    yPred: TensorLike,
    options: Weighting | undefined,
    selection: Selection,
    how: Counting,
  ): void {
    const { sampleWeight } = readWeighting(options, this.name);
    const given = {
      labels: ops.cast(yTrue, "float32"),
      predictions: ops.cast(yPred, "float32"),
      weight: sampleWeight,
    };
    count(this.#variables ?? {}, select(given, selection, this.name), how);
  }
}

/** Share of positive labels that are found, also called sensitivity. */
export function recallOf({ truePositives, falseNegatives }: AllCounts): Tensor {
  return ops.divideNoNan(truePositives, truePositives.add(falseNegatives));
}

/** Share of positive predictions that are right. */
export function precisionOf({ truePositives, falsePositives }: AllCounts): Tensor {
  return ops.divideNoNan(truePositives, truePositives.add(falsePositives));
}

/** Share of negative labels that are found. */
export function specificityOf({ trueNegatives, falsePositives }: AllCounts): Tensor {
  return ops.divideNoNan(trueNegatives, trueNegatives.add(falsePositives));
}
