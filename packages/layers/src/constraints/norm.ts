import { ops, type Tensor } from "@antler/core";

/** Axes that a norm is taken over. */
export interface AxisOption {
  /** One axis, or several: of a kernel [height, width, in, out], `[0, 1, 2]` for each filter. Default 0. */
  readonly axis?: number | readonly number[] | undefined;
}

/** Keeps quotients finite. */
const epsilon = 1e-7;

/** L2 norms along `axis`, which stays with size 1. */
export function norms(weight: Tensor, axis: number | readonly number[]): Tensor {
  return ops.sqrt(ops.sum(ops.square(weight), axis, { keepdims: true }));
}

/** The weight with norms changed to those desired. */
export function rescale(weight: Tensor, present: Tensor, desired: Tensor | number): Tensor {
  return ops.multiply(weight, ops.divide(desired, ops.add(present, epsilon)));
}
