import { categoricalHinge, hinge, squaredHinge } from "../losses/hinge.js";
import { FunctionMetric } from "./mean-metric.js";
import type { MetricOptions } from "./metric.js";

/** Mean hinge loss of labels −1 or 1. */
export class Hinge extends FunctionMetric {
  static readonly className = "Hinge";

  constructor(options: MetricOptions = {}) {
    super(hinge, "hinge", "down", options);
  }
}

/** Mean squared hinge loss of labels −1 or 1. */
export class SquaredHinge extends FunctionMetric {
  static readonly className = "SquaredHinge";

  constructor(options: MetricOptions = {}) {
    super(squaredHinge, "squared_hinge", "down", options);
  }
}

/** Mean hinge loss of one-hot labels. */
export class CategoricalHinge extends FunctionMetric {
  static readonly className = "CategoricalHinge";

  constructor(options: MetricOptions = {}) {
    super(categoricalHinge, "categorical_hinge", "down", options);
  }
}
