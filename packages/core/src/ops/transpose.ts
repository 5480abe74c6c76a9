import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { normalizeAxis } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { integerList } from "./arguments.js";
import { builder, defineOp, type Gradients } from "./definition.js";

const definition = defineOp({
  name: "transpose",
  inputs: ["x"],
  infer: ([x], { permutation }: { readonly permutation: readonly number[] }) => {
    if (permutation.length !== x.shape.length || new Set(permutation).size !== x.shape.length) {
      throw new ShapeError(
        `transpose: expected a permutation of ${x.shape.length} axes, received [${permutation.join(", ")}].`,
      );
    }
    return { shape: permutation.map((axis) => x.shape[axis] ?? 1), dtype: x.dtype };
  },
  grad: ({ gradient, attrs: { permutation } }, ops): Gradients => [
    ops.transpose(
      gradient,
      permutation.map((_, i) => permutation.indexOf(i)),
    ),
  ],
  vectorize: ({ permutation }) => ({ permutation: [0, ...permutation.map((axis) => axis + 1)] }),
  cases: [
    {
      inputs: [[2, 3, 4]],
      attrs: { permutation: [2, 0, 1] },
      dtypes: ["float32", "int32", "bool"],
    },
    { inputs: [[2, 3]], attrs: { permutation: [1, 0] } },
    { inputs: [[2, 3, 2, 3]], attrs: { permutation: [0, 3, 1, 2] } },
    { inputs: [[0, 3]], attrs: { permutation: [1, 0] } },
  ],
});

/**
 * Axes in another order: axis `i` of the result is axis `axes[i]` of `x`. Default: reversed.
 * @throws ShapeError if `axes` does not name every axis once
 */
export const transpose = builder(
  definition,
  (x: TensorLike, axes: readonly number[] | null = null): Tensor => {
    const input = tensor(x);
    const order =
      axes === null
        ? input.shape.map((_, i) => input.rank - 1 - i)
        : integerList(axes, "axes", "transpose");
    return apply(definition, [input], {
      permutation: order.map((axis) => normalizeAxis(axis, input.rank, "transpose")),
    });
  },
);
