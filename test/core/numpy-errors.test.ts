import {
  ArgumentError,
  DTypeError,
  fromHost,
  ops,
  ShapeError,
  symbol,
  Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

const matrix = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const none = fromHost({ dtype: "float32", shape: [2, 0], data: new Float32Array() });
const any = (value: unknown): never => value as never;

describe("numpy functions refuse", () => {
  const cases: readonly (readonly [string, () => unknown, typeof ShapeError, string])[] = [
    [
      "floats where bits count",
      () => ops.bitwiseAnd(matrix, 1),
      DTypeError,
      'bitwiseAnd: expected integers or bool, received float32. Cast to "int32" first.',
    ],
    [
      "floats to invert",
      () => ops.bitwiseNot(matrix),
      DTypeError,
      'bitwiseNot: expected integers or bool, received float32. Cast to "int32" first.',
    ],
    [
      "floats without a common divisor",
      () => ops.lcm(matrix, 2),
      DTypeError,
      'lcm: expected integers or bool, received float32. Cast to "int32" first.',
    ],
    [
      "fractions as exponents",
      () => ops.ldexp(matrix, 0.5),
      DTypeError,
      'ldexp: expected integers as exponents, received float32. Cast to "int32" first.',
    ],
    [
      "an unknown dtype",
      () => ops.saturateCast(matrix, any("uint9")),
      DTypeError,
      'saturateCast: unknown dtype "uint9".',
    ],
    [
      "an axis that does not exist",
      () => ops.argmax(matrix, 2),
      ShapeError,
      "argmax: axis 2 does not exist. Expected an integer from -2 to 1 for a tensor of rank 2.",
    ],
    [
      "an axis that does not exist, in a composition",
      () => ops.logsumexp(matrix, -3),
      ShapeError,
      "logsumexp: axis -3 does not exist. Expected an integer from -2 to 1 for a tensor of rank 2.",
    ],
    [
      "one axis twice",
      () => ops.nansum(matrix, [0, -2]),
      ShapeError,
      "sum: axis [0, 0] names one axis twice.",
    ],
    [
      "an axis to sort along that does not exist",
      () => ops.sort(matrix, 5),
      ShapeError,
      "sort: axis 5 does not exist. Expected an integer from -2 to 1 for a tensor of rank 2.",
    ],
    [
      "an axis to sum up along that does not exist",
      () => ops.cumsum(matrix, 3),
      ShapeError,
      "cumsum: axis 3 does not exist.",
    ],
    [
      "the largest of no elements",
      () => ops.max(none, 1),
      ShapeError,
      "max: axis 1 of [2, 0] has no elements. Expected at least one, received 0.",
    ],
    [
      "the place of the largest of no elements",
      () => ops.argmin(none, 1),
      ShapeError,
      "argmax: axis 1 of [2, 0] has no elements. Expected at least one, received 0.",
    ],
    [
      "more of the largest than there are",
      () => ops.topK(matrix, 4),
      ShapeError,
      "argsort: axis 1 of [2, 3] has no 4 elements. Expected at most 3.",
    ],
    [
      "half an element",
      () => ops.topK(matrix, 1.5),
      ArgumentError,
      "topK: expected a natural number as k, received 1.5.",
    ],
    [
      "an element that does not exist",
      () => ops.argpartition(matrix, 3),
      ArgumentError,
      "argpartition: element 3 does not exist. Expected an integer below 3, the size of the axis.",
    ],
    [
      "an unknown interpolation",
      () => ops.quantile(matrix, 0.5, 0, { method: any("liner") }),
      ArgumentError,
      'quantile: unknown method "liner". Expected one of linear, lower, higher, midpoint, nearest. Did you mean "linear"?',
    ],
    [
      "a matrix of quantiles",
      () => ops.percentile(matrix, [[50]]),
      ArgumentError,
      "percentile: expected q as a number or a vector, received rank 2.",
    ],
    [
      "weights that fit nothing",
      () => ops.average(matrix, 0, { weights: [1, 2, 3] }),
      ShapeError,
      "average: weights of shape [3] do not fit x of shape [2, 3].",
    ],
    [
      "conditions without choices",
      () => ops.select([true, false], [1]),
      ArgumentError,
      "select: expected as many choices as conditions, at least one, received 2 conditions and 1 choices.",
    ],
    [
      "products along an axis of unknown size",
      () => ops.cumprod(new Tensor({ op: "input", shape: [symbol("batch")], dtype: "float32" }), 0),
      ShapeError,
      "cumprod: the size of axis 0 of [batch] must be known. Expected a number, received batch.",
    ],
    [
      "shapes that do not broadcast",
      () => ops.hypot(matrix, [1, 2]),
      ShapeError,
      "maximum: shapes [2, 3] and [2] do not broadcast.",
    ],
  ];
  for (const [what, call, type, message] of cases) {
    it(what, () => {
      expect(call).to.throw(type, message);
    });
  }
});
