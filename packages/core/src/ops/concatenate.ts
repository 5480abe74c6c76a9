import { addDims, type Dim, equalDims } from "../dimension.js";
import { promote } from "../dtype.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, normalizeAxis } from "../shape.js";
import type { TensorLike } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { tensorList } from "./arguments.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { castTo } from "./elementwise.js";

const definition = defineOp({
  name: "concatenate",
  inputs: "variadic",
  infer: (inputs, { axis }: { readonly axis: number }) => {
    const first = inputs[0];
    if (first === undefined)
      throw new ArgumentError("concatenate: expected one tensor at least, received none.");
    for (const { shape } of inputs) {
      const fits =
        shape.length === first.shape.length &&
        shape.every((dim, i) => i === axis || equalDims(dim, first.shape[i] ?? 1));
      if (!fits) {
        throw new ShapeError(
          `concatenate: shapes ${inputs.map((x) => formatShape(x.shape)).join(", ")} do not fit. ` +
            `Expected equal dimensions but for axis ${axis}.`,
        );
      }
    }
    const total = inputs.reduce<Dim>((sum, { shape }) => addDims(sum, shape[axis] ?? 0), 0);
    return { shape: first.shape.toSpliced(axis, 1, total), dtype: first.dtype };
  },
  grad: ({ inputs, gradient, attrs: { axis } }, ops): Gradients => {
    let offset: Dim = 0;
    return inputs.map((x) => {
      const begin = x.shape.map(() => 0 as Dim).with(axis, offset);
      offset = addDims(offset, x.shape[axis] ?? 0);
      return ops.stridedSlice(gradient, begin, x.shape.with(axis, offset));
    });
  },
  vectorize: ({ axis }) => ({ axis: axis + 1 }),
  cases: [
    {
      inputs: [
        [2, 3],
        [2, 1],
        [2, 2],
      ],
      attrs: { axis: 1 },
      dtypes: ["float32", "int32", "bool"],
    },
    { inputs: [[2, 3]], attrs: { axis: 0 } },
    {
      inputs: [
        [0, 3],
        [2, 3],
      ],
      attrs: { axis: 0 },
    },
  ],
});

/**
 * The tensors one after the other along `axis` (default 0), in the dtype that holds them all.
 * @throws ShapeError if they differ in another axis
 */
export const concatenate = builder(definition, (xs: readonly TensorLike[], axis = 0): Tensor => {
  const tensors = tensorList(xs, "concatenate");
  const dtype = promote("bool", ...tensors.map((x) => x.dtype));
  return apply(
    definition,
    tensors.map((x) => castTo(x, dtype)),
    {
      axis: normalizeAxis(axis, tensors[0]?.rank ?? 1, "concatenate"),
    },
  );
});
