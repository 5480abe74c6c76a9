import { convert, type DType, dtypes, type HostTensor, ops } from "@antler/core";
import { activations } from "antler";
import { Failure, missing } from "./failure.js";
import type { GoldenTensor } from "./golden-file.js";
import { at, camel } from "./names.js";

/** A tensor in an argument list. */
export interface TensorValue {
  readonly $t: GoldenTensor;
}

export function isTensorValue(value: unknown): value is TensorValue {
  return typeof value === "object" && value !== null && "$t" in value;
}

export function isGoldenTensor(value: unknown): value is GoldenTensor {
  return typeof value === "object" && value !== null && "shape" in value && "data" in value;
}

export const isComplex = (dtype: string): boolean => dtype.startsWith("complex");
export const isFloatName = (dtype: string): boolean => /^b?float/.test(dtype);

/** @throws Failure for a dtype that the product does not have */
export function hostTensor({ shape, dtype, data }: GoldenTensor): HostTensor {
  if (!(dtypes as readonly string[]).includes(dtype)) {
    throw new Failure(`the dtype ${dtype} does not exist`, dtype, dtypes.join(", "));
  }
  return { dtype: dtype as DType, shape, data: convert(data.map(Number), dtype as DType) };
}

/** The values to feed for a tensor: one, or real and imaginary part of a complex one. */
export function hostTensors(golden: GoldenTensor): HostTensor[] {
  if (!isComplex(golden.dtype)) return [hostTensor(golden)];
  const dtype = golden.dtype === "complex128" ? "float64" : "float32";
  const part = (data: readonly (number | string | boolean)[]) =>
    hostTensor({ shape: golden.shape, dtype, data });
  return [part(golden.data), part(golden.imag ?? golden.data.map(() => 0))];
}

/** The tensors below `value`, in order. */
export function tensorsIn(value: unknown): TensorValue[] {
  if (isTensorValue(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(tensorsIn);
}

/**
 * A value of the files as the product takes it: tensors by `tensor`, Python's own objects as ours.
 */
export function revive(value: unknown, tensor: (value: TensorValue) => unknown): unknown {
  if (isTensorValue(value)) return tensor(value);
  if (Array.isArray(value)) return value.map((element) => revive(element, tensor));
  if (typeof value === "string") return specialNumbers.get(value) ?? value;
  if (typeof value !== "object" || value === null) return value;
  if ("$slice" in value) return slice(value.$slice as (number | null)[]);
  if ("$ellipsis" in value) return "...";
  if ("$complex" in value) return value.$complex;
  if ("$fn" in value) return namedFunction(String(value.$fn));
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [key, revive(element, tensor)]),
  );
}

const specialNumbers: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

/** A function of Keras by name: an op or an activation. */
function namedFunction(name: string): unknown {
  const bare = camel(name.replace(/^(keras\.)?(ops|activations)\./, ""));
  const found = at(ops, bare) ?? at(activations, bare);
  if (typeof found !== "function") throw missing(name);
  return found;
}

/** Python's slice(start, stop, step). */
function slice([start, stop, step]: readonly (number | null)[]): Record<string, number | null> {
  return { start: start ?? null, stop: stop ?? null, step: step ?? null };
}
