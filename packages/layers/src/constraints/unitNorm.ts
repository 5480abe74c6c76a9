import type { Tensor } from "@antler/core";
import { Constraint } from "./constraint.js";
import { type AxisOption, norms, rescale } from "./norm.js";

/** See {@link unitNorm}. */
export class UnitNorm extends Constraint {
  static readonly className = "UnitNorm";
  readonly axis: number | readonly number[];

  constructor({ axis = 0 }: AxisOption = {}) {
    super();
    this.axis = axis;
  }

  override call(weight: Tensor): Tensor {
    return rescale(weight, norms(weight, this.axis), 1);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { axis: this.axis };
  }
}

/** Norms of 1. */
export function unitNorm(options?: AxisOption): UnitNorm {
  return new UnitNorm(options);
}
