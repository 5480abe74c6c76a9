import { ops, type Tensor } from "@antler/core";
import type { LayerConfig } from "../../base/layer.js";
import { checkList, isList, Merge } from "./merge.js";

/** See {@link subtract}. */
export class Subtract extends Merge {
  static readonly className = "Subtract";

  protected override merge(inputs: readonly Tensor[]): Tensor {
    const [a, b] = checkList(inputs, this.name, 2) as readonly [Tensor, Tensor];
    return ops.subtract(a, b);
  }
}

/** The first of two tensors minus the second, with broadcasting: a layer, or the result for a list. */
export function subtract(config?: LayerConfig): Subtract;
export function subtract(inputs: readonly Tensor[], config?: LayerConfig): Tensor;
export function subtract(
  first: LayerConfig | readonly Tensor[] = {},
  config: LayerConfig = {},
): Subtract | Tensor {
  return isList(first) ? new Subtract(config)(first) : new Subtract(first);
}
