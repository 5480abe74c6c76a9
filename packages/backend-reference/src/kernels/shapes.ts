import {
  allocate,
  formatShape,
  type HostTensor,
  type Padding,
  ShapeError,
  sizeOf,
  type Tensor,
} from "@antler/core";
import { broadcastStrides, stridesOf, walk } from "./walk.js";

/** One side of a copy: where it begins and how far apart its elements stand along each axis. */
interface View {
  readonly data: HostTensor["data"];
  readonly start: number;
  readonly strides: readonly number[];
}

/** Copies a box of `shape` from one view to another. */
function copy(shape: readonly number[], from: View, to: View): void {
  const plan = walk(shape, [from.strides, to.strides], [from.start, to.start]);
  const [fromStep = 0, toStep = 0] = plan.steps;
  plan.rows(([source = 0, target = 0]) => {
    for (let n = 0, i = source, o = target; n < plan.length; n++, i += fromStep, o += toStep) {
      to.data[o] = from.data[i] as number;
    }
  });
}

/** A fresh tensor of `shape`, read from `x` with these strides. */
function read(
  x: HostTensor,
  shape: readonly number[],
  strides: readonly number[],
  start = 0,
): HostTensor {
  const data = allocate(x.dtype, sizeOf(shape));
  copy(shape, { data: x.data, start, strides }, { data, start: 0, strides: stridesOf(shape) });
  return { dtype: x.dtype, shape, data };
}

export function transpose(x: HostTensor, permutation: readonly number[]): HostTensor {
  const strides = stridesOf(x.shape);
  const pick = (list: readonly number[]): number[] =>
    permutation.map((axis) => list[axis] as number);
  return read(x, pick(x.shape), pick(strides));
}

export function broadcastTo(x: HostTensor, shape: readonly number[]): HostTensor {
  return read(x, shape, broadcastStrides(x.shape, shape));
}

export function slice(
  x: HostTensor,
  begin: readonly number[],
  end: readonly number[],
  steps: readonly number[],
  node: Tensor,
): HostTensor {
  begin.forEach((from, axis) => {
    const [to, size] = [end[axis] as number, x.shape[axis] as number];
    if (from >= 0 && from <= to && to <= size) return;
    throw new ShapeError(
      `${node.path === "" ? "" : `${node.path} / `}slice: ${from}:${to} leaves axis ${axis} of ${formatShape(x.shape)}. ` +
        `Expected bounds from 0 to ${size}.`,
    );
  });
  const strides = stridesOf(x.shape);
  const shape = begin.map((from, i) =>
    Math.ceil(((end[i] as number) - from) / (steps[i] as number)),
  );
  const start = begin.reduce((sum, from, i) => sum + from * (strides[i] as number), 0);
  return read(
    x,
    shape,
    strides.map((stride, i) => stride * (steps[i] as number)),
    start,
  );
}

export function flip(x: HostTensor, axes: readonly number[]): HostTensor {
  let start = 0;
  const strides = stridesOf(x.shape).map((stride, axis) => {
    if (!axes.includes(axis)) return stride;
    start += stride * ((x.shape[axis] as number) - 1);
    return -stride;
  });
  return read(x, x.shape, strides, start);
}

export function pad(x: HostTensor, paddings: Padding, value: number): HostTensor {
  const shape = x.shape.map((size, i) => size + (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0));
  const data = allocate(x.dtype, sizeOf(shape)).fill(value);
  const strides = stridesOf(shape);
  const start = strides.reduce((sum, stride, i) => sum + stride * (paddings[i]?.[0] ?? 0), 0);
  copy(x.shape, { data: x.data, start: 0, strides: stridesOf(x.shape) }, { data, start, strides });
  return { dtype: x.dtype, shape, data };
}

export function concatenate(inputs: readonly HostTensor[], axis: number): HostTensor {
  const first = inputs[0] as HostTensor;
  const total = inputs.reduce((sum, x) => sum + (x.shape[axis] as number), 0);
  const shape = first.shape.toSpliced(axis, 1, total);
  const data = allocate(first.dtype, sizeOf(shape));
  const strides = stridesOf(shape);
  let start = 0;
  for (const x of inputs) {
    copy(
      x.shape,
      { data: x.data, start: 0, strides: stridesOf(x.shape) },
      { data, start, strides },
    );
    start += (x.shape[axis] as number) * (strides[axis] as number);
  }
  return { dtype: first.dtype, shape, data };
}
