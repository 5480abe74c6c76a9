// The one module of the core with a side effect: it gives Tensor and Variable their methods. Ops
// build Tensors and so can't be imported by the class itself. `methods.ts` declares the types and is
// generated from this list by scripts/generate-methods.js.

import { equalDims } from "../dimension.js";
import type { TypedArray } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { evaluate } from "../execution/evaluate.js";
import * as ops from "../ops/index.js";
import type { Key } from "../ops/key.js";
import { formatShape, parseShape, type ShapeLike } from "../shape.js";
import { type NestedArray, nest } from "./convert.js";
import { Tensor } from "./tensor.js";
import { Variable } from "./variable.js";

/** Ops that are methods too: `ops.add(x, 1)` is `x.add(1)`. */
const methodNames = [
  "abs",
  "add",
  "all",
  "any",
  "arccos",
  "arcsin",
  "arctan",
  "argmax",
  "argmin",
  "argsort",
  "arraySplit",
  "averagePool",
  "broadcastTo",
  "cast",
  "cbrt",
  "ceil",
  "clip",
  "conv",
  "cos",
  "cosh",
  "countNonzero",
  "cumprod",
  "cumsum",
  "diag",
  "diagonal",
  "diff",
  "divide",
  "dot",
  "elu",
  "equal",
  "erf",
  "exp",
  "exp2",
  "expandDims",
  "expm1",
  "flip",
  "floor",
  "floorDivide",
  "gather",
  "gelu",
  "getItem",
  "greater",
  "greaterEqual",
  "isclose",
  "isfinite",
  "isinf",
  "isnan",
  "leakyRelu",
  "less",
  "lessEqual",
  "log",
  "log10",
  "log1p",
  "log2",
  "logicalAnd",
  "logicalNot",
  "logicalOr",
  "logicalXor",
  "logSoftmax",
  "logsumexp",
  "matmul",
  "max",
  "maximum",
  "maxPool",
  "mean",
  "median",
  "min",
  "minimum",
  "mod",
  "moveaxis",
  "multiply",
  "nanToNum",
  "negative",
  "notEqual",
  "oneHot",
  "onesLike",
  "pad",
  "power",
  "prod",
  "quantile",
  "ravel",
  "reciprocal",
  "relu",
  "relu6",
  "repeat",
  "reshape",
  "roll",
  "round",
  "rsqrt",
  "sigmoid",
  "sign",
  "silu",
  "sin",
  "sinh",
  "slice",
  "softmax",
  "softplus",
  "sort",
  "split",
  "sqrt",
  "square",
  "squeeze",
  "std",
  "stopGradient",
  "subtract",
  "sum",
  "swapaxes",
  "take",
  "takeAlongAxis",
  "tan",
  "tanh",
  "tile",
  "topK",
  "trace",
  "transpose",
  "tril",
  "triu",
  "trunc",
  "unstack",
  "variance",
  "zerosLike",
] as const satisfies readonly (keyof typeof ops)[];

/** Short forms, as in PyTorch and TensorFlow.js. */
const aliases = {
  sub: "subtract",
  mul: "multiply",
  div: "divide",
  neg: "negative",
  pow: "power",
} as const satisfies Record<string, keyof typeof ops>;

type Operand = Tensor | Variable;

/** Methods that read values, and `expect`. */
const ownMethods = {
  async data(this: Operand): Promise<TypedArray> {
    const [value] = await evaluate([this]);
    return value === undefined ? new Float32Array() : value.data.slice();
  },
  async array(this: Operand): Promise<NestedArray> {
    const [value] = await evaluate([this]);
    return value === undefined ? [] : nest(value);
  },
  async item(this: Operand): Promise<number> {
    const size = this.shape.reduce<number>((product, dim) => product * Number(dim), 1);
    if (size !== 1) {
      throw new ShapeError(
        `item: expected one element, received shape ${formatShape(this.shape)}. Use data().`,
      );
    }
    const [value] = await evaluate([this]);
    return value?.data[0] as number;
  },
  at(this: Operand, ...key: readonly Key[]): Tensor {
    return ops.getItem(this, key);
  },
  expect(this: Operand, shape: readonly (ShapeLike[number] | null)[]): Operand {
    const expected = shape.map((dim) => (dim === null ? null : parseShape([dim], "expect")[0]));
    const fits =
      shape.length === this.shape.length &&
      expected.every((dim, i) => dim === null || equalDims(dim ?? 0, this.shape[i] ?? 0));
    if (fits) return this;
    throw new ShapeError(
      `expect: expected shape [${shape.join(", ")}], received ${formatShape(this.shape)}.`,
    );
  },
};

function installMethods(prototype: object): void {
  const all = [...methodNames.map((name) => [name, name] as const), ...Object.entries(aliases)];
  for (const [name, opName] of all) {
    // biome-ignore lint/performance/noDynamicNamespaceImportAccess: the registry wants all ops anyway
    const op = ops[opName];
    const method = function (this: Operand, ...rest: unknown[]): unknown {
      return (op as (x: Operand, ...rest: unknown[]) => unknown)(this, ...rest);
    };
    Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
  }
  for (const [name, value] of Object.entries(ownMethods)) {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}

installMethods(Tensor.prototype);
installMethods(Variable.prototype);

export { Tensor, Variable };
