import {
  ArgumentError,
  type Dim,
  equalDims,
  formatShape,
  type Shape,
  ShapeError,
  Tensor,
  Variable,
} from "@antler/core";

/** What a call gives: with `returnAttentionScores: true`, the scores too. */
export type AttentionResult<Options> = Options extends { readonly returnAttentionScores: true }
  ? readonly [output: Tensor, scores: Tensor]
  : Tensor;

/** Shapes of query, value and key; without a key, the value is it. */
export interface AttentionShapes {
  readonly query: Shape;
  readonly value: Shape;
  readonly key: Shape;
}

/** @throws ArgumentError unless there are two or three of them */
export function checkCount(inputs: unknown, where: string): void {
  if (Array.isArray(inputs) && (inputs.length === 2 || inputs.length === 3)) return;
  const received = Array.isArray(inputs) ? inputs.length : "one that is no list";
  throw new ArgumentError(
    `${where}: called with the wrong number of inputs. Expected [query, value] or [query, value, key], received ${received}.`,
  );
}

/**
 * The shapes of a list of inputs.
 * @throws ShapeError if a rank or the lengths of value and key do not fit
 */
export function attentionShapes(
  [query = [], value = [], key = value]: readonly Shape[],
  rank: { readonly least: number; readonly most?: number },
  where: string,
): AttentionShapes {
  const shapes = { query, value, key };
  const layout = `[batch, ${rank.most === 3 ? "" : "..., "}length, features]`;
  for (const [name, shape] of Object.entries(shapes)) {
    const { least, most = Number.POSITIVE_INFINITY } = rank;
    if (shape.length >= least && shape.length <= most) continue;
    const rule = least === most ? `rank ${least}` : `rank ${least} or more`;
    throw new ShapeError(
      `${where}: the ${name} has rank ${shape.length}. Expected ${rule} ${layout}, received ${formatShape(shape)}.`,
    );
  }
  const [lengths, others] = [value.slice(1, -1), key.slice(1, -1)];
  if (lengths.length !== others.length || !lengths.every((dim, i) => fit(dim, others[i]))) {
    throw new ShapeError(
      `${where}: value and key differ in length. Expected equal shapes but for the features, received value ${formatShape(value)} and key ${formatShape(key)}.`,
    );
  }
  return shapes;
}

/** @throws ShapeError if query and key have different numbers of features */
export function checkFeatures({ query, key }: AttentionShapes, where: string): void {
  if (fit(query.at(-1), key.at(-1))) return;
  throw new ShapeError(
    `${where}: query and key differ in features. Expected equal last axes, received query ${formatShape(query)} and key ${formatShape(key)}.`,
  );
}

/** Whether sizes may be equal: symbols are taken at their word. */
function fit(a: Dim | undefined, b: Dim | undefined): boolean {
  if (typeof a !== "number" || typeof b !== "number") return true;
  return equalDims(a, b);
}

/** The arguments of a call: query, value and perhaps key, alone or as one list, then options. */
export function splitArguments(args: readonly unknown[]): {
  readonly inputs: readonly Tensor[];
  readonly options: unknown;
} {
  const isTensor = (x: unknown): x is Tensor => x instanceof Tensor || x instanceof Variable;
  const [first, ...rest] = args;
  if (!isTensor(first)) return { inputs: first as readonly Tensor[], options: rest[0] };
  return {
    inputs: args.filter(isTensor),
    options: rest.find((x) => typeof x === "object" && x !== null && !isTensor(x)),
  };
}
