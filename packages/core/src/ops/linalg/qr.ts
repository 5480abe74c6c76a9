import { ArgumentError, GradientError, ShapeError } from "../../errors.js";
import { apply } from "../../graph/apply.js";
import { formatShape } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { builder, defineOp, type Gradients, type Spec } from "../definition.js";
import { item, items } from "../item.js";
import { batchOf, matrices, turned } from "./matrices.js";

interface QrAttrs {
  readonly mode: "reduced" | "complete";
}

const definition = defineOp({
  name: "qr",
  inputs: ["x"],
  infer: ([x], { mode }: QrAttrs): readonly Spec[] => {
    const [m, n] = sizes(x);
    const k = mode === "complete" ? m : Math.min(m, n);
    const like = (rows: number, columns: number): Spec => ({
      shape: [...batchOf(x), rows, columns],
      dtype: x.dtype,
    });
    return [like(m, k), like(k, n)];
  },
  // (Q̄ + Q · copyltu(R R̄ᵀ − Q̄ᵀ Q)) R⁻ᵀ, where copyltu mirrors the lower triangle.
  grad: ({ inputs: [x], output, gradient, attrs: { mode } }, ops): Gradients => {
    const [m, n] = sizes(x);
    if (m < n || (mode === "complete" && m !== n)) {
      throw new GradientError(
        `qr: no gradient for ${formatShape(x.shape)} in mode "${mode}". Expected as many rows as columns at least, in mode "reduced".`,
      );
    }
    const [q, r] = [item(output, 0), item(output, 1)];
    const [ofQ, ofR] = [gradient[0] ?? ops.zerosLike(q), gradient[1] ?? ops.zerosLike(r)];
    const inner = ops.subtract(ops.matmul(r, turned(ofR, ops)), ops.matmul(turned(ofQ, ops), q));
    const mirrored = ops.add(ops.tril(inner), turned(ops.tril(inner, { k: -1 }), ops));
    const right = ops.add(ofQ, ops.matmul(q, mirrored));
    return [turned(ops.solveTriangular(r, turned(right, ops)), ops)];
  },
  cases: [{ inputs: [{ shape: [2, 2], data: [3, 1, 1, 2] }], attrs: { mode: "reduced" } }],
});

function sizes({ shape }: Pick<Spec, "shape">): [rows: number, columns: number] {
  const [m, n] = shape.slice(-2);
  if (typeof m === "number" && typeof n === "number") return [m, n];
  throw new ShapeError(
    `qr: the sizes of the matrices must be known. Expected numbers, received ${formatShape(shape)}.`,
  );
}

/**
 * q with orthonormal columns and upper triangular r with x = q · r of matrices [..., m, n]. Mode
 * `"complete"` makes q square. The sign of a column of q and the row of r is free.
 */
export const qr = builder(
  definition,
  (x: TensorLike, options: { readonly mode?: QrAttrs["mode"] } = {}): [q: Tensor, r: Tensor] => {
    const { mode = "reduced" } = options;
    if (mode !== "reduced" && mode !== "complete") {
      throw new ArgumentError(`qr: expected mode "reduced" or "complete", received "${mode}".`);
    }
    return items(apply(definition, [matrices(x, "qr")], { mode })) as [Tensor, Tensor];
  },
);
