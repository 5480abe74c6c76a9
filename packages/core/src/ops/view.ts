import { type Dim, divideExactly, multiplyDims } from "../dimension.js";
import { bytesOf, checkDType, type DType } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";
import { type DTypeOption, dtypeOf } from "./options.js";

const definition = defineOp({
  name: "view",
  inputs: ["x"],
  infer: ([x], { dtype }: { readonly dtype: DType }) => ({
    shape: viewedShape(x.shape, x.dtype, dtype),
    dtype,
  }),
  grad: null,
  vectorize: (attrs) => attrs,
  cases: [
    { inputs: [[2, 3]], attrs: { dtype: "int32" } },
    {
      inputs: [{ shape: [2], dtype: "int32", data: [1065353216, -1] }],
      attrs: { dtype: "float32" },
    },
    { inputs: [[2, 1]], attrs: { dtype: "uint8" } },
    { inputs: [{ shape: [8], dtype: "uint8", domain: [0, 120] }], attrs: { dtype: "int32" } },
    { inputs: [[0, 2]], attrs: { dtype: "int32" } },
  ],
});

/** The last axis grows or shrinks with the size of an element. */
function viewedShape(shape: Shape, from: DType, to: DType): Shape {
  const [own, wanted] = [bytesOf(from), bytesOf(to)];
  if (own === wanted) return shape;
  const last: Dim | undefined = shape.at(-1);
  const size = last === undefined ? undefined : divideExactly(multiplyDims(last, own), wanted);
  if (size === undefined) {
    throw new ShapeError(
      `view: the bytes of ${from} ${formatShape(shape)} do not make up ${to}. ` +
        `Expected a last axis whose size times ${own} divides by ${wanted}.`,
    );
  }
  return shape.with(-1, size);
}

/**
 * The bytes of `x`, little-endian, read as another dtype. Where that is wider or narrower, the last axis
 * shrinks or grows.
 * @throws ShapeError if the bytes do not make up whole elements
 */
export const view = builder(definition, (x: TensorLike, options?: DTypeOption): Tensor => {
  const input = tensor(x);
  const dtype = checkDType(dtypeOf(options, input.dtype, "view"), "view");
  return dtype === input.dtype ? input : apply(definition, [input], { dtype });
});
