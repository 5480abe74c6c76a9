import type { Dim } from "../dimension.js";
import type { Padding } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { concatenate } from "./concatenate.js";
import { fill } from "./fill.js";
import { type PaddingLike, resolvePadding, samePadding, spanOf } from "./window.js";

/** How a window moves over an image. */
interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

/**
 * An image [batch, ...spatial, channels] and the padding that a window still needs. How much "same" adds
 * to an axis of unknown size is known at run time only: there the image itself grows, by `value`.
 */
export function padImage(
  x: Tensor,
  { size, strides, dilations }: Window,
  padding: PaddingLike,
  value: number,
  where: string,
): { readonly image: Tensor; readonly padding: Padding; readonly grown: boolean } {
  const spatial = x.shape.slice(1, -1);
  const dynamic = spatial.flatMap((dim, i) =>
    padding === "same" && typeof dim !== "number" && strides[i] !== 1 ? [i] : [],
  );
  const known = spatial.map((dim, i) => (dynamic.includes(i) ? 1 : dim));
  const pads = resolvePadding(padding, known, size, strides, dilations, where);
  let image = x;
  let grown = false;
  for (const i of dynamic) {
    const [before, after] = samePadding(
      spatial[i] as Dim,
      spanOf(i, size, dilations),
      strides[i] as number,
      where,
    );
    if (before === 0 && after === 0) continue;
    const strip = (width: Dim) => fill(image.shape.with(i + 1, width), value, x.dtype);
    image = concatenate([strip(before), image, strip(after)], i + 1);
    grown = true;
  }
  return {
    image,
    padding: pads.map((pair, i) => (dynamic.includes(i) ? [0, 0] : pair)),
    grown,
  };
}
