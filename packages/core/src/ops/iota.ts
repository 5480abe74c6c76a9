import type { Dim } from "../dimension.js";
import type { DType } from "../dtype.js";
import { apply } from "../graph/apply.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";

const definition = defineOp({
  name: "iota",
  inputs: [],
  infer: (_, { size, dtype }: { readonly size: Dim; readonly dtype: DType }) => ({
    shape: [size],
    dtype,
  }),
  grad: null,
  cases: [
    { inputs: [], attrs: { size: 5, dtype: "int32" } },
    { inputs: [], attrs: { size: 4, dtype: "float32" } },
    { inputs: [], attrs: { size: 0, dtype: "int32" } },
  ],
});

/** 0, 1, 2, … `size` − 1; the size may be symbolic. For other sequences see `arange`. */
export const iota = builder(
  definition,
  (size: Dim, dtype: DType = "int32"): Tensor => apply(definition, [], { size, dtype }),
);
