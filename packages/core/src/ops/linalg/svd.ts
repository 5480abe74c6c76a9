import type { Dim } from "../../dimension.js";
import { GradientError, ShapeError } from "../../errors.js";
import { apply } from "../../graph/apply.js";
import { formatShape } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import {
  builder,
  defineOp,
  type GradientContext,
  type Gradients,
  type Ops,
  type Spec,
} from "../definition.js";
import { item, items } from "../item.js";
import { inverseGaps, onDiagonal } from "./eigh.js";
import { batchOf, matrices, turned } from "./matrices.js";

interface SvdAttrs {
  readonly fullMatrices: boolean;
}

const definition = defineOp({
  name: "svd",
  inputs: ["x"],
  infer: ([x], { fullMatrices }: SvdAttrs): readonly Spec[] => {
    const [m, n] = sizes(x);
    const k = Math.min(m, n);
    const like = (...tail: Dim[]): Spec => ({ shape: [...batchOf(x), ...tail], dtype: x.dtype });
    return fullMatrices ? [like(m, m), like(k), like(n, n)] : [like(m, k), like(k), like(k, n)];
  },
  grad: svdGradient,
  cases: [
    { inputs: [{ shape: [2, 2], data: [3, 1, 1, 2] }], attrs: { fullMatrices: true } },
    { inputs: [{ shape: [2, 3], data: [3, 1, 0, 1, 2, 4] }], attrs: { fullMatrices: false } },
  ],
});

function sizes({ shape }: Pick<Spec, "shape">): [rows: number, columns: number] {
  const [m, n] = shape.slice(-2);
  if (typeof m === "number" && typeof n === "number") return [m, n];
  throw new ShapeError(
    `svd: the sizes of the matrices must be known. Expected numbers, received ${formatShape(shape)}.`,
  );
}

/** See Giles (2008), "Collected matrix derivative results", and Townsend (2016). */
function svdGradient(
  {
    inputs: [x],
    output,
    gradient,
    attrs,
  }: GradientContext<SvdAttrs, readonly ["x"], readonly Spec[]>,
  ops: Ops,
): Gradients {
  const [m, n] = sizes(x);
  const k = Math.min(m, n);
  const [ofU, ofS, ofVt] = gradient;
  if (attrs.fullMatrices && m !== n && (ofU || ofVt)) {
    throw new GradientError(
      "svd: the vectors that only fill up a square matrix have no gradient. Pass { fullMatrices: false }.",
    );
  }
  const [u, s, vt] = [item(output, 0), item(output, 1), item(output, 2)];
  const thin = (matrix: Tensor, axis: number): Tensor =>
    ops.take(matrix, ops.iota(k, "int32"), axis);
  const [left, right] = attrs.fullMatrices
    ? [thin(u, -1), turned(thin(vt, -2), ops)]
    : [u, turned(vt, ops)];
  const scale = ops.expandDims(s, -2);
  const gaps = inverseGaps(ops.square(s), ops);
  const skew = (a: Tensor): Tensor => ops.subtract(a, turned(a, ops));
  const parts: Tensor[] = [];
  const outside: Tensor[] = [];
  const inverse = ops.divide(1, scale);
  if (ofS) parts.push(onDiagonal(ofS, ops));
  if (ofU) {
    const inner = ops.matmul(turned(left, ops), ofU);
    parts.push(ops.multiply(ops.multiply(skew(inner), gaps), scale));
    if (m > k) {
      const rest = ops.multiply(ops.subtract(ofU, ops.matmul(left, inner)), inverse);
      outside.push(ops.matmul(rest, turned(right, ops)));
    }
  }
  if (ofVt) {
    const ofV = turned(ofVt, ops);
    const inner = ops.matmul(turned(right, ops), ofV);
    parts.push(ops.multiply(ops.expandDims(s, -1), ops.multiply(skew(inner), gaps)));
    if (n > k) {
      const rest = ops.multiply(ops.subtract(ofV, ops.matmul(right, inner)), inverse);
      outside.push(ops.matmul(left, turned(rest, ops)));
    }
  }
  const [first, ...rest] = parts as [Tensor, ...Tensor[]];
  const middle = rest.reduce((a, b) => ops.add(a, b), first);
  const inside = ops.matmul(ops.matmul(left, middle), turned(right, ops));
  return [outside.reduce((a, b) => ops.add(a, b), inside)];
}

const decompose = builder(
  definition,
  (x: TensorLike, options: { readonly fullMatrices?: boolean } = {}): [Tensor, Tensor, Tensor] => {
    const attrs = { fullMatrices: options.fullMatrices ?? true };
    return items(apply(definition, [matrices(x, "svd")], attrs)) as [Tensor, Tensor, Tensor];
  },
);

/** Options of {@link svd}. */
export interface SvdOptions {
  /** Whether u and vᵀ are square. Default true. */
  readonly fullMatrices?: boolean;
  /** Whether u and vᵀ are wanted; false gives the singular values alone. Default true. */
  readonly computeUv?: boolean;
}

function svdOf(x: TensorLike, options: SvdOptions & { readonly computeUv: false }): Tensor;
function svdOf(x: TensorLike, options?: SvdOptions): [u: Tensor, s: Tensor, vt: Tensor];
function svdOf(x: TensorLike, options: SvdOptions = {}): Tensor | [Tensor, Tensor, Tensor] {
  if (options.computeUv === false) return decompose(x, { fullMatrices: false })[1];
  return decompose(x, { fullMatrices: options.fullMatrices ?? true });
}

/**
 * u, s and vᵀ with x = u · diag(s) · vᵀ of matrices [..., m, n]; the singular values [..., min(m, n)]
 * descend. Signs of pairs of vectors are free.
 */
export const svd = Object.assign(svdOf, { definition });
