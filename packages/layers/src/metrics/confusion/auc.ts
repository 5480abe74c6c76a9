import {
  ArgumentError,
  formatShape,
  ops,
  type Shape,
  ShapeError,
  Tensor,
  type TensorLike,
  tensor,
} from "@antler/core";
import { checkNumber } from "../../base/check-number.js";
import type { Weighting } from "../../base/weighting.js";
import { checkChoice } from "../../layers/checks.js";
import { epsilon } from "../../losses/constants.js";
import type { SerializedObject } from "../../saving/keys.js";
import type { MetricOptions } from "../metric.js";
import { ThresholdMetric } from "./all-counts.js";
import { areaUnder, type Curve, curves, type Summation, summations } from "./area.js";
import { areEven, evenThresholds, readThresholds } from "./thresholds.js";

export interface AUCOptions extends MetricOptions {
  /** Number of thresholds, from 0 to 1. Default 200. */
  readonly numThresholds?: number | undefined;
  /** Thresholds between 0 and 1 in place of even ones. */
  readonly thresholds?: readonly number[] | null | undefined;
  /** Receiver operating characteristic (default), precision-recall, or precision-recall-gain. */
  readonly curve?: Curve | Lowercase<Curve> | undefined;
  /** How the area between two thresholds is summed. Default `"interpolation"`. */
  readonly summationMethod?: Summation | Capitalize<Summation> | undefined;
  /** Whether each label of the last axis has an area of its own, of which the mean is taken. Default false. */
  readonly multiLabel?: boolean | undefined;
  /** Number of labels; default: that of the first predictions. */
  readonly numLabels?: number | null | undefined;
  /** Weights of the labels' areas in their mean. */
  readonly labelWeights?: readonly number[] | Tensor | null | undefined;
  /** Whether predictions are logits, before sigmoid. Default false. */
  readonly fromLogits?: boolean | undefined;
}

/** Area under a curve of two rates that both change with the threshold. */
export class AUC extends ThresholdMetric {
  static readonly className = "AUC";

  readonly numThresholds: number;
  readonly thresholds: readonly number[];
  readonly curve: Curve;
  readonly summationMethod: Summation;
  readonly multiLabel: boolean;
  readonly numLabels: number | null;
  readonly labelWeights: readonly number[] | null;
  readonly fromLogits: boolean;
  readonly #areEven: boolean;
  readonly #given: readonly number[] | null;

  /** @throws ArgumentError if an option is out of range */
  constructor(options: AUCOptions = {}) {
    super(options);
    const { numThresholds = 200, thresholds = null, curve = "ROC" } = options;
    const { summationMethod = "interpolation" } = options;
    this.curve = checkChoice(curve.toUpperCase() as Curve, curves, "curve", this.name);
    this.summationMethod = checkChoice(
      summationMethod.toLowerCase() as Summation,
      summations,
      "summationMethod",
      this.name,
    );
    this.multiLabel = options.multiLabel ?? false;
    this.numLabels = options.numLabels ?? null;
    this.labelWeights = numbersOf(options.labelWeights ?? null, this.name);
    this.fromLogits = options.fromLogits ?? false;
    const isMany = (n: number): boolean => Number.isInteger(n) && n > 1;
    checkNumber(numThresholds, isMany, "an integer > 1", "numThresholds", this.name);
    this.#given =
      thresholds === null
        ? null
        : [...readThresholds(thresholds, 0, this.name)].sort((a, b) => a - b);
    const inner = this.#given ?? evenThresholds(numThresholds).slice(1, -1);
    this.#areEven = this.#given === null || areEven([0, ...inner, 1]);
    // What is exactly 0 or 1 must fall between the first and the last.
    this.thresholds = [-epsilon, ...inner, 1 + epsilon];
    this.numThresholds = this.thresholds.length;
    if (this.numLabels !== null && !this.multiLabel) {
      throw new ArgumentError(
        `${this.name}: numLabels is for multiLabel: true. Expected none, received ${this.numLabels}.`,
      );
    }
    if (!this.multiLabel) this.build([this.numThresholds]);
    else if (this.numLabels !== null) this.build([this.numThresholds, this.numLabels]);
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const predictions = tensor(yPred);
    if (!this.built) this.build([this.numThresholds, labelsOf(predictions.shape, this.name)]);
    const labelWeights = this.labelWeights === null ? undefined : tensor(this.labelWeights);
    this.addBatch(
      yTrue,
      this.fromLogits ? ops.sigmoid(predictions) : predictions,
      options,
      {},
      {
        thresholds: this.thresholds,
        areEven: this.#areEven,
        multiLabel: this.multiLabel,
        labelWeights: this.multiLabel ? undefined : labelWeights,
      },
    );
  }

  /** @throws ArgumentError before the first batch, if the number of labels is not known */
  override result(): Tensor {
    if (!this.built) {
      throw new ArgumentError(`${this.name}: there is no result before the first batch.`);
    }
    const areas = areaUnder(this.counts, this.curve, this.summationMethod);
    if (!this.multiLabel) return areas;
    if (this.labelWeights === null) return areas.mean();
    const total = this.labelWeights.reduce((sum, weight) => sum + weight, 0);
    const weighed = areas.multiply(tensor(this.labelWeights)).sum();
    return total === 0 ? weighed.multiply(0) : weighed.divide(total);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { numThresholds, curve, summationMethod, multiLabel, numLabels } = this;
    const { labelWeights, fromLogits } = this;
    return {
      ...super.getConfig(),
      ...{ numThresholds, curve, summationMethod, multiLabel, numLabels, labelWeights, fromLogits },
      ...(this.#given === null ? {} : { thresholds: this.#given }),
    };
  }

  override toJSON(): SerializedObject {
    const saved = super.toJSON();
    if (this.labelWeights === null) return saved;
    // Keras keeps a tensor here.
    const weights = { value: this.labelWeights, dtype: this.dtype };
    const label_weights = { class_name: "__tensor__", config: weights };
    return { ...saved, config: { ...saved.config, label_weights } };
  }
}

/** Weights from a saved metric are a tensor. */
function numbersOf(
  weights: readonly number[] | Tensor | null,
  where: string,
): readonly number[] | null {
  if (weights === null) return null;
  const value = weights instanceof Tensor ? weights.value : { data: weights };
  if (value !== undefined && "data" in value) return Array.from(value.data);
  throw new ArgumentError(
    `${where}: labelWeights are not known yet. Expected numbers, received ${String(weights)}.`,
  );
}

function labelsOf(predictions: Shape, where: string): number {
  const labels = predictions[1];
  if (predictions.length === 2 && typeof labels === "number") return labels;
  throw new ShapeError(
    `${where}: multiLabel needs predictions [batch, labels] with a known number of labels, received ${formatShape(predictions)}.`,
  );
}
