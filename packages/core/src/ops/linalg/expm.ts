import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { broadcastTo } from "../broadcastTo.js";
import { ceil } from "../ceil.js";
import { eye } from "../composite/creation.js";
import { exp2, log2 } from "../composite/exponents.js";
import { divide } from "../divide.js";
import { less } from "../less.js";
import { matmul } from "../matmul.js";
import { max } from "../max.js";
import { maximum } from "../maximum.js";
import { multiply } from "../multiply.js";
import { stopGradient } from "../stopGradient.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { whileLoop } from "../whileLoop.js";
import { checkSquare, matrices } from "./matrices.js";
import { solve } from "./solve.js";

/** Coefficients of the [6/6] Padé approximation of eˣ. */
const pade = [1, 1 / 2, 5 / 44, 1 / 66, 1 / 792, 1 / 15840, 1 / 665280] as const;
/** 2⁶⁴ is beyond any norm whose exponential is finite. */
const mostSquarings = 64;

/** The exponentials of matrices [..., n, n], by scaling, a Padé approximation and squaring. */
export function expm(x: TensorLike): Tensor {
  const input = matrices(x, "expm");
  checkSquare(input, "expm");
  const size = max(sum(abs(stopGradient(input)), -1));
  const squarings = maximum(ceil(log2(multiply(size, 2))), 0);
  const scaled = divide(input, exp2(squarings));
  const identity = broadcastTo(eye(input.shape.at(-1) ?? 1, { dtype: input.dtype }), input.shape);
  let [even, odd, term] = [identity, multiply(identity, 0), identity];
  pade.slice(1).forEach((coefficient, i) => {
    term = matmul(term, scaled);
    if (i % 2 === 0) odd = add(odd, multiply(term, coefficient));
    else even = add(even, multiply(term, coefficient));
  });
  const start = solve(subtract(even, odd), add(even, odd));
  const [, result] = whileLoop(
    (done) => less(done as Tensor, squarings),
    (done, power) => [add(done as Tensor, 1), matmul(power as Tensor, power as Tensor)],
    [multiply(squarings, 0), start] as const,
    { maximumIterations: mostSquarings },
  );
  return result;
}
