import { ArgumentError, formatShape, ops, ShapeError, type Tensor } from "@antler/core";
import { alignRanks } from "../../losses/alignment.js";
import { lowest } from "./thresholds.js";

/** Labels, predictions and weights that are counted. */
export interface Decisions {
  readonly labels: Tensor;
  readonly predictions: Tensor;
  /** Broadcasts to the predictions. */
  readonly weight: Tensor | undefined;
}

/** Which predictions count. */
export interface Selection {
  /** Only the largest so many of a sample can be positive. */
  readonly topK?: number | null | undefined;
  /** Only this class counts. */
  readonly classId?: number | null | undefined;
}

/** @throws ArgumentError or ShapeError if the class does not exist */
export function select(
  decisions: Decisions,
  { topK = null, classId = null }: Selection,
  where: string,
): Decisions {
  const [predictions, labels] = alignRanks(decisions.predictions, decisions.labels);
  const weight =
    decisions.weight && alignRanks(labels, ops.expandDims(decisions.weight, -1), false)[1];
  const kept = topK === null ? predictions : onlyTop(predictions, topK, where);
  if (classId === null) return { labels, predictions: kept, weight };
  if (kept.rank < 2) {
    throw new ShapeError(
      `${where}: classId needs predictions [batch, classes], received ${formatShape(kept.shape)}.`,
    );
  }
  return {
    labels: ofClass(labels, classId, where),
    predictions: ofClass(kept, classId, where),
    weight,
  };
}

function ofClass(x: Tensor, classId: number, where: string): Tensor {
  const classes = x.shape.at(-1);
  if (
    !Number.isInteger(classId) ||
    classId < 0 ||
    (typeof classes === "number" && classId >= classes)
  ) {
    throw new ArgumentError(
      `${where}: classId is out of range. Expected an integer from 0 to ${typeof classes === "number" ? classes - 1 : "classes − 1"}, received ${classId}.`,
    );
  }
  const begin = x.shape.map((_, i) => (i === x.rank - 1 ? classId : 0));
  return ops.slice(x, begin, x.shape.with(-1, 1));
}

/** All but the `k` largest along the last axis set below every threshold. */
function onlyTop(x: Tensor, k: number, where: string): Tensor {
  const count = x.shape.at(-1);
  if (typeof count !== "number" || k > count) {
    throw new ArgumentError(
      `${where}: topK is out of range. Expected at most the number of predictions, ${String(count)}, received ${k}.`,
    );
  }
  const [, best] = ops.topK(x, k);
  return ops.where(ops.any(ops.oneHot(best, count), -2), x, lowest);
}
