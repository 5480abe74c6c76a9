import type { Dim } from "../../dimension.js";
import { kindOf } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { stack } from "../composite/joining.js";
import { dimension } from "../dimension.js";
import { gather } from "../gather.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { checkName } from "./layout.js";
import { fromFloat, toFloat } from "./rounding.js";
import { type FillMode, fillModes, interpolate, type Order } from "./sampling.js";

/** Options of {@link mapCoordinates}, with Keras's defaults. */
export interface MapCoordinatesOptions {
  /** Default: `"constant"`. */
  readonly fillMode?: FillMode;
  /** Default: 0. */
  readonly fillValue?: number;
}

/**
 * The values of `inputs` (rank n) at `coordinates` [n, ...shape] → [...shape], between elements by
 * the nearest one (`order` 0) or linearly (1). The coordinates may come as a list, one per axis.
 */
export function mapCoordinates(
  inputs: TensorLike,
  coordinates: TensorLike | readonly TensorLike[],
  order: Order,
  options: MapCoordinatesOptions = {},
): Tensor {
  const name = "image.mapCoordinates";
  const { fillValue = 0 } = options;
  const fillMode = checkName(name, "fillMode", options.fillMode ?? "constant", fillModes);
  const [input, points] = [tensor(inputs), joined(coordinates)];
  if (order !== 0 && order !== 1) {
    throw new ArgumentError(`${name}: order must be 0 (nearest) or 1 (linear), received ${order}.`);
  }
  if (points.rank < 2 || points.shape[0] !== input.rank) {
    throw new ShapeError(
      `${name}: coordinates must have shape [${input.rank}, ...points], one row per axis of inputs ${formatShape(input.shape)}, ` +
        `received ${formatShape(points.shape)}.`,
    );
  }
  const shape = points.shape.slice(1);
  const rows = input.shape.map((_, axis) =>
    reshape(stridedSlice(points, [axis], [axis + 1]), shape),
  );
  const flat = reshape(toFloat(input), [sizeOf(input.shape)]);
  const value = kindOf(input.dtype) === "float" ? fillValue : Math.trunc(fillValue);
  const result = interpolate(rows, input.shape, { order, fillMode, fillValue: value }, (indices) =>
    gather(flat, flatIndex(indices, input.shape)),
  );
  return fromFloat(result, input.dtype);
}

function joined(coordinates: TensorLike | readonly TensorLike[]): Tensor {
  const isList = Array.isArray(coordinates) && coordinates.some((row) => row instanceof Tensor);
  return isList ? stack(coordinates as readonly TensorLike[]) : tensor(coordinates as TensorLike);
}

/** Row-major position of one index per axis. */
export function flatIndex(indices: readonly Tensor[], shape: readonly Dim[]): Tensor {
  return indices.reduce((position, index, axis) =>
    add(multiply(position, dimension(shape[axis] ?? 1, "int32")), index),
  );
}
