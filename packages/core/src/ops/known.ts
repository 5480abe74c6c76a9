import { isDeviceTensor } from "../backend.js";
import type { Tensor } from "../tensor/tensor.js";

/** The number that a constant of rank 0 is. */
export function knownScalar(x: Tensor): number | undefined {
  const { op, rank, value } = x;
  if (op !== "constant" || rank > 0 || value === undefined || isDeviceTensor(value))
    return undefined;
  return value.data[0];
}
