import { ops, type Tensor } from "@antler/core";
import type { LayerConfig } from "../../base/layer.js";
import { isList, Merge } from "./merge.js";

/** See {@link average}. */
export class Average extends Merge {
  static readonly className = "Average";

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return ops.divide(
      inputs.reduce((a, b) => ops.add(a, b)),
      inputs.length,
    );
  }
}

/** Mean of a list of tensors, element by element with broadcasting behind the batch: a layer, or the result for a list. */
export function average(config?: LayerConfig): Average;
export function average(inputs: readonly Tensor[], config?: LayerConfig): Tensor;
export function average(
  first: LayerConfig | readonly Tensor[] = {},
  config: LayerConfig = {},
): Average | Tensor {
  return isList(first) ? new Average(config)(first) : new Average(first);
}
