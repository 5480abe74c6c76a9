import { objectClassOf } from "../base/forms.js";
import {
  type CustomObjects,
  type Family,
  lookUp,
  lookUpName,
  type SerializedFunction,
  type SnakeCase,
  serializeObject,
} from "../base/lookup.js";
import { snakeCase } from "../base/names.js";
import type { SerializedObject } from "../saving/keys.js";
import { AccuracyForShapes } from "./accuracy.js";
import * as classes from "./classes.js";
import * as list from "./list.js";
import { MeanMetricWrapper, type MetricFunction } from "./mean-metric.js";
import { type LabelMetric, Metric } from "./metric.js";

type ListName = keyof typeof list;
type Alias = "bce" | "mae" | "mape" | "mse" | "msle";

/** A metric by name: in camel or snake case, of the class, or an abbreviation. */
export type MetricName =
  | ListName
  | SnakeCase<ListName>
  | Uppercase<Alias>
  | Exclude<keyof typeof classes, "Metric" | "MeanMetricWrapper">
  | "acc";

/** What `compile` accepts as a metric: a name, a `Metric`, or a function of (labels, predictions). */
export type MetricLike =
  | MetricName
  | LabelMetric
  | MetricFunction
  | SerializedObject
  | SerializedFunction;

/** A class whose objects a name makes. */
type MetricClass = new (options: { readonly name?: string }) => Metric;

const family: Family<Metric> = {
  what: "metric",
  where: "metrics",
  base: Metric,
  classes,
  names: namesOf(list),
};

/** Keras's names of all classes beside ours: `f1_score` is `f1Score`, `mean_io_u` is `meanIoU`. */
function namesOf(entries: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(entries)) {
    const objectClass = objectClassOf(entry);
    if (objectClass === undefined) continue;
    names[name] = objectClass;
    names[snakeCase(objectClass.name)] = objectClass;
    if (/^(bce|mae|mape|mse|msle)$/.test(name)) names[name.toUpperCase()] = objectClass;
  }
  return names;
}

/**
 * What an identifier stands for: a name or a saved config an object, anything else itself; `null` for
 * none.
 * @throws ArgumentError if it is unknown
 */
export function get(
  identifier: MetricLike | (new () => Metric) | string | null | undefined,
): Metric | MetricFunction | null {
  if (identifier === null || identifier === undefined) return null;
  return lookUp(family, identifier) as Metric | MetricFunction;
}

/** A metric, or a function, as Keras's files describe it. */
export function serialize(metric: Metric | MetricFunction): SerializedObject | SerializedFunction {
  return serializeObject(metric);
}

/**
 * The metric or function of a saved description.
 * @throws ArgumentError if its class is unknown: pass your own as `customObjects`
 */
export function deserialize(
  config: SerializedObject | SerializedFunction | string,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): Metric | MetricFunction {
  return lookUp(family, config, options.customObjects ?? {}) as Metric | MetricFunction;
}

/**
 * A metric that is named appears in the logs under the name that was given: `"mae"` as `mae`.
 * @throws ArgumentError if the name is unknown
 */
export function resolveMetric(metric: MetricLike): LabelMetric {
  if (typeof metric !== "string") return wrapped(get(metric) as Metric | MetricFunction);
  if (/^acc(uracy)?$/i.test(metric)) return new AccuracyForShapes({ name: metric });
  const found = lookUpName(family, metric) as MetricClass;
  return new found({ name: metric }) as LabelMetric;
}

function wrapped(found: Metric | MetricFunction): LabelMetric {
  if (found instanceof Metric) return found as LabelMetric;
  const objectClass = objectClassOf(found) as MetricClass | undefined;
  if (objectClass !== undefined) {
    return new objectClass({ name: snakeCase(found.name || objectClass.name) }) as LabelMetric;
  }
  return new MeanMetricWrapper(found, { name: found.name || "metric" });
}
