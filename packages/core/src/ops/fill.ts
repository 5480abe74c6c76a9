import { type DType, floatX } from "../dtype.js";
import { apply } from "../graph/apply.js";
import { parseShape, type Shape, type ShapeLike } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";

interface FillAttrs {
  readonly shape: Shape;
  readonly value: number;
  readonly dtype: DType;
}

const definition = defineOp({
  name: "fill",
  inputs: [],
  infer: (_, { shape, dtype }: FillAttrs) => ({ shape, dtype }),
  grad: null,
  cases: [
    { inputs: [], attrs: { shape: [2, 3], value: 1.5, dtype: "float32" } },
    { inputs: [], attrs: { shape: [], value: 7, dtype: "int32" } },
    { inputs: [], attrs: { shape: [2], value: 1, dtype: "bool" } },
    { inputs: [], attrs: { shape: [0, 2], value: 0, dtype: "float32" } },
  ],
});

/** A tensor of `shape` with `value` everywhere. */
export const fill = builder(
  definition,
  (shape: ShapeLike, value: number, dtype: DType = floatX): Tensor =>
    apply(definition, [], { shape: parseShape(shape, "fill"), value, dtype }),
);
