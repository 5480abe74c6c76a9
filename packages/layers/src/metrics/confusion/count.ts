import { ops, type Tensor, tensor, type Variable } from "@antler/core";
import type { Decisions } from "./select.js";

/** The variables that count; those that are absent are not computed. Each `[thresholds, …labels]`. */
export interface ConfusionCounts {
  readonly truePositives?: Variable | undefined;
  readonly falsePositives?: Variable | undefined;
  readonly trueNegatives?: Variable | undefined;
  readonly falseNegatives?: Variable | undefined;
}

/** How decisions are counted. */
export interface Counting {
  readonly thresholds: readonly number[];
  /** Whether the thresholds are equally far apart from 0 to 1. */
  readonly areEven: boolean;
  /** Whether every label of the last axis is counted by itself. Default false. */
  readonly multiLabel?: boolean | undefined;
  /** A weight per label. */
  readonly labelWeights?: Tensor | undefined;
}

/** What one batch adds, `[thresholds, labels]`. */
interface Positives {
  readonly hits: Tensor;
  readonly alarms: Tensor;
}

/** Adds a batch to the counts: positive is what lies above a threshold. */
export function count(variables: ConfusionCounts, decisions: Decisions, how: Counting): void {
  const { predictions } = decisions;
  const labels = how.multiLabel ? (predictions.shape.at(-1) as number) : 1;
  const rows = (x: Tensor): Tensor => ops.reshape(x, [-1, labels]);
  const isTrue = ops.cast(ops.cast(decisions.labels, "bool"), predictions.dtype);
  const weight = weights(decisions, how);
  const yes = rows(weight === undefined ? isTrue : isTrue.multiply(weight));
  const isFalse = ops.subtract(1, isTrue);
  const no = rows(weight === undefined ? isFalse : isFalse.multiply(weight));
  const { hits, alarms } = (how.areEven ? byPlace : byComparison)(rows(predictions), yes, no, how);
  const add = (variable: Variable | undefined, batch: () => Tensor): void => {
    if (variable === undefined) return;
    variable.assign(variable.read().add(ops.reshape(batch(), variable.shape)));
  };
  add(variables.truePositives, () => hits);
  add(variables.falsePositives, () => alarms);
  add(variables.trueNegatives, () => ops.subtract(no.sum(0), alarms));
  add(variables.falseNegatives, () => ops.subtract(yes.sum(0), hits));
}

/** The weight of every decision, in the predictions' shape. */
function weights({ predictions, weight }: Decisions, how: Counting): Tensor | undefined {
  const spread = (x: Tensor): Tensor =>
    ops.broadcastTo(ops.cast(x, predictions.dtype), predictions.shape);
  const own = weight && spread(weight);
  const ofLabels = how.labelWeights && spread(how.labelWeights);
  return own && ofLabels ? own.multiply(ofLabels) : (own ?? ofLabels);
}

/** Compares every prediction with every threshold. */
function byComparison(
  predictions: Tensor,
  yes: Tensor,
  no: Tensor,
  { thresholds }: Counting,
): Positives {
  const limits = ops.reshape(tensor(thresholds), [-1, 1, 1]);
  const isAbove = ops.cast(ops.greater(predictions, limits), predictions.dtype);
  return { hits: isAbove.multiply(yes).sum(1), alarms: isAbove.multiply(no).sum(1) };
}

/** Computes each prediction's place among even thresholds, and counts from the last place down. */
function byPlace(
  predictions: Tensor,
  yes: Tensor,
  no: Tensor,
  { thresholds }: Counting,
): Positives {
  const places = thresholds.length;
  const labels = predictions.shape[1] as number;
  // NaN is above nothing; as an index it would be outside.
  const isNumber = ops.equal(predictions, predictions);
  const within = ops.where(isNumber, ops.clip(predictions, 0, 1), 0);
  // The last threshold below; none (−1) below 0, unless the first lies below 0 itself.
  const last = ops.ceil(within.multiply(places - 1)).subtract(1);
  const isBelowAll = (thresholds[0] as number) < 0;
  const place = ops.cast(isBelowAll ? ops.maximum(last, 0) : last, "int32");
  const index = ops.reshape(place.multiply(labels).add(ops.iota(labels)), [-1]);
  const counted = ops.stack([ops.reshape(yes, [-1]), ops.reshape(no, [-1])], -1);
  const atPlace = ops.segmentSum(counted, index, { numSegments: places * labels });
  const table = ops.reshape(atPlace, [places, labels, 2]);
  const above = ops.flip(ops.cumsum(ops.flip(table, 0), 0), 0);
  const part = (i: number): Tensor =>
    ops.reshape(ops.slice(above, [0, 0, i], [places, labels, 1]), [places, labels]);
  return { hits: part(0), alarms: part(1) };
}
