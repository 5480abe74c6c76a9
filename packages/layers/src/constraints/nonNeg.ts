import { ops, type Tensor } from "@antler/core";
import { Constraint } from "./constraint.js";

/** See {@link nonNeg}. */
export class NonNeg extends Constraint {
  static readonly className = "NonNeg";

  override call(weight: Tensor): Tensor {
    return ops.maximum(weight, 0);
  }
}

/** No weight below 0. */
export function nonNeg(): NonNeg {
  return new NonNeg();
}
