import { addDims, type Dim, subtractDims } from "../dimension.js";
import { isFloat } from "../dtype.js";
import { ArgumentError, ShapeError, suggestion } from "../errors.js";
import { formatShape, type Padding } from "../shape.js";
import { tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { between } from "./between.js";
import { broadcastTo } from "./broadcastTo.js";
import { median } from "./composite/quantiles.js";
import { concatenate } from "./concatenate.js";
import { castTo } from "./elementwise.js";
import { flip } from "./flip.js";
import { floor } from "./floor.js";
import { gather } from "./gather.js";
import { max } from "./max.js";
import { mean } from "./mean.js";
import { min } from "./min.js";
import { multiply } from "./multiply.js";
import { round } from "./round.js";

/** Ways to fill what `pad` adds from the tensor itself: elements for one side of one axis. */
const modes = {
  edge: (x, axis, count, side) => spread(edgeOf(x, axis, side), axis, count),
  maximum: (x, axis, count) => spread(max(x, axis, { keepdims: true }), axis, count),
  minimum: (x, axis, count) => spread(min(x, axis, { keepdims: true }), axis, count),
  mean: (x, axis, count) => spread(whole(mean(x, axis, { keepdims: true }), x), axis, count),
  median: (x, axis, count) => spread(whole(median(x, axis, { keepdims: true }), x), axis, count),
  linear_ramp: (x, axis, count, side) => {
    const steps = Array.from({ length: count }, (_, i) => i / count);
    const shape = x.shape.map((_, i) => (i === axis ? count : 1));
    const ramp = tensor(Float64Array.from(side === "before" ? steps : steps.reverse()), { shape });
    const dtype = isFloat(x.dtype) ? x.dtype : "float32";
    const values = multiply(castTo(edgeOf(x, axis, side), dtype), castTo(ramp, dtype));
    return isFloat(x.dtype) ? values : castTo(floor(values), x.dtype);
  },
  reflect: (x, axis, count, side) => mirrored(x, axis, count, side, 1),
  symmetric: (x, axis, count, side) => mirrored(x, axis, count, side, 0),
  wrap: fromOtherEnd,
  circular: fromOtherEnd,
} as const satisfies Readonly<Record<string, Filling>>;

type Side = "before" | "after";
type Filling = (x: Tensor, axis: number, count: number, side: Side) => Tensor;

/** What `pad` fills with. */
export type PadMode = "constant" | "empty" | "linearRamp" | keyof typeof modes;

/** Which element an added one repeats, for sides longer than the tensor. */
const sources: Readonly<Record<string, (place: number, size: number) => number>> = {
  reflect: (place, size) => (size === 1 ? 0 : fold(place, 2 * (size - 1), size)),
  symmetric: (place, size) => fold(place, 2 * size, size),
  wrap: (place, size) => wrapped(place, size),
  circular: (place, size) => wrapped(place, size),
};

/** `x` with each axis filled up in turn, so that corners follow from sides. */
export function paddedBy(mode: PadMode, x: Tensor, paddings: Padding): Tensor {
  const name = mode === "linearRamp" ? "linear_ramp" : mode;
  if (!Object.hasOwn(modes, name)) {
    const known = ["constant", "empty", ...Object.keys(modes)];
    throw new ArgumentError(
      `pad: unknown mode "${mode}". Expected one of ${known.join(", ")}.${suggestion(mode, known)}`,
    );
  }
  const filling: Filling = modes[name as keyof typeof modes];
  return paddings.reduce<Tensor>((result, [before, after], axis) => {
    if (before + after === 0) return result;
    const size = result.shape[axis] ?? 1;
    if (size === 0) {
      throw new ShapeError(
        `pad: axis ${axis} of ${formatShape(x.shape)} has no elements to fill with. Expected mode "constant".`,
      );
    }
    const source = sources[name];
    const room = name === "reflect" ? subtractDims(size, 1) : size;
    if (source !== undefined && typeof room === "number" && Math.max(before, after) > room) {
      const length = size as number;
      const places = new Int32Array(before + length + after);
      return gather(
        result,
        places.map((_, i) => source(i - before, length)),
        axis,
      );
    }
    const parts = [result];
    if (before > 0) parts.unshift(filling(result, axis, before, "before"));
    if (after > 0) parts.push(filling(result, axis, after, "after"));
    return concatenate(parts, axis);
  }, x);
}

function edgeOf(x: Tensor, axis: number, side: Side): Tensor {
  const size = x.shape[axis] ?? 1;
  return side === "before" ? between(x, axis, 0, 1) : between(x, axis, subtractDims(size, 1), size);
}

/** A statistic in the dtype of `x`, rounded if that is an integer. */
function whole(statistic: Tensor, x: Tensor): Tensor {
  return castTo(isFloat(x.dtype) ? statistic : round(statistic), x.dtype);
}

function spread(x: Tensor, axis: number, count: number): Tensor {
  return broadcastTo(x, x.shape.with(axis, count));
}

/** The elements beside the edge in opposite order, `skipped` of them left out. */
function mirrored(x: Tensor, axis: number, count: number, side: Side, skipped: number): Tensor {
  const size = x.shape[axis] ?? 1;
  const from: Dim = side === "before" ? skipped : subtractDims(size, count + skipped);
  return flip(between(x, axis, from, addDims(from, count)), axis);
}

function fromOtherEnd(x: Tensor, axis: number, count: number, side: Side): Tensor {
  const size = x.shape[axis] ?? 1;
  return side === "before"
    ? between(x, axis, subtractDims(size, count), size)
    : between(x, axis, 0, count);
}

function fold(place: number, period: number, size: number): number {
  const within = wrapped(place, period);
  return within < size ? within : period - (size === period / 2 ? 1 : 0) - within;
}

function wrapped(place: number, period: number): number {
  return ((place % period) + period) % period;
}
