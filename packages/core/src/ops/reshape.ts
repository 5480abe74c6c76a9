import { type Dim, divideExactly, equalDims, multiplyDims } from "../dimension.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, parseShape, type Shape, type ShapeLike, sizeOf } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";

const definition = defineOp({
  name: "reshape",
  inputs: ["x"],
  infer: ([x], { shape }: { readonly shape: Shape }) => {
    if (!equalDims(sizeOf(x.shape), sizeOf(shape))) {
      throw new ShapeError(
        `reshape: ${formatShape(x.shape)} holds ${sizeOf(x.shape)} elements, ` +
          `${formatShape(shape)} holds ${sizeOf(shape)}. Expected equal numbers.`,
      );
    }
    return { shape, dtype: x.dtype };
  },
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.reshape(gradient, x.shape)],
  vectorize: ({ shape }, size) => ({ shape: [size, ...shape] }),
  cases: [
    { inputs: [[2, 6]], attrs: { shape: [3, 4] }, dtypes: ["float32", "int32", "bool"] },
    { inputs: [[1]], attrs: { shape: [] } },
    { inputs: [[0, 3]], attrs: { shape: [3, 0, 2] } },
  ],
});

/**
 * The same elements, row-major, in another shape. One dimension may be −1: what is left over.
 * @throws ShapeError if the numbers of elements differ
 */
export const reshape = builder(
  definition,
  (x: TensorLike, newshape: ShapeLike | number): Tensor => {
    const input = tensor(x);
    const shape = typeof newshape === "number" ? [newshape] : newshape;
    return apply(definition, [input], { shape: inferRest(input.shape, shape) });
  },
);

function inferRest(from: Shape, to: ShapeLike): Shape {
  if (!Array.isArray(to)) return parseShape(to, "reshape");
  const at = to.indexOf(-1);
  if (at < 0) return parseShape(to, "reshape");
  const known = parseShape(to.toSpliced(at, 1), "reshape");
  const rest: Dim | undefined = divideExactly(sizeOf(from), known.reduce<Dim>(multiplyDims, 1));
  if (rest === undefined) {
    throw new ShapeError(
      `reshape: ${formatShape(from)} can't become [${to.join(", ")}]: ${sizeOf(from)} elements do not divide by ${sizeOf(known)}.`,
    );
  }
  return known.toSpliced(at, 0, rest);
}
