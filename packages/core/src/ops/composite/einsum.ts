import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { text } from "../arguments.js";
import { contract } from "../contract.js";
import { parseSubscripts } from "../labels.js";
import { inProductDType } from "../products.js";

/**
 * Sums of products in Einstein's notation: `einsum("bij,bjk->bik", x, y)`. Letters name axes; those that
 * the result leaves out are summed; `...` stands for any axes. Without an arrow the result has the letters
 * that occur once.
 * @throws ArgumentError if the text can't be read or does not fit the operands
 * @throws ShapeError if sizes differ
 */
export function einsum(subscripts: string, ...operands: readonly TensorLike[]): Tensor {
  const inputs = operands.map((x) => tensor(x));
  const contraction = parseSubscripts(
    text(subscripts, "subscripts", "einsum"),
    inputs.map((x) => x.shape),
  );
  return inProductDType(inputs, (all) => contract(all, contraction, "einsum"), {
    keepsWide: true,
  });
}
