import { isFloat, ops, type Tensor } from "@antler/core";
import type { ConstraintLike } from "../../constraints/resolve.js";
import type { InitializerLike } from "../../initializers/resolve.js";
import type { RegularizerLike } from "../../regularizers/resolve.js";

/** Options of layers that scale by gamma and shift by beta after normalizing. */
export interface ScaleAndCenterOptions {
  /** Whether to add beta. Default true. */
  readonly center?: boolean | undefined;
  /** Whether to multiply by gamma. Default true. */
  readonly scale?: boolean | undefined;
  /** Default `"zeros"`. */
  readonly betaInitializer?: InitializerLike | null | undefined;
  /** Default `"ones"`. */
  readonly gammaInitializer?: InitializerLike | null | undefined;
  readonly betaRegularizer?: RegularizerLike | null | undefined;
  readonly gammaRegularizer?: RegularizerLike | null | undefined;
  readonly betaConstraint?: ConstraintLike | null | undefined;
  readonly gammaConstraint?: ConstraintLike | null | undefined;
}

/** Statistics in 16 bits overflow: such inputs are normalized in float32. */
export function withRoom(x: Tensor): Tensor {
  return x.dtype === "float16" || x.dtype === "bfloat16" || !isFloat(x.dtype)
    ? ops.cast(x, "float32")
    : x;
}
