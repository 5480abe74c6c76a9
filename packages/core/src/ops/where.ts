import { promote } from "../dtype.js";
import { DTypeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { broadcastShapes } from "../shape.js";
import { operands, type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { castTo, reduceTo } from "./elementwise.js";

const definition = defineOp({
  name: "where",
  inputs: ["condition", "x", "y"],
  infer: ([condition, x, y]) => {
    if (condition.dtype !== "bool" || x.dtype !== y.dtype) {
      throw new DTypeError(
        `where: expected a bool condition and two inputs of one dtype, received ${condition.dtype}, ${x.dtype}, ${y.dtype}.`,
      );
    }
    return { shape: broadcastShapes("where", condition.shape, x.shape, y.shape), dtype: x.dtype };
  },
  grad: ({ inputs: [condition, x, y], gradient }, ops): Gradients => [
    null,
    reduceTo(ops.where(condition, gradient, 0), x, ops),
    reduceTo(ops.where(condition, 0, gradient), y, ops),
  ],
  scalar: (condition, x, y) => (condition ? (x as number) : (y as number)),
  cases: [
    {
      inputs: [{ shape: [2, 3], dtype: "bool" }, [2, 3], [2, 3]],
      dtypes: ["float32", "int32", "bool"],
    },
    { inputs: [{ shape: [2, 1], dtype: "bool" }, [3], [2, 3]] },
    { inputs: [{ shape: [3], dtype: "bool" }, [2, 3], []] },
    { inputs: [{ shape: [0, 3], dtype: "bool" }, [3], [1, 3]] },
  ],
});

/**
 * Elements of `x1` where `condition` is true (not 0), of `x2` elsewhere, with broadcasting.
 * @throws ArgumentError without `x1` and `x2`: how many elements are true, only the values tell
 */
export const where = builder(
  definition,
  (condition: TensorLike, x1: TensorLike, x2: TensorLike): Tensor => {
    const [a, b] = operands([x1, x2]) as [Tensor, Tensor];
    const dtype = promote(a.dtype, b.dtype);
    return apply(
      definition,
      [castTo(tensor(condition), "bool"), castTo(a, dtype), castTo(b, dtype)],
      {},
    );
  },
);
