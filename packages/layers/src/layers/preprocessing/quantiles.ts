/** Values in order and how many elements each stands for, in float32. */
export interface Summary {
  readonly values: Float32Array;
  readonly weights: Float32Array;
}

export const emptySummary: Summary = { values: new Float32Array(), weights: new Float32Array() };

/** About 1 / epsilon of the values, evenly spaced in their order. */
export function summarize(data: ArrayLike<number>, epsilon: number): Summary {
  const sorted = Float32Array.from(data).sort();
  const step = Math.max(sorted.length * epsilon, 1);
  const every = Math.trunc(step);
  const values = sorted.filter((_, i) => {
    const from = i - Math.trunc(step - 1);
    return from >= 0 && from % every === 0;
  });
  return { values, weights: new Float32Array(values.length).fill(step) };
}

/** One summary of the data of both. */
export function mergeSummaries(a: Summary, b: Summary, epsilon: number): Summary {
  const pairs = [a, b].flatMap(({ values, weights }) =>
    Array.from(values, (value, i) => [value, weights[i] as number] as const),
  );
  pairs.sort(([x], [y]) => x - y);
  const [values, weights] = [0, 1].map((i) =>
    Float32Array.from(pairs, (pair) => pair[i] as number),
  );
  return compress({ values, weights } as Summary, epsilon);
}

/** The values that divide what was summarized into `count` parts of about equal size. */
export function quantiles(summary: Summary, count: number): readonly number[] {
  return [...compress(summary, 1 / count).values].slice(0, -1);
}

function compress(summary: Summary, epsilon: number): Summary {
  const { values, weights } = summary;
  if (values.length * epsilon < 1) return summary;
  let sum = 0;
  const cumulated = weights.map((weight) => {
    sum = Math.fround(sum + weight);
    return sum;
  });
  const shares = cumulated.map((weight) => Math.fround(weight / sum));
  const percents = Array.from({ length: Math.ceil(1 / epsilon) }, (_, i) => epsilon + i * epsilon);
  const ends = percents.map((percent) => interpolate(percent, shares, cumulated));
  return {
    values: Float32Array.from(percents, (percent) => interpolate(percent, shares, values)),
    weights: Float32Array.from(ends, (end, i) => end - (ends[i - 1] ?? 0)),
  };
}

/** The height at `x` of the line through (xs, ys); the ends go on level. */
function interpolate(x: number, xs: Float32Array, ys: Float32Array): number {
  const last = xs.length - 1;
  if (x >= (xs[last] as number)) return ys[last] as number;
  const above = xs.findIndex((value) => value > x);
  if (above === 0) return ys[0] as number;
  const [x0, x1, y0, y1] = [xs[above - 1], xs[above], ys[above - 1], ys[above]] as number[] as [
    number,
    number,
    number,
    number,
  ];
  return y0 + ((y1 - y0) / (x1 - x0)) * (x - x0);
}
