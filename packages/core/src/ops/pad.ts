import { addDims } from "../dimension.js";
import { ArgumentError } from "../errors.js";
import { apply } from "../graph/apply.js";
import type { Padding } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";

const definition = defineOp({
  name: "pad",
  inputs: ["x"],
  infer: ([x], { paddings }: { readonly paddings: Padding; readonly value: number }) => {
    if (
      paddings.length !== x.shape.length ||
      paddings.flat().some((n) => n < 0 || !Number.isInteger(n))
    ) {
      throw new ArgumentError(
        `pad: expected ${x.shape.length} pairs of non-negative integers, received ${JSON.stringify(paddings)}.`,
      );
    }
    return {
      shape: x.shape.map((dim, i) =>
        addDims(dim, (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0)),
      ),
      dtype: x.dtype,
    };
  },
  grad: ({ inputs: [x], gradient, attrs: { paddings } }, ops): Gradients => [
    ops.slice(
      gradient,
      paddings.map(([before]) => before),
      x.shape.map((dim, i) => addDims(dim, paddings[i]?.[0] ?? 0)),
    ),
  ],
  cases: [
    {
      inputs: [[2, 3]],
      attrs: {
        paddings: [
          [1, 0],
          [0, 2],
        ],
        value: 0,
      },
      dtypes: ["float32", "int32"],
    },
    { inputs: [[2]], attrs: { paddings: [[1, 1]], value: -1.5 } },
    {
      inputs: [[2, 1, 3, 1, 2]],
      attrs: {
        paddings: [
          [0, 0],
          [1, 1],
          [0, 0],
          [0, 2],
          [1, 0],
        ],
        value: 0,
      },
    },
    {
      inputs: [[0, 2]],
      attrs: {
        paddings: [
          [1, 1],
          [0, 0],
        ],
        value: 3,
      },
    },
  ],
});

/** `x` with `value` (default 0) added before and after each axis: `paddings[axis] = [before, after]`. */
export const pad = builder(definition, (x: TensorLike, paddings: Padding, value = 0): Tensor => {
  const input = tensor(x);
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return input;
  return apply(definition, [input], { paddings, value });
});
