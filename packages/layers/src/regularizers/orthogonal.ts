import { ArgumentError, formatShape, ops, ShapeError, type Tensor } from "@antler/core";
import { checkFactor } from "./norms.js";
import { Regularizer } from "./regularizer.js";

export interface OrthogonalRegularizerOptions {
  /** Default 0.01. */
  readonly factor?: number | undefined;
  /** Which vectors should be orthogonal. Default `"rows"`. */
  readonly mode?: "rows" | "columns" | undefined;
}

/** Norms below it count as this much. */
const epsilon = 1e-7;

/** See {@link orthogonalRegularizer}. */
export class OrthogonalRegularizer extends Regularizer {
  static readonly className = "OrthogonalRegularizer";
  readonly factor: number;
  readonly mode: "rows" | "columns";

  /** @throws ArgumentError for an unknown mode */
  constructor({ factor = 0.01, mode = "rows" }: OrthogonalRegularizerOptions = {}) {
    super();
    this.factor = checkFactor("OrthogonalRegularizer", "factor", factor);
    if (mode !== "rows" && mode !== "columns") {
      throw new ArgumentError(
        `OrthogonalRegularizer: unknown mode ${JSON.stringify(mode)}. Expected "rows" or "columns".`,
      );
    }
    this.mode = mode;
  }

  override call(x: Tensor): Tensor {
    if (x.rank !== 2) {
      throw new ShapeError(
        `OrthogonalRegularizer: the weight is no matrix. Expected rank 2, received ${formatShape(x.shape)}.`,
      );
    }
    const rows = this.mode === "rows" ? x : ops.transpose(x);
    const size = Number(rows.shape[0]);
    const scale = ops.rsqrt(ops.sum(ops.square(rows), 1, { keepdims: true }));
    const unit = ops.multiply(rows, ops.minimum(scale, 1 / epsilon));
    const products = ops.abs(ops.matmul(unit, ops.transpose(unit)));
    const apart = ops.subtract(1, ops.eye(size, { dtype: x.dtype }));
    const sum = ops.sum(ops.multiply(products, apart));
    return ops.multiply(sum, this.factor / (size * (size - 1)));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { factor: this.factor, mode: this.mode };
  }
}

/** factor times the mean |cosine| between different rows (or columns) of a matrix. */
export function orthogonalRegularizer(
  options?: OrthogonalRegularizerOptions,
): OrthogonalRegularizer {
  return new OrthogonalRegularizer(options);
}
