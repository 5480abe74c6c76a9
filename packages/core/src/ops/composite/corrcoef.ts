import { floatX, isFloat } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { divide } from "../divide.js";
import { castTo } from "../elementwise.js";
import { matmul } from "../matmul.js";
import { maximum } from "../maximum.js";
import { mean } from "../mean.js";
import { minimum } from "../minimum.js";
import { reshape } from "../reshape.js";
import { sqrt } from "../sqrt.js";
import { subtract } from "../subtract.js";
import { transpose } from "../transpose.js";
import { diagonal } from "./diagonals.js";

/**
 * Pearson's correlation coefficients of the rows of `x` [variables, observations] → [variables, variables]; a
 * vector is one variable and gives a scalar.
 * @throws ShapeError if `x` has more than two axes
 */
export function corrcoef(x: TensorLike): Tensor {
  const given = tensor(x);
  if (given.rank > 2) {
    throw new ShapeError(
      `corrcoef: expected [variables, observations], received shape ${formatShape(given.shape)}.`,
    );
  }
  const input = castTo(given, isFloat(given.dtype) ? given.dtype : floatX);
  const rows = input.rank === 2 ? input : reshape(input, [1, -1]);
  const centred = subtract(rows, mean(rows, 1, { keepdims: true }));
  const products = matmul(centred, transpose(centred));
  const deviations = sqrt(diagonal(products));
  const [count = 1] = deviations.shape;
  const scaled = divide(divide(products, reshape(deviations, [count, 1])), deviations);
  const inside = minimum(maximum(scaled, -1), 1);
  return input.rank === 2 ? inside : reshape(inside, []);
}
