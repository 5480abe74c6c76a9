import { normalizeAxis } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { tensorList } from "../arguments.js";
import { concatenate } from "../concatenate.js";
import { reshape } from "../reshape.js";
import { expandDims, ravel } from "./axes.js";

/**
 * The tensors, all of one shape, along a new axis (default 0).
 * @throws ShapeError if the shapes differ
 */
export function stack(x: readonly TensorLike[], axis = 0): Tensor {
  const tensors = tensorList(x, "stack");
  const at = normalizeAxis(axis, (tensors[0]?.rank ?? 0) + 1, "stack");
  return concatenate(
    tensors.map((element) => expandDims(element, at)),
    at,
  );
}

/** `x2` after `x1` along `axis`; without one, both are flattened first. */
export function append(x1: TensorLike, x2: TensorLike, axis: number | null = null): Tensor {
  return axis === null ? concatenate([ravel(x1), ravel(x2)], 0) : concatenate([x1, x2], axis);
}

/** The tensors side by side: along axis 1, vectors along their only axis. */
export function hstack(xs: readonly TensorLike[]): Tensor {
  const tensors = tensorList(xs, "hstack").map((x) => atLeast(x, 1));
  return concatenate(tensors, tensors[0]?.rank === 1 ? 0 : 1);
}

/** The tensors one below the other: along axis 0, vectors as rows. */
export function vstack(xs: readonly TensorLike[]): Tensor {
  return concatenate(
    tensorList(xs, "vstack").map((x) => atLeast(x, 2)),
    0,
  );
}

/** The tensors one behind the other: along axis 2, matrices as [rows, columns, 1]. */
export function dstack(xs: readonly TensorLike[]): Tensor {
  return concatenate(
    tensorList(xs, "dstack").map((x) => {
      const input = atLeast(x, 2);
      return input.rank === 2 ? expandDims(input, 2) : input;
    }),
    2,
  );
}

/** `x` with axes of size 1 in front, up to `rank`. */
function atLeast(x: Tensor, rank: number): Tensor {
  if (x.rank >= rank) return x;
  return reshape(x, [...Array.from({ length: rank - x.rank }, () => 1), ...x.shape]);
}
