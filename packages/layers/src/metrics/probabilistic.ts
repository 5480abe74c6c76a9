import { binaryCrossentropy } from "../losses/binary.js";
import { categoricalCrossentropy, sparseCategoricalCrossentropy } from "../losses/crossentropy.js";
import { klDivergence, poisson } from "../losses/divergence.js";
import { checkShare } from "../losses/smoothing.js";
import { FunctionMetric, type MetricFunction } from "./mean-metric.js";
import type { MetricOptions } from "./metric.js";

/** Mean Kullback-Leibler divergence of the predictions from the labels. */
export class KLDivergence extends FunctionMetric {
  static readonly className = "KLDivergence";

  constructor(options: MetricOptions = {}) {
    super(klDivergence, "kl_divergence", undefined, options);
  }
}

/** Mean Poisson loss of counts and predicted rates. */
export class Poisson extends FunctionMetric {
  static readonly className = "Poisson";

  constructor(options: MetricOptions = {}) {
    super(poisson, "poisson", undefined, options);
  }
}

export interface CrossentropyOptions extends MetricOptions {
  /** Whether predictions are logits. Default false. */
  readonly fromLogits?: boolean | undefined;
}

export interface SmoothedOptions extends CrossentropyOptions {
  /** Share of the label that is spread over all classes, in [0, 1]. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

/** Mean binary cross-entropy. */
export class BinaryCrossentropy extends FunctionMetric {
  static readonly className = "BinaryCrossentropy";

  /** @throws ArgumentError if an option is out of range */
  constructor({ fromLogits = false, labelSmoothing = 0, ...rest }: SmoothedOptions = {}) {
    const config = { fromLogits, labelSmoothing };
    const perSample: MetricFunction = (y, p) => binaryCrossentropy(y, p, config);
    super(perSample, "binary_crossentropy", "down", rest, config);
    checkShare(labelSmoothing, this.name);
  }
}

export interface CategoricalCrossentropyOptions extends SmoothedOptions {
  /** The axis of classes. Default: the last. */
  readonly axis?: number | undefined;
}

/** Mean cross-entropy of one-hot labels. */
export class CategoricalCrossentropy extends FunctionMetric {
  static readonly className = "CategoricalCrossentropy";

  /** @throws ArgumentError if an option is out of range */
  constructor(options: CategoricalCrossentropyOptions = {}) {
    const { fromLogits = false, labelSmoothing = 0, axis = -1, ...rest } = options;
    const config = { fromLogits, labelSmoothing, axis };
    const perSample: MetricFunction = (y, p) => categoricalCrossentropy(y, p, config);
    super(perSample, "categorical_crossentropy", "down", rest, config);
    checkShare(labelSmoothing, this.name);
  }
}

export interface SparseCategoricalCrossentropyOptions extends CrossentropyOptions {
  /** A label whose samples cost nothing. Default: none. */
  readonly ignoreClass?: number | null | undefined;
  /** The axis of classes. Default: the last. */
  readonly axis?: number | undefined;
}

/** Mean cross-entropy of integer labels. */
export class SparseCategoricalCrossentropy extends FunctionMetric {
  static readonly className = "SparseCategoricalCrossentropy";

  constructor(options: SparseCategoricalCrossentropyOptions = {}) {
    const { fromLogits = false, ignoreClass = null, axis = -1, ...rest } = options;
    const config = { fromLogits, ignoreClass, axis };
    const perSample: MetricFunction = (y, p) => sparseCategoricalCrossentropy(y, p, config);
    super(perSample, "sparse_categorical_crossentropy", "down", rest, config);
  }
}
