import { ArgumentError, type Tensor, type TensorLike, tensor } from "@antler/core";
import { isConfig } from "./forms.js";

/** How samples count in a loss or a metric. */
export interface Weighting {
  /** `[batch]`, or with more of the axes of what it weighs. */
  readonly sampleWeight?: TensorLike | null | undefined;
  /** `[batch]`, or with more axes; false leaves a sample out. Default: the predictions' own mask. */
  readonly mask?: TensorLike | null | undefined;
}

/** A weighting as tensors. */
export interface WeightTensors {
  readonly sampleWeight: Tensor | undefined;
  readonly mask: Tensor | undefined;
}

/** @throws ArgumentError if a weight stands where options belong: it would be ignored */
export function readWeighting(options: Weighting | undefined, where: string): WeightTensors {
  if (!isConfig(options)) {
    throw new ArgumentError(
      `${where}: the last argument holds no options. Expected { sampleWeight, mask }, received ${String(options)}. Write { sampleWeight: … }.`,
    );
  }
  const read = (value: TensorLike | null | undefined): Tensor | undefined =>
    value === undefined || value === null ? undefined : tensor(value);
  return { sampleWeight: read(options?.sampleWeight), mask: read(options?.mask) };
}
