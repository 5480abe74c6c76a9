import { equalDims } from "../../dimension.js";
import { floatX, isFloat } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { equalShapes, formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { concatenate } from "../concatenate.js";
import { divide } from "../divide.js";
import { matmul } from "../matmul.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { subtract } from "../subtract.js";
import { transpose } from "../transpose.js";
import { checkName, type FormatOption, imageBatch } from "./layout.js";
import { orders } from "./sampling.js";
import { perImage, pixelGrid, warp } from "./warp.js";

/** Options of {@link perspectiveTransform}, with Keras's defaults. */
export interface PerspectiveTransformOptions extends FormatOption {
  /** Default: `"bilinear"`. */
  readonly interpolation?: keyof typeof orders;
  /** What lies outside of the image; default: 0. */
  readonly fillValue?: number;
}

/**
 * Images as seen from elsewhere: the pixels at `startPoints` move to `endPoints`, four (x, y) each,
 * [4, 2] for all images or [batch, 4, 2].
 */
export function perspectiveTransform(
  images: TensorLike,
  startPoints: TensorLike,
  endPoints: TensorLike,
  options: PerspectiveTransformOptions = {},
): Tensor {
  const name = "image.perspectiveTransform";
  const interpolation = checkName(
    name,
    "interpolation",
    options.interpolation ?? "bilinear",
    Object.keys(orders) as (keyof typeof orders)[],
  );
  const batch = imageBatch(images, options.dataFormat, name);
  const count = batch.images.shape[0] ?? 1;
  const [start, end] = [tensor(startPoints), tensor(endPoints)];
  for (const [what, points] of [
    ["startPoints", start],
    ["endPoints", end],
  ] as const) {
    const [y, x] = points.shape.slice(-2);
    const fits =
      points.rank === 2 ||
      (points.rank === 3 && (points.shape[0] === 1 || equalDims(points.shape[0] ?? 1, count)));
    if (!fits || y !== 4 || x !== 2) {
      throw new ShapeError(
        `${name}: ${what} must have shape [4, 2] or [${count}, 4, 2], received ${formatShape(points.shape)}.`,
      );
    }
  }
  if (!equalShapes(start.shape, end.shape)) {
    throw new ShapeError(
      `${name}: startPoints ${formatShape(start.shape)} and endPoints ${formatShape(end.shape)} must have one shape.`,
    );
  }
  const dtype = isFloat(batch.images.dtype) ? batch.images.dtype : floatX;
  const batched = (points: Tensor): Tensor =>
    cast(points.rank === 2 ? reshape(points, [1, 4, 2]) : points, dtype);
  const matrix = perImage(homography(batched(end), batched(start)), batch.images);
  const at = (row: number, column: number): Tensor =>
    stridedSlice(matrix, [0, row, column], [count, row + 1, column + 1]);
  const { x, y } = pixelGrid(batch.images, dtype);
  const form = (row: number): Tensor =>
    add(add(multiply(x, at(row, 0)), multiply(y, at(row, 1))), at(row, 2));
  const depth = form(2);
  return batch.restore(
    warp(batch.images, divide(form(1), depth), divide(form(0), depth), {
      order: orders[interpolation],
      fillMode: "constant",
      fillValue: options.fillValue ?? 0,
    }),
  );
}

/**
 * The matrices [n, 3, 3] that take four points [n, 4, 2] to four others, the last element 1.
 * A point p is Σᵢ (areas of p beside the triangle's sides) · its corners, so that the matrix is
 * Σᵢ wᵢ · tᵢ ⊗ (sᵤ × sᵥ) over three corners, the weights such that the fourth comes out right.
 * Source: Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), 2.2.3.
 */
function homography(from: Tensor, to: Tensor): Tensor {
  const [s, t] = [corners(from), corners(to)];
  const others = [
    [1, 2],
    [2, 0],
    [0, 1],
  ] as const;
  const areas = ([a, b, c, d]: Corners): readonly Tensor[] => [
    area(d, b, c),
    area(a, d, c),
    area(a, b, d),
  ];
  const [source, target] = [areas(s), areas(t)];
  const rows = others.map(([u, v]) => side(s[u], s[v]));
  const weights = others.map(([u, v], i) =>
    multiply(target[i] as Tensor, multiply(source[u] as Tensor, source[v] as Tensor)),
  );
  const columns = others.map((_, i) => homogeneous(t[i as 0 | 1 | 2], weights[i] as Tensor));
  const matrix = matmul(transpose(concatenate(columns, 1), [0, 2, 1]), concatenate(rows, 1));
  return divide(matrix, stridedSlice(matrix, [0, 2, 2], matrix.shape));
}

interface Point {
  readonly x: Tensor;
  readonly y: Tensor;
}

type Corners = readonly [Point, Point, Point, Point];

function corners(points: Tensor): Corners {
  const count = points.shape[0] ?? 1;
  const number = (i: number, j: number): Tensor =>
    stridedSlice(points, [0, i, j], [count, i + 1, j + 1]);
  const point = (i: number): Point => ({ x: number(i, 0), y: number(i, 1) });
  return [point(0), point(1), point(2), point(3)];
}

/** Twice the signed area of a triangle. */
function area(a: Point, b: Point, c: Point): Tensor {
  return subtract(
    multiply(subtract(b.x, a.x), subtract(c.y, a.y)),
    multiply(subtract(c.x, a.x), subtract(b.y, a.y)),
  );
}

/** The line through two points as a row [n, 1, 3]: their cross product. */
function side(a: Point, b: Point): Tensor {
  const rest = subtract(multiply(a.x, b.y), multiply(b.x, a.y));
  return concatenate([subtract(a.y, b.y), subtract(b.x, a.x), rest], 2);
}

/** w · (x, y, 1) as a row [n, 1, 3]. */
function homogeneous({ x, y }: Point, weight: Tensor): Tensor {
  return concatenate([multiply(x, weight), multiply(y, weight), weight], 2);
}
