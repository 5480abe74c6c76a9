import { type DType, floatX, isFloat, narrow, promote, withWideDTypes } from "../dtype.js";
import { DTypeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { broadcastShapes, equalShapes } from "../shape.js";
import { operands, type TensorLike } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import {
  type Builder,
  type CaseInput,
  defineOp,
  type GradientContext,
  type Gradients,
  type OpCase,
  type OpDefinition,
  type Ops,
} from "./definition.js";

type NoAttrs = Record<never, never>;
type Unary<N extends string> = OpDefinition<N, NoAttrs, readonly ["x"]>;
type Binary<N extends string> = OpDefinition<N, NoAttrs, readonly ["a", "b"]>;

/**
 * What an op makes of its operands' dtypes.
 * - `"float"`: floats, of 64 bits only where those are kept; others become the default float.
 * - `"wideFloat"`: floats as they are; others become the default float.
 * - `"widestFloat"`: the same, but int64 becomes float64.
 * - `"number"`: all but bool, which counts as int32.
 * - `"arithmetic"`: all; bool is computed as int32 and given back as bool.
 * - `"integer"`: as `"arithmetic"`, but floats are refused.
 * - `"any"`: all, each as it is.
 */
export type Accepts =
  | ("float" | "wideFloat" | "widestFloat")
  | ("number" | "arithmetic" | "integer" | "any");

/** The parts of a definition that differ in type between unary and binary ops. */
interface Rules {
  readonly grad: unknown;
  readonly decompose?: unknown;
}

/** What tells one element-wise op from another. */
interface Elementwise<N extends string, D extends Rules> {
  readonly name: N;
  /** The function of one element, computed in float64. */
  readonly scalar: (...elements: number[]) => number;
  readonly grad: D["grad"];
  readonly accepts: Accepts;
  /** Default: the dtype of the (promoted) inputs. */
  readonly returns?: DType;
  readonly domain?: readonly [number, number];
  readonly cases?: readonly OpCase<NoAttrs>[];
  readonly decompose?: D["decompose"];
  readonly tolerance?: number;
}

/** An op of one tensor that works on each element by itself. */
export function unary<const N extends string>(
  rule: Elementwise<N, Unary<N>>,
): Builder<Unary<N>, (x: TensorLike) => Tensor> {
  const domain = rule.domain === undefined ? {} : { domain: rule.domain };
  const dtypes = caseDTypes[rule.accepts];
  const shaped = (...shapes: readonly (readonly number[])[]): CaseInput[] =>
    shapes.map((shape) => (rule.accepts === "integer" ? { shape, dtype: "int32" } : shape));
  const definition = defineOp({
    ...shared(rule),
    inputs: ["x"],
    infer: ([x]) => ({ shape: x.shape, dtype: rule.returns ?? x.dtype }),
    grad: rule.grad,
    ...(rule.decompose === undefined ? {} : { decompose: rule.decompose }),
    cases: [
      { inputs: shaped([2, 3]), dtypes, ...domain },
      { inputs: shaped([]), ...domain },
      { inputs: shaped([0, 3]) },
      ...(rule.cases ?? []),
    ],
  }) as Unary<N>;
  const build = (x: TensorLike): Tensor =>
    composed(rule.name, rule.accepts, [x], (input) => apply(definition, [input], {}));
  return Object.assign(build, { definition });
}

/** An op of two tensors that works on each pair of elements, with NumPy's broadcasting. */
export function binary<const N extends string>(
  rule: Elementwise<N, Binary<N>>,
): Builder<Binary<N>, (a: TensorLike, b: TensorLike) => Tensor> {
  const domain = rule.domain === undefined ? {} : { domain: rule.domain };
  const dtypes = caseDTypes[rule.accepts];
  const shaped = (...shapes: readonly (readonly number[])[]): CaseInput[] =>
    shapes.map((shape) => (rule.accepts === "integer" ? { shape, dtype: "int32" } : shape));
  const definition = defineOp({
    ...shared(rule),
    inputs: ["a", "b"],
    infer: ([a, b]) => {
      if (a.dtype !== b.dtype) {
        throw new DTypeError(
          `${rule.name}: dtypes ${a.dtype} and ${b.dtype} differ after promotion.`,
        );
      }
      return {
        shape: broadcastShapes(rule.name, a.shape, b.shape),
        dtype: rule.returns ?? a.dtype,
      };
    },
    grad: rule.grad,
    ...(rule.decompose === undefined ? {} : { decompose: rule.decompose }),
    cases: [
      { inputs: shaped([2, 3], [2, 3]), dtypes, ...domain },
      { inputs: shaped([2, 3], [3]), ...domain },
      { inputs: shaped([2, 1, 3], [4, 1]), dtypes, ...domain },
      { inputs: shaped([], [2, 2]), ...domain },
      { inputs: shaped([0, 3], [1, 3]) },
      ...(rule.cases ?? []),
    ],
  }) as Binary<N>;
  const build = (a: TensorLike, b: TensorLike): Tensor =>
    composed(rule.name, rule.accepts, [a, b], (x, y) => apply(definition, [x, y], {}));
  return Object.assign(build, { definition });
}

/**
 * An element-wise function as users call it: brings the operands to one dtype by the rule of
 * `accepts`, computes, and gives bool back where the rule says so.
 */
export function composed(
  name: string,
  accepts: Accepts,
  values: readonly TensorLike[],
  compute: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  const given = operands(values);
  const [first] = given as [Tensor];
  const shared = given.length === 1 ? first.dtype : promote(...given.map((x) => x.dtype));
  const dtype = operandDType(name, shared, accepts);
  const isWide = dtype === "float64" || dtype === "int64";
  // Of one operand, `compute` takes no second.
  const [a, b] = given.map((x) => castTo(x, dtype)) as [Tensor, Tensor];
  const result = isWide ? withWideDTypes(() => compute(a, b)) : compute(a, b);
  const closed = accepts === "arithmetic" || accepts === "integer";
  // Bool in, bool out: what is not 0 is true.
  return closed && shared === "bool" ? castTo(result, "bool") : result;
}

/** Sums a gradient back to the exact shape of an input that was broadcast. */
export function reduceTo(gradient: Tensor, like: Tensor, ops: Ops): Tensor {
  if (equalShapes(gradient.shape, like.shape)) return gradient;
  const lead = gradient.rank - like.rank;
  const axes = gradient.shape.flatMap((dim, i) =>
    i < lead || (like.shape[i - lead] === 1 && dim !== 1) ? [i] : [],
  );
  return ops.reshape(ops.sum(gradient, axes), like.shape);
}

/** The gradient rule of a binary op from the two partial products, before reduction. */
export function binaryGradient(
  partials: (
    context: GradientContext<NoAttrs, readonly ["a", "b"]>,
    ops: Ops,
  ) => readonly [Tensor, Tensor],
): NonNullable<Binary<string>["grad"]> {
  return (context, ops) => {
    const [a, b] = partials(context, ops);
    return [reduceTo(a, context.inputs[0], ops), reduceTo(b, context.inputs[1], ops)];
  };
}

function shared<N extends string>(rule: Elementwise<N, Rules>) {
  return {
    name: rule.name,
    scalar: rule.scalar,
    ...(rule.tolerance === undefined ? {} : { tolerance: rule.tolerance }),
  };
}

const caseDTypes: Readonly<Record<Accepts, readonly DType[]>> = {
  float: ["float32"],
  wideFloat: ["float32"],
  widestFloat: ["float32"],
  number: ["float32", "int32"],
  arithmetic: ["float32", "int32"],
  integer: ["int32"],
  any: ["float32", "int32", "bool"],
};

/** The dtype in which an op computes on operands of `dtype`. */
function operandDType(name: string, dtype: DType, accepts: Accepts): DType {
  if (accepts === "any") return dtype;
  if (accepts === "float") return isFloat(dtype) ? narrow(dtype) : floatX;
  if (accepts === "widestFloat" && dtype === "int64") return "float64";
  if (accepts === "wideFloat" || accepts === "widestFloat") return isFloat(dtype) ? dtype : floatX;
  if (accepts === "integer" && isFloat(dtype)) {
    throw new DTypeError(
      `${name}: expected integers or bool, received ${dtype}. Cast to "int32" first.`,
    );
  }
  return dtype === "bool" ? "int32" : dtype;
}

/** Casts by a node of its own; the tensor itself where nothing changes. */
export function castTo(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : apply(castDefinition, [x], { dtype });
}

/** The definition behind `cast`; it stands here because every promotion needs it. */
export const castDefinition = defineOp<"cast", readonly ["x"], { readonly dtype: DType }>({
  name: "cast",
  inputs: ["x"],
  infer: ([x], { dtype }) => ({ shape: x.shape, dtype }),
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    isFloat(x.dtype) ? ops.cast(gradient, x.dtype) : null,
  ],
  vectorize: "aligned",
  cases: [
    { inputs: [[2, 3]], attrs: { dtype: "int32" } },
    { inputs: [{ shape: [4], data: [0, 1, -2, 0.5] }], attrs: { dtype: "bool" } },
    { inputs: [{ shape: [3], dtype: "int32" }], attrs: { dtype: "float32" } },
    { inputs: [{ shape: [4], dtype: "bool" }], attrs: { dtype: "float32" } },
    { inputs: [{ shape: [4], dtype: "bool" }], attrs: { dtype: "int32" } },
    { inputs: [{ shape: [3], dtype: "uint8", domain: [0, 255] }], attrs: { dtype: "int32" } },
    { inputs: [{ shape: [3], dtype: "int32", domain: [0, 255] }], attrs: { dtype: "uint8" } },
  ],
});

/** c₀ + c₁ x + c₂ x² + …, by Horner's rule. */
export function polynomial(x: Tensor, coefficients: readonly number[], ops: Ops): Tensor {
  const [highest = 0, next = 0, ...rest] = coefficients.toReversed();
  const start = ops.add(ops.multiply(x, highest), next);
  return rest.reduce((sum, coefficient) => ops.add(ops.multiply(sum, x), coefficient), start);
}
