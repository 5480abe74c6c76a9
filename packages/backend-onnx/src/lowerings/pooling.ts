import { BackendError, type DType, type Shape, sizeOf } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { reshape, shapeVector } from "../graph/dimensions.js";
import { channelsFirst, fromChannelsFirst } from "../graph/layout.js";
import type { AttrsOf, Call } from "./call.js";
import { tilingGradient } from "./tiling.js";
import { convTranspose, isTiling, poolAttributes, spatialOf, type Window } from "./windows.js";

function windowOf({ poolSize, strides, padding }: AttrsOf<"maxPool">): Window {
  return { size: poolSize, strides, padding, dilations: poolSize.map(() => 1) };
}

function maxPool({ inputs: [x], attrs, node, context: builder }: Call<"maxPool">): string {
  const rank = node.shape.length;
  return fromChannelsFirst(builder, pooled(builder, x, windowOf(attrs), rank), rank);
}

/** The channels-first result of max pooling, made once however many ask for it. */
function pooled(builder: GraphBuilder, x: string, window: Window, rank: number): string {
  const attributes = poolAttributes(window);
  return builder.memoize(`max pool ${x} ${JSON.stringify(attributes)}`, () =>
    builder.node("MaxPool", [channelsFirst(builder, x, rank)], attributes),
  );
}

/** Where in the flattened channels-first x each window has its first largest element. */
function winners(builder: GraphBuilder, x: string, window: Window, rank: number): string {
  const attributes = poolAttributes(window);
  return builder.memoize(`winners ${x} ${JSON.stringify(attributes)}`, () => {
    const twin = channelsFirst(builder, x, rank);
    const [, indices = ""] = builder.nodeWithOutputs("MaxPool", [twin], attributes, 2);
    return builder.node("Reshape", [indices, builder.integers(-1)]);
  });
}

function maxPoolGrad(call: Call<"maxPoolGrad">): string {
  const {
    inputs: [x, gradient],
    attrs,
    node,
    context: builder,
  } = call;
  const rank = node.shape.length;
  const window = windowOf(attrs);
  const shape = shapeChannelsFirst(node.shape);
  const dy = channelsFirst(builder, gradient, rank);
  if (isTiling(window) && rank === 4) {
    const twin = channelsFirst(builder, x, rank);
    const largest = pooled(builder, x, window, rank);
    const out = shapeChannelsFirst(node.inputs[1]?.shape ?? []);
    const result = tilingGradient(builder, {
      x: twin,
      largest,
      dy,
      window,
      shape,
      out,
      dtype: node.dtype,
    });
    return fromChannelsFirst(builder, result, rank);
  }
  const zeros = builder.node("ConstantOfShape", [shapeVector(builder, [sizeOf(shape)])], {
    value: builder.element(0, node.dtype),
  });
  const flat = builder.node("Reshape", [dy, builder.integers(-1)]);
  const sums = builder.node("ScatterElements", [zeros, winners(builder, x, window, rank), flat], {
    axis: 0,
    reduction: "add",
  });
  return fromChannelsFirst(builder, reshape(builder, sums, shape), rank);
}

function maxPoolSelect(call: Call<"maxPoolSelect">): string {
  const {
    inputs: [x, values],
    attrs,
    node,
    context: builder,
  } = call;
  const rank = node.shape.length;
  const twin = channelsFirst(builder, values, rank);
  const flat = builder.node("Reshape", [twin, builder.integers(-1)]);
  const at = winners(builder, x, windowOf(attrs), rank);
  const chosen = builder.node("GatherElements", [flat, at], { axis: 0 });
  const result = reshape(builder, chosen, shapeChannelsFirst(node.shape));
  return fromChannelsFirst(builder, result, rank);
}

function averagePool({ inputs: [x], attrs, node, context: builder }: Call<"averagePool">): string {
  const rank = node.shape.length;
  const result = builder.node("AveragePool", [channelsFirst(builder, x, rank)], {
    ...poolAttributes(windowOf(attrs)),
    count_include_pad: 0,
  });
  return fromChannelsFirst(builder, result, rank);
}

/** Each gradient over the number of elements in its window, spread by a convolution with ones. */
function averagePoolGrad(call: Call<"averagePoolGrad">): string {
  const {
    inputs: [gradient],
    attrs,
    node,
    context: builder,
  } = call;
  const rank = node.shape.length;
  const window = windowOf(attrs);
  const channels = node.shape.at(-1);
  if (typeof channels !== "number") {
    throw new BackendError(
      `averagePoolGrad: expected a fixed number of channels, received dimension "${channels}".`,
    );
  }
  const dy = channelsFirst(builder, gradient, rank);
  const shares = builder.node("Div", [dy, counts(builder, window, node.shape, node.dtype)]);
  const kernel = builder.node("Expand", [
    builder.scalar(1, node.dtype),
    builder.integers(channels, 1, ...window.size),
  ]);
  const out = spatialOf(node.inputs[0]?.shape ?? []);
  const spatial = spatialOf(node.shape);
  const result = convTranspose(builder, shares, kernel, window, channels, out, spatial);
  return fromChannelsFirst(builder, result, rank);
}

/** How many elements that are no padding each window holds, [1, 1, ...out] or a scalar. */
function counts(builder: GraphBuilder, window: Window, shape: Shape, dtype: DType): string {
  const size = builder.scalar(sizeOf(window.size), dtype);
  if (window.padding.flat().every((n) => n === 0)) return size;
  const ones = builder.node(
    "ConstantOfShape",
    [shapeVector(builder, [1, 1, ...spatialOf(shape)])],
    { value: builder.element(1, dtype) },
  );
  const part = builder.node("AveragePool", [ones], {
    ...poolAttributes(window),
    count_include_pad: 1,
  });
  // A fraction of whole numbers: rounding takes the error of the division away.
  return builder.node("Round", [builder.node("Mul", [part, size])]);
}

function shapeChannelsFirst(shape: Shape): Shape {
  return [shape[0] ?? 1, shape.at(-1) ?? 1, ...spatialOf(shape)];
}

export const pooling = { averagePool, averagePoolGrad, maxPool, maxPoolGrad, maxPoolSelect };
