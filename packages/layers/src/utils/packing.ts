import { ArgumentError, checkDType, type DType, Tensor } from "@antler/core";
import { resetNames } from "../base/names.js";
import { callOf, inputLayerOf, sourcesOf } from "../functional/history.js";

/** What `fit` takes, in one value: `x`, `[x, y]` or `[x, y, sampleWeight]`. */
export type PackedData<X, Y, W> = X | readonly [X] | readonly [X, Y] | readonly [X, Y, W];

/** Labels and weights that there are, together with the inputs; lone inputs are not wrapped. */
export function packXYSampleWeight<X, Y, W>(
  x: X,
  y: Y | null = null,
  sampleWeight: W | null = null,
): PackedData<X, Y | null, W> {
  if (sampleWeight !== null) return [x, y, sampleWeight];
  if (y !== null) return [x, y];
  return Array.isArray(x) ? [x] : x;
}

/**
 * The inverse of {@link packXYSampleWeight}: `[x, y, sampleWeight]`, null for what there is not.
 * @throws ArgumentError for a list of more than three
 */
export function unpackXYSampleWeight<X, Y = unknown, W = unknown>(
  data: PackedData<X, Y, W>,
): readonly [x: X, y: Y | null, sampleWeight: W | null] {
  if (!Array.isArray(data)) return [data as X, null, null];
  if (data.length >= 1 && data.length <= 3) {
    const [x, y = null, sampleWeight = null] = data as readonly [X, Y?, W?];
    return [x, y, sampleWeight];
  }
  throw new ArgumentError(
    `unpackXYSampleWeight: the data can't be told apart. Expected [x], [x, y] or [x, y, sampleWeight], received a list of ${data.length}.`,
  );
}

/** @throws DTypeError for an unknown name, with the nearest one */
export function standardizeDtype(dtype: string | null): DType {
  return checkDType(dtype ?? "float32", "standardizeDtype");
}

/** Whether `x` is what layers are called on while a model is put together: it has no value. */
export function isKerasTensor(x: unknown): boolean {
  return x instanceof Tensor && x.value === undefined;
}

/** Options of {@link clearSession}. */
export interface ClearSessionOptions {
  /** Nothing to do: memory that nothing refers to goes by itself. Default true. */
  readonly freeMemory?: boolean | undefined;
}

/** Starts all default names of layers, models and optimizers anew. */
export function clearSession(_options: ClearSessionOptions = {}): void {
  resetNames();
}

/** The tensors of `layers.input` that `tensor` was computed from, in the order in which they are met. */
export function getSourceInputs(tensor: Tensor): readonly Tensor[] {
  const found = new Set<Tensor>();
  const seen = new Set<Tensor>();
  const stack = [tensor];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const call = callOf(next);
    if (inputLayerOf(next) !== undefined) found.add(next);
    else stack.push(...(call === undefined ? next.inputs : sourcesOf(call)).toReversed());
  }
  return [...found];
}
