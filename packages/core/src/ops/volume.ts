// Windows over three spatial axes from windows over two, for engines that know planes only. The
// batch takes the first spatial axis in, and for pooling the planes' pixels become one axis.
import { multiplyDims } from "../dimension.js";
import { type Shape, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Ops } from "./definition.js";
import type { PoolAttrs, WindowAttrs } from "./window.js";

/** Whether windows with these attributes have a plane and an axis to spare. */
export function hasDepth({ strides }: WindowAttrs): boolean {
  return strides.length > 2;
}

/** [batch, depth, ...plane, channels] → [batch · depth, ...plane, channels]. */
export function mergeDepth(x: Tensor, ops: Ops): Tensor {
  const [batch = 1, depth = 1, ...rest] = x.shape;
  return ops.reshape(x, [multiplyDims(batch, depth), ...rest]);
}

/** The inverse of {@link mergeDepth}. */
export function splitDepth(x: Tensor, batch: Shape[number], depth: Shape[number], ops: Ops) {
  return ops.reshape(x, [batch, depth, ...x.shape.slice(1)]);
}

/** [batch, depth, ...plane, channels] → [batch, depth, pixels, channels]. */
function mergePlane(x: Tensor, ops: Ops): Tensor {
  return ops.reshape(x, columnShape(x.shape));
}

function columnShape(shape: Shape): Shape {
  const [batch = 1, depth = 1, ...rest] = shape;
  return [batch, depth, sizeOf(rest.slice(0, -1)), rest.at(-1) ?? 1];
}

/** The same window along depth alone, and over the plane alone. */
function parts({ poolSize, strides, padding }: PoolAttrs): readonly [PoolAttrs, PoolAttrs] {
  const along: PoolAttrs = {
    poolSize: [poolSize[0] ?? 1, 1],
    strides: [strides[0] ?? 1, 1],
    padding: [padding[0] ?? [0, 0], [0, 0]],
  };
  const plane: PoolAttrs = {
    poolSize: poolSize.slice(1),
    strides: strides.slice(1),
    padding: padding.slice(1),
  };
  return [along, plane];
}

/** Pooling is the same over the plane first and along depth afterwards. */
export function poolVolume(
  kind: "maxPool" | "averagePool",
  x: Tensor,
  attrs: PoolAttrs,
  ops: Ops,
): Tensor {
  const [along, plane] = parts(attrs);
  const [batch = 1, depth = 1] = x.shape;
  const planes = ops[kind](mergeDepth(x, ops), plane.poolSize, plane);
  const volume = splitDepth(planes, batch, depth, ops);
  const pooled = ops[kind](mergePlane(volume, ops), along.poolSize, along);
  return ops.reshape(pooled, volume.shape.with(1, pooled.shape[1] ?? 1));
}

/** Backwards through {@link poolVolume} for means. */
export function averagePoolVolumeGrad(
  gradient: Tensor,
  attrs: PoolAttrs,
  inputShape: Shape,
  ops: Ops,
): Tensor {
  const [along, plane] = parts(attrs);
  const [batch = 1, depth = 1, ...rest] = inputShape;
  const columns = mergePlane(gradient, ops);
  const spread = ops.averagePoolGrad(columns, {
    ...along,
    inputShape: columns.shape.with(1, depth),
  });
  const planes = ops.reshape(spread, gradient.shape.with(1, depth));
  const merged = mergeDepth(planes, ops);
  const result = ops.averagePoolGrad(merged, {
    ...plane,
    inputShape: [multiplyDims(batch, depth), ...rest],
  });
  return ops.reshape(result, inputShape);
}

/**
 * Backwards through {@link poolVolume} for maxima: the first plane that holds the largest element
 * has it first in the volume too.
 */
export function maxPoolVolumeGrad(x: Tensor, gradient: Tensor, attrs: PoolAttrs, ops: Ops): Tensor {
  const [along, plane] = parts(attrs);
  const [batch = 1, depth = 1] = x.shape;
  const planes = mergeDepth(x, ops);
  const largest = splitDepth(ops.maxPool(planes, plane.poolSize, plane), batch, depth, ops);
  const won = ops.maxPoolGrad(mergePlane(largest, ops), mergePlane(gradient, ops), along);
  const wonPlanes = mergeDepth(ops.reshape(won, largest.shape), ops);
  return ops.reshape(ops.maxPoolGrad(planes, wonPlanes, plane), x.shape);
}

/** What stands in `values` where {@link poolVolume} finds the maxima of `x`. */
export function maxPoolVolumeSelect(x: Tensor, values: Tensor, attrs: PoolAttrs, ops: Ops): Tensor {
  const [along, plane] = parts(attrs);
  const [batch = 1, depth = 1] = x.shape;
  const planes = mergeDepth(x, ops);
  const largest = splitDepth(ops.maxPool(planes, plane.poolSize, plane), batch, depth, ops);
  const chosen = ops.maxPoolSelect(planes, mergeDepth(values, ops), plane);
  const columns = mergePlane(splitDepth(chosen, batch, depth, ops), ops);
  const result = ops.maxPoolSelect(mergePlane(largest, ops), columns, along);
  return ops.reshape(result, largest.shape.with(1, result.shape[1] ?? 1));
}
