import { promote } from "../../dtype.js";
import { operands, type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { castTo, composed } from "../elementwise.js";
import { isnan } from "../isnan.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { logicalOr } from "../logicalOr.js";
import { where } from "../where.js";
import { greaterEqual } from "./comparison.js";
import { inWidth } from "./width.js";

/** The larger of x1 and x2, element-wise with broadcasting; a number wins over NaN. */
export function fmax(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("fmax", "arithmetic", [x1, x2], (a, b) =>
    where(logicalOr(greaterEqual(a, b), isnan(b)), a, b),
  );
}

/** The smaller of x1 and x2, element-wise with broadcasting; a number wins over NaN. */
export function fmin(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("fmin", "arithmetic", [x1, x2], (a, b) =>
    where(logicalOr(lessEqual(a, b), isnan(b)), a, b),
  );
}

/**
 * `x` held between `xMin` and `xMax`, element-wise with broadcasting; bool gives int32. On the
 * bounds the gradient is that of `x`.
 */
export function clip(x: TensorLike, xMin: TensorLike, xMax: TensorLike): Tensor {
  const input = tensor(x);
  return inWidth(input, () => {
    const number = input.dtype === "bool" ? castTo(input, "int32") : input;
    const given = operands([number, xMin, xMax]);
    const shared = promote(...given.map(({ dtype }) => dtype));
    const [value, low, high] = given.map((t) => castTo(t, shared)) as [Tensor, Tensor, Tensor];
    const raised = where(less(value, low), low, value);
    return castTo(where(less(high, raised), high, raised), number.dtype);
  });
}
