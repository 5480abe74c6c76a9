import type { TypedArray } from "@antler/core";
import type { Buckets } from "./summary.js";

/**
 * How values are distributed over equal buckets between the least and the greatest; values that are
 * not finite do not count.
 */
export function histogram(data: TypedArray, count = 30): Buckets {
  const values = Float64Array.from(data).filter(Number.isFinite);
  if (values.length === 0) return [];
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // All in one place: one bucket around it.
  if (low === high) return [[low - 0.5, high + 0.5, values.length]];
  const width = (high - low) / count;
  const counts = new Float64Array(count);
  for (const value of values) {
    const bucket = Math.min(count - 1, Math.floor((value - low) / width));
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  return Array.from(counts, (n, i) => {
    const right = i === count - 1 ? high : low + (i + 1) * width;
    return [low + i * width, right, n] as const;
  });
}
