import { objectClassOf } from "../base/forms.js";
import { type SnakeCase, snakeCase } from "../base/names.js";
import type { CustomObjects } from "../saving/custom-objects.js";
import { describeMember, type Family, member } from "../saving/family.js";
import type { SerializedObject } from "../saving/keys.js";
import { AccuracyForShapes } from "./accuracy.js";
import * as classes from "./classes.js";
import * as list from "./list.js";
import { MeanMetricWrapper, type MetricFunction } from "./mean-metric.js";
import { type LabelMetric, Metric } from "./metric.js";

type ListName = keyof typeof list;

/** A metric by name: in camel or snake case, of the class, or an abbreviation. */
export type MetricName =
  | ListName
  | SnakeCase<ListName>
  | Exclude<keyof typeof classes, "Metric" | "MeanMetricWrapper">
  | keyof typeof aliases
  | "acc";

/** What `compile` accepts as a metric: a name, a `Metric`, a function of (labels, predictions), a saved one. */
export type MetricLike = MetricName | LabelMetric | MetricFunction | SerializedObject;

const aliases = {
  BCE: "bce",
  MAE: "mae",
  MAPE: "mape",
  MSE: "mse",
  MSLE: "msle",
  io_u: "iou",
} as const;

/** Functions without a metric of their own are no names, as in Keras. */
const makers = Object.entries(list).filter(
  ([, entry]) => objectClassOf(entry, Metric) !== undefined,
);

const family: Family<Metric> = {
  what: "metric",
  base: Metric,
  list: { ...classes, ...Object.fromEntries(makers) },
  functions: list,
  aliases,
};

/**
 * What an identifier stands for: a name or a saved description an object, anything else itself; `null`
 * for none.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function get(
  identifier: MetricLike | (new () => Metric) | string | null | undefined,
): Metric | MetricFunction | null {
  if (identifier === null || identifier === undefined) return null;
  return member(family, identifier, "metrics") as Metric | MetricFunction;
}

/** A metric, or a function, as Keras's files describe it. */
export function serialize(metric: Metric | MetricFunction): SerializedObject {
  return JSON.parse(JSON.stringify(describeMember(family, metric)));
}

/**
 * The metric or function of a saved description.
 * @throws SerializationError if its class is unknown: pass your own as `customObjects`
 */
export function deserialize(
  config: SerializedObject | string,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): Metric | MetricFunction {
  return member(family, config, "metrics", options.customObjects ?? {}) as Metric | MetricFunction;
}

/**
 * A metric that is named appears in the logs under the name that was given: `"mae"` as `mae`.
 * @throws ArgumentError if the name is unknown
 */
export function resolveMetric(metric: MetricLike): LabelMetric {
  if (typeof metric === "string" && /^acc(uracy)?$/i.test(metric)) {
    return new AccuracyForShapes({ name: metric });
  }
  const found = member(family, metric, "compile") as LabelMetric | MetricFunction;
  if (found instanceof Metric) {
    if (typeof metric === "string") found.name = metric;
    return found;
  }
  const name = snakeCase(found.name) || "metric";
  const objectClass = objectClassOf(found, Metric) as MetricClass | undefined;
  return objectClass === undefined
    ? new MeanMetricWrapper(found, { name })
    : (new objectClass({ name }) as LabelMetric);
}

type MetricClass = new (options: { readonly name: string }) => Metric;
