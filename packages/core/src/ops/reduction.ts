import { type DType, isFloat } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, normalizeAxes, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Builder, defineOp, type OpCase, type OpDefinition, type Ops } from "./definition.js";
import { castTo } from "./elementwise.js";

/** Axes counted from the front, sorted; the caller normalizes them. */
export interface ReductionAttrs {
  readonly axes: readonly number[];
  readonly keepdims: boolean;
}

/** Which axes to reduce: one, several, or (`null`, `undefined`) all. */
export type Axis = number | readonly number[] | null | undefined;

type Reduction<N extends string> = OpDefinition<N, ReductionAttrs, readonly ["x"]>;

/** What tells one reduction from another. */
interface ReductionRule<N extends string> {
  readonly name: N;
  readonly grad: Reduction<N>["grad"];
  readonly decompose?: Reduction<N>["decompose"];
  /** The dtype that an input is cast to first. */
  readonly operand: (dtype: DType) => DType;
  /** Bool in, bool out. */
  readonly restoresBool?: boolean;
  readonly dtypes: readonly DType[];
  /** The result of no elements; `undefined`: there is none, which is an error. */
  readonly empty: number | undefined;
  readonly cases?: readonly OpCase<ReductionAttrs>[];
}

/** An op that combines the elements along some axes. */
export function reduction<const N extends string>(
  rule: ReductionRule<N>,
): Builder<
  Reduction<N>,
  (x: TensorLike, axis?: Axis, options?: { readonly keepdims?: boolean | undefined }) => Tensor
> {
  const cases: OpCase<ReductionAttrs>[] = [
    { inputs: [[2, 3, 4]], attrs: { axes: [1], keepdims: false }, dtypes: rule.dtypes },
    { inputs: [[2, 3, 4]], attrs: { axes: [0, 2], keepdims: true } },
    { inputs: [[2, 3]], attrs: { axes: [0, 1], keepdims: false } },
    { inputs: [[]], attrs: { axes: [], keepdims: false } },
  ];
  if (Number.isFinite(rule.empty)) {
    cases.push({ inputs: [[0, 3]], attrs: { axes: [0], keepdims: false } });
  }
  const definition = defineOp({
    name: rule.name,
    inputs: ["x"],
    infer: ([x], { axes, keepdims }: ReductionAttrs) => {
      if (rule.empty === undefined) checkNotEmpty(rule.name, x.shape, axes);
      return { shape: reducedShape(x.shape, axes, keepdims), dtype: x.dtype };
    },
    grad: rule.grad,
    ...(rule.decompose === undefined ? {} : { decompose: rule.decompose }),
    vectorize: ({ axes, keepdims }) => ({ axes: axes.map((axis) => axis + 1), keepdims }),
    cases: [...cases, ...(rule.cases ?? [])],
  }) as Reduction<N>;
  const build = (
    x: TensorLike,
    axis?: Axis,
    options: { readonly keepdims?: boolean | undefined } = {},
  ): Tensor => {
    const input = tensor(x);
    const axes = normalizeAxes(axis, input.rank, rule.name);
    const operand = castTo(input, rule.operand(input.dtype));
    const result = apply(definition, [operand], { axes, keepdims: options.keepdims ?? false });
    return rule.restoresBool && input.dtype === "bool" ? castTo(result, "bool") : result;
  };
  return Object.assign(build, { definition });
}

/** @throws ShapeError if there is nothing along `axes` */
export function checkNotEmpty(name: string, shape: Shape, axes: readonly number[]): void {
  const empty = axes.find((axis) => shape[axis] === 0);
  if (empty === undefined) return;
  throw new ShapeError(
    `${name}: axis ${empty} of ${formatShape(shape)} has no elements. Expected at least one, received 0.`,
  );
}

/** The dtype in which integers are summed up and multiplied: bool and narrow ones in int32. */
export function totalDType(dtype: DType): DType {
  return isFloat(dtype) || dtype === "int64" ? dtype : "int32";
}

/** Without the axes, or with size 1 in their place. */
export function reducedShape(shape: Shape, axes: readonly number[], keepdims: boolean): Shape {
  return shape.flatMap((dim, i) => (!axes.includes(i) ? [dim] : keepdims ? [1] : []));
}

/** A reduced tensor spread out again over the axes that were reduced. */
export function expandReduced(
  reduced: Tensor,
  like: Tensor,
  axes: readonly number[],
  ops: Ops,
): Tensor {
  const kept = ops.reshape(reduced, reducedShape(like.shape, axes, true));
  return ops.broadcastTo(kept, like.shape);
}

/** The gradient of max and min: shared equally among the elements that attain it. */
export const extremumGradient: Reduction<string>["grad"] = (
  { inputs: [x], output, gradient, attrs },
  ops,
) => {
  const hit = ops.cast(ops.equal(x, expandReduced(output, x, attrs.axes, ops)), gradient.dtype);
  const count = ops.sum(hit, attrs.axes, { keepdims: true });
  return [ops.multiply(ops.divide(hit, count), expandReduced(gradient, x, attrs.axes, ops))];
};
