import type { Dim } from "../../dimension.js";
import { isFloat } from "../../dtype.js";
import type { Shape } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { dimension } from "../dimension.js";
import { divide } from "../divide.js";
import { floor } from "../floor.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
import { maximum } from "../maximum.js";
import { minimum } from "../minimum.js";
import { mod } from "../mod.js";
import { multiply } from "../multiply.js";
import { round } from "../round.js";
import { subtract } from "../subtract.js";
import { where } from "../where.js";

/** What lies outside of an image: a value, its edge, or the image again. */
export type FillMode = "constant" | "nearest" | "wrap" | "mirror" | "reflect";

export const fillModes: readonly FillMode[] = ["constant", "nearest", "wrap", "mirror", "reflect"];

/** How a value between pixels is found: the nearest pixel, or linear between two. */
export type Order = 0 | 1;

/** Orders by Keras's names. */
export const orders = { nearest: 0, bilinear: 1 } as const;

/** One of the pixels, along one axis, that a coordinate draws on. */
interface Node {
  /** int32, within the axis. */
  readonly index: Tensor;
  /** Where the pixel exists; everywhere if absent. */
  readonly inside?: Tensor;
  /** Its share; all if absent. */
  readonly weight?: Tensor;
}

/** How positions are looked up, and what stands for those outside. */
export interface Sampling {
  readonly order: Order;
  readonly fillMode: FillMode;
  readonly fillValue: TensorLike;
  /** Makes masks and weights fit what `lookUp` returns. */
  readonly spread?: (x: Tensor) => Tensor;
}

/**
 * Interpolates at `coordinates`, one tensor per axis: the sum over the corners around each point of
 * share × value. `lookUp` gets one int32 index per axis.
 */
export function interpolate(
  coordinates: readonly Tensor[],
  sizes: Shape,
  sampling: Sampling,
  lookUp: (indices: readonly Tensor[]) => Tensor,
): Tensor {
  const spread = sampling.spread ?? ((x: Tensor) => x);
  const axes = coordinates.map((coordinate, axis) =>
    nodesOf(coordinate, sizes[axis] ?? 1, sampling),
  );
  const corners = axes.reduce<readonly (readonly Node[])[]>(
    (partial, nodes) => partial.flatMap((corner) => nodes.map((node) => [...corner, node])),
    [[]],
  );
  const terms = corners.map((corner) => {
    const values = lookUp(corner.map(({ index }) => index));
    const inside = corner.flatMap((node) => node.inside ?? []);
    const weights = corner.flatMap((node) => node.weight ?? []);
    const filled =
      inside.length === 0
        ? values
        : where(spread(inside.reduce(logicalAnd)), values, cast(sampling.fillValue, values.dtype));
    return weights.length === 0 ? filled : multiply(filled, spread(weights.reduce(multiply)));
  });
  return terms.reduce(add);
}

function nodesOf(coordinate: Tensor, size: Dim, { order, fillMode }: Sampling): readonly Node[] {
  const extent = dimension(size, "int32");
  const node = (index: Tensor): Node => ({
    index: fixers[fillMode](index, extent),
    ...(fillMode === "constant"
      ? { inside: logicalAnd(lessEqual(0, index), less(index, extent)) }
      : {}),
  });
  if (order === 0) {
    const nearest = isFloat(coordinate.dtype) ? round(coordinate) : coordinate;
    return [node(cast(nearest, "int32"))];
  }
  const position = isFloat(coordinate.dtype) ? coordinate : cast(coordinate, "float32");
  const below = floor(position);
  const share = subtract(position, below);
  const index = cast(below, "int32");
  return [
    { ...node(index), weight: subtract(1, share) },
    { ...node(add(index, 1)), weight: share },
  ];
}

/** An index anywhere → one within 0 … size − 1. */
const fixers: Readonly<Record<FillMode, (index: Tensor, size: Tensor) => Tensor>> = {
  constant: clamp,
  nearest: clamp,
  wrap: mod,
  mirror,
  // Mirrored at the pixels' edges: a mirror at the centres of twice as many.
  reflect: (index, size) =>
    half(subtract(mirror(add(multiply(index, 2), 1), add(multiply(size, 2), 1)), 1)),
};

function clamp(index: Tensor, size: Tensor): Tensor {
  return minimum(maximum(index, 0), subtract(size, 1));
}

/** A triangular wave of half-length size − 1: the edge pixels are not repeated. */
function mirror(index: Tensor, size: Tensor): Tensor {
  const last = subtract(size, 1);
  const period = maximum(multiply(last, 2), 1);
  return abs(subtract(mod(add(index, last), period), last));
}

/** ⌊x / 2⌋ of a non-negative int32. */
function half(x: Tensor): Tensor {
  return cast(floor(divide(x, 2)), "int32");
}
