import { ArgumentError, normalizeAxis, ops, type Tensor, type TensorLike } from "@antler/core";
import type { DataLike } from "../training/data.js";
import { floatTensor, hostValue, strides } from "./host.js";

/** Options of {@link normalize}. */
export interface NormalizeOptions {
  /** Default −1; `null`: all elements together. */
  readonly axis?: number | null | undefined;
  /** Which norm, Infinity included; default 2. */
  readonly order?: number | undefined;
}

/**
 * `x` over its norm along `axis`; what is 0 all along stays 0. For a tensor without a value yet it is
 * `ops.normalize`, which has fewer orders.
 * @throws ArgumentError if `order` is no number
 */
export function normalize(x: DataLike, options: NormalizeOptions = {}): Tensor {
  const { axis = -1, order = 2 } = options;
  if (typeof order !== "number" || Number.isNaN(order)) {
    throw new ArgumentError(
      `normalize: order is no number. Expected one such as 1, 2 or Infinity, received ${String(order)}.`,
    );
  }
  const host = hostValue(x);
  if (host === undefined) return ops.normalize(x as TensorLike, axis, { order });
  const { data, shape, dtype } = host;
  const [before, along, after] =
    axis === null || shape.length === 0
      ? [1, data.length, 1]
      : strides(shape, normalizeAxis(axis, shape.length, "normalize"));
  const out = new Float64Array(data.length);
  for (let i = 0; i < before; i++) {
    for (let k = 0; k < after; k++) {
      const at = (j: number): number => (i * along + j) * after + k;
      const values = Float64Array.from({ length: along }, (_, j) => data[at(j)] as number);
      const norm = vectorNorm(values, order) || 1;
      values.forEach((value, j) => {
        out[at(j)] = value / norm;
      });
    }
  }
  return floatTensor(out, shape, dtype);
}

function vectorNorm(x: Float64Array, order: number): number {
  if (order === Infinity) return x.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (order === -Infinity) return x.reduce((least, v) => Math.min(least, Math.abs(v)), Infinity);
  if (order === 0) return x.reduce((count, v) => count + Number(v !== 0), 0);
  return x.reduce((sum, v) => sum + Math.abs(v) ** order, 0) ** (1 / order);
}
