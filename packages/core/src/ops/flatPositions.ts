import type { Dim } from "../dimension.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { formatShape, isStatic, type Shape, sizeOf } from "../shape.js";
import { fromHost } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { concatenate } from "./concatenate.js";
import { dimension } from "./dimension.js";
import { castTo } from "./elementwise.js";
import { equal } from "./equal.js";
import { knownValue } from "./indices.js";
import { less } from "./less.js";
import { lessEqual } from "./lessEqual.js";
import { logicalAnd } from "./logicalAnd.js";
import { multiply } from "./multiply.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";
import { where } from "./where.js";

/**
 * Index vectors [..., n] into a tensor whose first n axes are `shape`, as places [...] in those axes
 * flattened. Negative indices count from the end. What lies outside gets a place outside, which the
 * backends refuse.
 * @throws ArgumentError if an index is known and lies outside
 */
export function flatPositions(indices: Tensor, shape: Shape, where_: string): Tensor {
  const known = knownValue(indices);
  const outer = indices.shape.slice(0, -1);
  if (known !== undefined && isStatic(shape)) {
    const data = places(known.data, shape, where_);
    return fromHost({ dtype: "int32", shape: outer as readonly number[], data });
  }
  const sizes = vector(shape);
  const wrapped = where(less(indices, 0), add(indices, sizes), indices);
  if (shape.length === 1) return reshape(wrapped, outer);
  const steps = shape.map((_, i) => sizeOf(shape.slice(i + 1)));
  const flat = sum(multiply(wrapped, vector(steps)), -1);
  const inside = logicalAnd(lessEqual(0, wrapped), less(wrapped, sizes));
  const hits = sum(castTo(inside, "int32"), -1);
  return where(equal(hits, shape.length), flat, dimension(sizeOf(shape), "int32"));
}

/** How many axes an index vector counts along; checked against a tensor. */
export function indexDepth(indices: Tensor, shape: Shape, where_: string): number {
  const depth = indices.shape.at(-1);
  if (typeof depth === "number" && depth <= shape.length) return depth;
  throw new ShapeError(
    `${where_}: expected index vectors of up to ${shape.length} numbers along the last axis of the indices, ` +
      `received indices ${formatShape(indices.shape)} for shape ${formatShape(shape)}.`,
  );
}

function places(data: ArrayLike<number>, shape: readonly number[], where_: string): Int32Array {
  const depth = shape.length;
  const flat = new Int32Array(depth === 0 ? 0 : data.length / depth);
  return flat.map((_, row) => {
    let place = 0;
    for (let axis = 0; axis < depth; axis++) {
      const [index, size] = [data[row * depth + axis] as number, shape[axis] as number];
      if (index < -size || index >= size) {
        throw new ArgumentError(
          `${where_}: index ${index} is out of range for axis ${axis}. Expected ${-size} to ${size - 1}.`,
        );
      }
      place = place * size + (index < 0 ? index + size : index);
    }
    return place;
  });
}

function vector(dims: readonly Dim[]): Tensor {
  if (isStatic(dims)) {
    return fromHost({ dtype: "int32", shape: [dims.length], data: Int32Array.from(dims) });
  }
  return concatenate(
    dims.map((dim) => reshape(dimension(dim, "int32"), [1])),
    0,
  );
}
