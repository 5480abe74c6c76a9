import { ops, type Tensor } from "@antler/core";
import type { CallOptions, LayerConfig } from "../../base/layer.js";
import { isList, type Masks, Merge } from "./merge.js";

/** See {@link multiply}. */
export class Multiply extends Merge {
  static readonly className = "Multiply";
  #masks: Masks;

  override call(inputs: readonly Tensor[], { mask }: CallOptions<readonly Tensor[]> = {}): Tensor {
    this.#masks = mask;
    const product = super.call(inputs);
    this.#masks = undefined;
    const counts = this.computeMask(inputs, mask);
    return counts === undefined ? product : ops.where(behind(counts, product), product, 0);
  }

  /** What a mask leaves out is no factor. */
  protected override merge(inputs: readonly Tensor[]): Tensor {
    const factors = inputs.map((x, i) => {
      const mask = this.#masks?.[i];
      return mask === undefined ? x : ops.where(behind(mask, x), x, 1);
    });
    return factors.reduce((a, b) => ops.multiply(a, b));
  }
}

/** A mask with axes of size 1 behind it, up to the rank of `x`. */
function behind(mask: Tensor, x: Tensor): Tensor {
  const ones = Array.from({ length: Math.max(0, x.rank - mask.rank) }, () => 1);
  return ops.reshape(mask, [...mask.shape, ...ones]);
}

/** Product of a list of tensors, element by element with broadcasting behind the batch: a layer, or the result for a list. */
export function multiply(config?: LayerConfig): Multiply;
export function multiply(inputs: readonly Tensor[], config?: LayerConfig): Tensor;
export function multiply(
  first: LayerConfig | readonly Tensor[] = {},
  config: LayerConfig = {},
): Multiply | Tensor {
  return isList(first) ? new Multiply(config)(first) : new Multiply(first);
}
