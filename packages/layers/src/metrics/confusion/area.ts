import { ops, type Tensor } from "@antler/core";
import { type AllCounts, precisionOf, recallOf } from "./all-counts.js";

export const curves = ["ROC", "PR", "PRGAIN"] as const;
export const summations = ["interpolation", "majoring", "minoring"] as const;

/** Which two rates span the curve. */
export type Curve = (typeof curves)[number];

/** How the area between two thresholds is summed: by trapezoids, or by the larger or smaller side. */
export type Summation = (typeof summations)[number];

/** Area under the curve, of counts `[thresholds, …labels]` → `[…labels]`. */
export function areaUnder(counts: AllCounts, curve: Curve, summation: Summation): Tensor {
  if (curve === "PR" && summation === "interpolation") return interpolatedPrecision(counts);
  const [x, y] = pointsOf[curve](counts);
  const [left, right] = neighbours(y);
  const heights = {
    interpolation: () => left.add(right).divide(2),
    majoring: () => ops.maximum(left, right),
    minoring: () => ops.minimum(left, right),
  }[summation]();
  const [from, to] = neighbours(x);
  return from.subtract(to).multiply(heights).sum(0);
}

const pointsOf: Readonly<Record<Curve, (counts: AllCounts) => readonly [x: Tensor, y: Tensor]>> = {
  ROC: (counts) => {
    const { falsePositives, trueNegatives } = counts;
    return [ops.divideNoNan(falsePositives, falsePositives.add(trueNegatives)), recallOf(counts)];
  },
  PR: (counts) => [recallOf(counts), precisionOf(counts)],
  // Flach and Kull, 2015. Without true positives both gains diverge: recall's is 0 then, precision's 1.
  PRGAIN: ({ truePositives, falsePositives, trueNegatives, falseNegatives }) => {
    const odds = ops.divideNoNan(
      truePositives.add(falseNegatives),
      trueNegatives.add(falsePositives),
    );
    const gain = (errors: Tensor): Tensor =>
      ops.subtract(1, odds.multiply(ops.divideNoNan(errors, truePositives)));
    const isNone = truePositives.equal(0);
    const recall = ops.maximum(ops.where(isNone, 0, gain(falseNegatives)), 0);
    return [recall, ops.where(isNone, 1, gain(falsePositives))];
  },
};

/**
 * Precision between two thresholds, interpolated as Davis and Goadrich (2006) show: true positives, not
 * precision, change linearly with the number of positives.
 */
function interpolatedPrecision({
  truePositives,
  falsePositives,
  falseNegatives,
}: AllCounts): Tensor {
  const [hits, nextHits] = neighbours(truePositives);
  const [positives, nextPositives] = neighbours(truePositives.add(falsePositives));
  const gained = hits.subtract(nextHits);
  const slope = ops.divideNoNan(gained, ops.maximum(positives.subtract(nextPositives), 0));
  const intercept = nextHits.subtract(slope.multiply(nextPositives));
  const ratio = ops.where(
    ops.logicalAnd(ops.greater(positives, 0), ops.greater(nextPositives, 0)),
    ops.divideNoNan(positives, ops.maximum(nextPositives, 0)),
    1,
  );
  const area = slope.multiply(gained.add(intercept.multiply(ratio.log())));
  const labels = neighbours(truePositives.add(falseNegatives))[1];
  return ops.divideNoNan(area, ops.maximum(labels, 0)).sum(0);
}

/** Along the first axis: all but the last, and all but the first. */
function neighbours(x: Tensor): readonly [Tensor, Tensor] {
  const size = x.shape[0] as number;
  const begin = x.shape.map(() => 0);
  const box = x.shape.with(0, size - 1);
  return [ops.slice(x, begin, box), ops.slice(x, begin.with(0, 1), box)];
}
