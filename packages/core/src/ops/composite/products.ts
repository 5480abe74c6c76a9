import { multiplyDims } from "../../dimension.js";
import { received, ShapeError } from "../../errors.js";
import { formatShape, normalizeAxis, type Shape } from "../../shape.js";
import { operands, type TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { contract } from "../contract.js";
import { multiply } from "../multiply.js";
import { inProductDType } from "../products.js";
import { reshape } from "../reshape.js";
import { ravel } from "./axes.js";

/** All products of an element of `x1` and one of `x2`: [elements of x1, elements of x2]. */
export function outer(x1: TensorLike, x2: TensorLike): Tensor {
  return inProductDType(operands([x1, x2]), ([a, b]) =>
    multiply(reshape(a as Tensor, [-1, 1]), reshape(b as Tensor, [1, -1])),
  );
}

/**
 * Sums of products along the last axes; a scalar multiplies.
 * @throws ShapeError if their sizes differ
 */
export function inner(x1: TensorLike, x2: TensorLike): Tensor {
  return along("inner", x1, x2, -1);
}

/**
 * Sums of products along the last axis of `x1` and the last but one of `x2` (the only one of a vector); a scalar
 * multiplies.
 * @throws ShapeError if their sizes differ
 */
export function dot(x1: TensorLike, x2: TensorLike): Tensor {
  return along("dot", x1, x2, -2);
}

/**
 * The sum of products of all elements of two tensors, flattened.
 * @throws ShapeError if their numbers of elements differ
 */
export function vdot(x1: TensorLike, x2: TensorLike): Tensor {
  return along("vdot", ravel(x1), ravel(x2), -1);
}

/** Axes to sum over: how many at the end of `x1` and the front of `x2`, or which of each. */
export type ContractedAxes =
  | number
  | readonly [number | readonly number[], number | readonly number[]];

/**
 * Sums of products over several axes: the last `axes` (default 2) of `x1` with the first of `x2`, or those
 * that two lists name. The result has the other axes of `x1`, then those of `x2`.
 * @throws ShapeError if sizes differ
 */
export function tensordot(
  x1: TensorLike,
  x2: TensorLike,
  axes: ContractedAxes | readonly (number | readonly number[])[] = 2,
): Tensor {
  return inProductDType(operands([x1, x2]), ([a, b]) =>
    contractAxes("tensordot", a as Tensor, b as Tensor, axes),
  );
}

/** Kronecker's product: each element of `x1` times all of `x2`, block by block. */
export function kron(x1: TensorLike, x2: TensorLike): Tensor {
  return inProductDType(operands([x1, x2]), ([a, b]) => {
    const rank = Math.max(a?.rank ?? 0, b?.rank ?? 0);
    const aligned = (x: Tensor | undefined): Shape => [
      ...Array.from({ length: rank - (x?.rank ?? 0) }, () => 1),
      ...(x?.shape ?? []),
    ];
    const [first, second] = [aligned(a), aligned(b)];
    const blocks = reshape(
      a as Tensor,
      first.flatMap((dim) => [dim, 1]),
    );
    const inside = reshape(
      b as Tensor,
      second.flatMap((dim) => [1, dim]),
    );
    return reshape(
      multiply(blocks, inside),
      first.map((dim, i) => multiplyDims(dim, second[i] ?? 1)),
    );
  });
}

/** Over the last axis of `x1` and axis `axis` of `x2`. */
function along(name: string, x1: TensorLike, x2: TensorLike, axis: number): Tensor {
  return inProductDType(operands([x1, x2]), ([first, second]) => {
    const [a, b] = [first as Tensor, second as Tensor];
    if (a.rank === 0 || b.rank === 0) return multiply(a, b);
    return contractAxes(name, a, b, [[a.rank - 1], [Math.max(b.rank + axis, 0)]]);
  });
}

function contractAxes(
  name: string,
  a: Tensor,
  b: Tensor,
  axes: ContractedAxes | readonly (number | readonly number[])[],
): Tensor {
  const [first, second] = contractedAxes(name, a, b, axes);
  const left = a.shape.map((_, i) => (first.includes(i) ? `sum ${first.indexOf(i)}` : `left ${i}`));
  const right = b.shape.map((_, i) =>
    second.includes(i) ? `sum ${second.indexOf(i)}` : `right ${i}`,
  );
  first.forEach((axis, i) => {
    const [p, q] = [a.shape[axis] ?? 1, b.shape[second[i] ?? 0] ?? 1];
    if (String(p) === String(q)) return;
    throw new ShapeError(
      `${name}: shapes ${formatShape(a.shape)} and ${formatShape(b.shape)} do not fit. ` +
        `Expected axis ${axis} of the first (${p}) to equal axis ${second[i]} of the second (${q}).`,
    );
  });
  const output = [...left, ...right].filter((label) => !label.startsWith("sum"));
  return contract([a, b], { operands: [left, right], output }, name);
}

function contractedAxes(
  name: string,
  a: Tensor,
  b: Tensor,
  axes: ContractedAxes | readonly (number | readonly number[])[],
): readonly [number[], number[]] {
  if (typeof axes === "number") {
    const count = Math.max(axes, 0);
    if (!Number.isInteger(axes) || count > a.rank || count > b.rank) {
      throw new ShapeError(
        `${name}: expected up to ${Math.min(a.rank, b.rank)} axes to sum over for shapes ` +
          `${formatShape(a.shape)} and ${formatShape(b.shape)}, received ${axes}.`,
      );
    }
    const counts = Array.from({ length: count }, (_, i) => i);
    return [counts.map((i) => a.rank - count + i), counts];
  }
  if (!Array.isArray(axes)) {
    throw new ShapeError(
      `${name}: expected a number of axes or two lists of them, received ${received(axes)}.`,
    );
  }
  const lists = (axes as readonly (number | readonly number[])[]).map((list) =>
    typeof list === "number" ? [list] : list,
  );
  const [first = [], second = []] = lists;
  if (lists.length !== 2 || first.length !== second.length) {
    throw new ShapeError(
      `${name}: expected two lists of equally many axes, received ${JSON.stringify(axes)}.`,
    );
  }
  return [
    first.map((axis) => normalizeAxis(axis, a.rank, name)),
    second.map((axis) => normalizeAxis(axis, b.rank, name)),
  ];
}
