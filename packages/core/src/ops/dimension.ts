import type { Dim } from "../dimension.js";
import { type DType, floatX } from "../dtype.js";
import { apply } from "../graph/apply.js";
import { scalar } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";

const definition = defineOp({
  name: "dimension",
  inputs: [],
  infer: (_, { dtype }: { readonly value: Dim; readonly dtype: DType }) => ({ shape: [], dtype }),
  grad: null,
  cases: [{ inputs: [], attrs: { value: 3, dtype: "float32" } }],
});

/** The size of a (symbolic) dimension as a scalar; a plain constant where it is known. */
export const dimension = builder(
  definition,
  (value: Dim, dtype: DType = floatX): Tensor =>
    typeof value === "number" ? scalar(value, dtype) : apply(definition, [], { value, dtype }),
);
