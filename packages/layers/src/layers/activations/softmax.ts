import { ops, type Tensor } from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";

/** Options of {@link softmax}. */
export interface SoftmaxConfig extends LayerConfig {
  /** The axis, or axes, along which the result sums to 1. Default −1. */
  readonly axis?: number | readonly number[] | undefined;
}

/** See {@link softmax}. */
export class Softmax extends Layer {
  static readonly className = "Softmax";
  readonly axis: number | readonly number[];

  constructor(config: SoftmaxConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
    this.supportsMasking = true;
    this.inputSpecs = [{}];
  }

  override call(x: Tensor, { mask }: CallOptions): Tensor {
    // Half precision ends at 65504.
    const least = x.dtype === "float16" ? -3e4 : -1e9;
    const kept = mask === undefined ? x : ops.where(behind(ops.cast(mask, "bool"), x), x, least);
    return ops.softmax(kept, this.axis);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/** A mask of steps holds for all of their features. */
function behind(mask: Tensor, x: Tensor): Tensor {
  const ones = Array.from({ length: Math.max(0, x.rank - mask.rank) }, () => 1);
  return ops.reshape(mask, [...mask.shape, ...ones]);
}

/**
 * eˣ over its sum along `axis`: any shape, kept. What a mask (of the input's shape) leaves out
 * becomes 0.
 */
export function softmax(config: SoftmaxConfig = {}): Softmax & Typed<IdentityRule, "softmax"> {
  return new Softmax(config);
}
