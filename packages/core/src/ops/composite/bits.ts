import { isFloat } from "../../dtype.js";
import { DTypeError } from "../../errors.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { bitwiseAnd } from "../bitwiseAnd.js";
import { composed } from "../elementwise.js";
import { logicalNot } from "../logicalNot.js";
import { subtract } from "../subtract.js";

/**
 * Bits that are set in either, element-wise with broadcasting.
 * @throws DTypeError for floats
 */
export function bitwiseOr(x: TensorLike, y: TensorLike): Tensor {
  return composed("bitwiseOr", "integer", [x, y], (a, b) => subtract(add(a, b), bitwiseAnd(a, b)));
}

/**
 * Bits that are set in one alone, element-wise with broadcasting.
 * @throws DTypeError for floats
 */
export function bitwiseXor(x: TensorLike, y: TensorLike): Tensor {
  return composed("bitwiseXor", "integer", [x, y], (a, b) => {
    const both = bitwiseAnd(a, b);
    return add(subtract(a, both), subtract(b, both));
  });
}

/**
 * Every bit the other way, element-wise; `logicalNot` for bool.
 * @throws DTypeError for floats
 */
export { bitwiseNot as bitwiseInvert };
export function bitwiseNot(x: TensorLike): Tensor {
  const input = tensor(x);
  if (isFloat(input.dtype)) {
    throw new DTypeError(
      `bitwiseNot: expected integers or bool, received ${input.dtype}. Cast to "int32" first.`,
    );
  }
  if (input.dtype === "bool") return logicalNot(input);
  // −1 is all ones; what an unsigned dtype makes of it is its own largest number.
  const ones = { uint8: 0xff, uint16: 0xffff, uint32: 0xffff_ffff } as const;
  const all = ones[input.dtype as keyof typeof ones] ?? -1;
  return composed("bitwiseNot", "integer", [input], (a) => subtract(all, a));
}
