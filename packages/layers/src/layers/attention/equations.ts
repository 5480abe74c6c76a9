import { ArgumentError } from "@antler/core";

const letters = "abcdefghijklmnopqrstuvwxyz";

/** A dense layer over the last axes, in the notation of `einsum`. */
export interface Projection {
  readonly equation: string;
  readonly biasAxes: string;
}

/** The last `bound` axes, behind `free` ones, become `made` new ones. */
export function projection(free: number, bound: number, made: number): Projection {
  const kernel = letters.slice(free, free + bound + made);
  const biasAxes = kernel.slice(bound);
  const input = letters.slice(0, free + bound);
  return { equation: `${input},${kernel}->${letters.slice(0, free)}${biasAxes}`, biasAxes };
}

/** Attention along some axes of [batch, ..., heads, size], in the notation of `einsum`. */
export interface AttentionEquations {
  /** key, query → scores [batch, ...others, heads, ...queries, ...keys] */
  readonly scores: string;
  /** scores, value → result */
  readonly result: string;
  /** The axes of keys in the scores. */
  readonly keyAxes: readonly number[];
}

export function attentionEquations(rank: number, axes: readonly number[]): AttentionEquations {
  const query = letters.slice(0, rank);
  const key = [...query]
    .map((letter, i) => (axes.includes(i) ? letters[rank + axes.indexOf(i)] : letter))
    .join("");
  const others = [...query].filter((_, i) => i !== rank - 1 && !axes.includes(i)).join("");
  const along = (notation: string): string => axes.map((axis) => notation[axis]).join("");
  const scores = `${others}${along(query)}${along(key)}`;
  return {
    scores: `${key},${query}->${scores}`,
    result: `${scores},${key}->${query}`,
    keyAxes: axes.map((_, i) => scores.length - axes.length + i),
  };
}

/**
 * Axes from 1 on, counted from the front; default: all between batch and features.
 * @throws ArgumentError for axes that an input of this rank has not
 */
export function resolveAxes(
  axes: readonly number[] | null,
  rank: number,
  where: string,
): readonly number[] {
  const resolved = (axes ?? Array.from({ length: rank - 2 }, (_, i) => i + 1)).map((axis) =>
    axis < 0 ? rank + axis : axis,
  );
  const distinct = new Set(resolved).size === resolved.length;
  if (distinct && resolved.every((axis) => Number.isInteger(axis) && axis > 0 && axis < rank - 1)) {
    return resolved;
  }
  throw new ArgumentError(
    `${where}: attentionAxes do not fit the query. Expected different axes from 1 to ${rank - 2}, received ${JSON.stringify(axes)}.`,
  );
}
