// The one list of metrics, by the names that `compile` takes.
import * as regression from "../losses/regression.js";
import * as functions from "./accuracy.js";
import { MeanMetric, type MetricFunction } from "./metric.js";

export interface MetricOptions {
  /** What the logs call it. */
  readonly name?: string | undefined;
}

/** A factory of the mean of `perSample`. */
function meanOf(name: string, perSample: MetricFunction): (options?: MetricOptions) => MeanMetric {
  return (options = {}) => new MeanMetric(options.name ?? name, perSample);
}

/** Binary, categorical or sparse categorical accuracy, as the shapes ask. */
export const accuracy = /* @__PURE__ */ meanOf("accuracy", functions.accuracy);

/** Share of predictions on the label's side of `threshold` (default 0.5). */
export function binaryAccuracy(
  options: MetricOptions & { readonly threshold?: number | undefined } = {},
): MeanMetric {
  return new MeanMetric(options.name ?? "binaryAccuracy", (y, p) =>
    functions.binaryAccuracy(y, p, options.threshold),
  );
}

/** Share of samples whose largest prediction is the one-hot label's class. */
export const categoricalAccuracy = /* @__PURE__ */ meanOf(
  "categoricalAccuracy",
  functions.categoricalAccuracy,
);

/** Share of samples whose largest prediction is the integer label. */
export const sparseCategoricalAccuracy = /* @__PURE__ */ meanOf(
  "sparseCategoricalAccuracy",
  functions.sparseCategoricalAccuracy,
);

/** Mean of squared differences. */
export const meanSquaredError = /* @__PURE__ */ meanOf(
  "meanSquaredError",
  regression.meanSquaredError,
);

/** Mean of absolute differences. */
export const meanAbsoluteError = /* @__PURE__ */ meanOf(
  "meanAbsoluteError",
  regression.meanAbsoluteError,
);

export { accuracy as acc, meanAbsoluteError as mae, meanSquaredError as mse };
