import { type DType, floatX, isFloat, kindOf, narrow, promote } from "../dtype.js";
import { DTypeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { broadcastShapes, equalShapes } from "../shape.js";
import { operands, type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import {
  type Builder,
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

type Accepted = "float" | "wideFloat" | "number" | "any";

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
  /**
   * `"float"`: integers are cast to float32 first, and 64 bits narrowed; `"wideFloat"`: float64
   * stays (each as Keras has it for that op). `"number"`: any dtype but bool (which counts
   * as int32). `"any"`: every dtype.
   */
  readonly accepts: Accepted;
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
  const dtypes = casesFor(rule.accepts);
  const definition = defineOp({
    ...shared(rule),
    inputs: ["x"],
    infer: ([x]) => ({ shape: x.shape, dtype: rule.returns ?? x.dtype }),
    grad: rule.grad,
    ...(rule.decompose === undefined ? {} : { decompose: rule.decompose }),
    cases: [
      { inputs: [[2, 3]], dtypes, ...domain },
      { inputs: [[]], ...domain },
      { inputs: [[0, 3]] },
      ...(rule.cases ?? []),
    ],
  }) as Unary<N>;
  const build = (x: TensorLike): Tensor => {
    const input = tensor(x);
    return apply(definition, [castTo(input, operandDType(input.dtype, rule.accepts))], {});
  };
  return Object.assign(build, { definition });
}

/** An op of two tensors that works on each pair of elements, with NumPy's broadcasting. */
export function binary<const N extends string>(
  rule: Elementwise<N, Binary<N>>,
): Builder<Binary<N>, (a: TensorLike, b: TensorLike) => Tensor> {
  const domain = rule.domain === undefined ? {} : { domain: rule.domain };
  const dtypes = casesFor(rule.accepts);
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
      {
        inputs: [
          [2, 3],
          [2, 3],
        ],
        dtypes,
        ...domain,
      },
      { inputs: [[2, 3], [3]], ...domain },
      {
        inputs: [
          [2, 1, 3],
          [4, 1],
        ],
        dtypes,
        ...domain,
      },
      { inputs: [[], [2, 2]], ...domain },
      {
        inputs: [
          [0, 3],
          [1, 3],
        ],
      },
      ...(rule.cases ?? []),
    ],
  }) as Binary<N>;
  const build = (a: TensorLike, b: TensorLike): Tensor => {
    const [x, y] = operands([a, b]) as [Tensor, Tensor];
    const dtype = operandDType(promote(x.dtype, y.dtype), rule.accepts);
    return apply(definition, [castTo(x, dtype), castTo(y, dtype)], {});
  };
  return Object.assign(build, { definition });
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

function casesFor(accepts: Accepted): readonly DType[] {
  if (accepts === "float" || accepts === "wideFloat") return ["float32"];
  return accepts === "number" ? ["float32", "int32"] : ["float32", "int32", "bool"];
}

function operandDType(dtype: DType, accepts: Accepted): DType {
  if (accepts === "wideFloat") return isFloat(dtype) ? dtype : floatX;
  if (accepts === "float") return isFloat(dtype) ? narrow(dtype) : floatX;
  if (accepts === "number" && kindOf(dtype) === "bool") return "int32";
  return dtype;
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
