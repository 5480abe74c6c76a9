import { type Dim, equalDims } from "../dimension.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Ops } from "./definition.js";

/** The ops that are needed to move elements. */
type Moves = Pick<
  Ops,
  "add" | "dimension" | "iota" | "multiply" | "pad" | "reshape" | "scatterAdd" | "stridedSlice"
>;

/**
 * The elements of `x` at `begin`, `begin + step`, … of a tensor of `shape` that is 0 elsewhere: the way
 * back through a slice.
 */
export function embed(
  x: Tensor,
  begin: Shape,
  steps: readonly number[],
  shape: Shape,
  ops: Moves,
): Tensor {
  return shape.reduce<Tensor>(
    (spread, size, axis) => embedAlong(spread, axis, begin[axis] ?? 0, steps[axis] ?? 1, size, ops),
    x,
  );
}

function embedAlong(
  x: Tensor,
  axis: number,
  begin: Dim,
  step: number,
  size: Dim,
  ops: Moves,
): Tensor {
  const count = x.shape[axis] ?? 0;
  if (begin === 0 && step === 1 && equalDims(count, size)) return x;
  if (typeof begin !== "number" || typeof count !== "number" || typeof size !== "number") {
    const positions = ops.multiply(ops.iota(count), step);
    const indices = ops.add(positions, ops.dimension(begin, "int32"));
    return ops.scatterAdd(indices, x, { axis, size });
  }
  const spread = step === 1 ? x : interleaveZeros(x, axis, step, count, ops);
  const length = (count - 1) * step + 1;
  const around = x.shape.map((_, i): [number, number] =>
    i === axis ? [count === 0 ? 0 : begin, count === 0 ? size : size - begin - length] : [0, 0],
  );
  return ops.pad(spread, around);
}

/** `step` − 1 zeros between neighbours. */
function interleaveZeros(x: Tensor, axis: number, step: number, count: number, ops: Moves): Tensor {
  if (count < 2) return x;
  const split = x.shape.toSpliced(axis + 1, 0, 1);
  const padded = ops.pad(
    ops.reshape(x, split),
    split.map((_, i): [number, number] => (i === axis + 1 ? [0, step - 1] : [0, 0])),
  );
  const merged = ops.reshape(padded, x.shape.with(axis, count * step));
  const whole = x.shape.map(() => 0);
  return ops.stridedSlice(merged, whole, merged.shape.with(axis, (count - 1) * step + 1));
}
