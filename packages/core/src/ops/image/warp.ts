import { sizeOf } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { broadcastTo } from "../broadcastTo.js";
import { dimension } from "../dimension.js";
import { gather } from "../gather.js";
import { iota } from "../iota.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { fromFloat, toFloat } from "./rounding.js";
import { type FillMode, interpolate, type Order } from "./sampling.js";

/** How `warp` reads the image. */
export interface WarpOptions {
  readonly order: Order;
  readonly fillMode: FillMode;
  readonly fillValue: TensorLike;
}

/**
 * Each image of [batch, height, width, channels] read at its own points: `rows` and `columns` are
 * [batch, y, x], or [batch, y, x, channels] where channels are read at points of their own.
 */
export function warp(images: Tensor, rows: Tensor, columns: Tensor, options: WarpOptions): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = images.shape;
  const perChannel = rows.rank === 4;
  const values = toFloat(images);
  const pixels = reshape(
    values,
    perChannel ? [sizeOf(images.shape)] : [sizeOf(images.shape.slice(0, 3)), channels],
  );
  const first = [batch, ...rows.shape.slice(1).map(() => 1)];
  const start = reshape(
    multiply(iota(batch, "int32"), dimension(sizeOf([height, width]), "int32")),
    first,
  );
  const extent = dimension(width, "int32");
  const result = interpolate(
    [rows, columns],
    [height, width],
    { ...options, spread: perChannel ? (x) => x : (x) => reshape(x, [...x.shape, 1]) },
    ([y, x]) => {
      const pixel = add(add(multiply(y as Tensor, extent), x as Tensor), start);
      if (!perChannel) return gather(pixels, pixel);
      const channel = iota(channels, "int32");
      return gather(pixels, add(multiply(pixel, dimension(channels, "int32")), channel));
    },
  );
  return fromFloat(result, images.dtype);
}

/** Column and row numbers of an image's pixels: [1, 1, width] and [1, height, 1]. */
export function pixelGrid(images: Tensor, dtype: Tensor["dtype"]): { x: Tensor; y: Tensor } {
  const [, height = 1, width = 1] = images.shape;
  return {
    x: reshape(iota(width, dtype), [1, 1, width]),
    y: reshape(iota(height, dtype), [1, height, 1]),
  };
}

/** A row of numbers per image [rows, n], the same for all where there is one row. */
export function perImage(x: Tensor, images: Tensor): Tensor {
  const batch = images.shape[0] ?? 1;
  return x.shape[0] === 1 && batch !== 1 ? broadcastTo(x, [batch, ...x.shape.slice(1)]) : x;
}
