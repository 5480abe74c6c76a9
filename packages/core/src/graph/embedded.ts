import { isDeviceTensor } from "../backend.js";
import { sizeOf } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";

/** Values of up to this many elements become part of a program; larger ones are fed at each run. */
const embeddedElements = 16;

/** Whether a node's value is written into programs (and into their keys). */
export function isEmbedded(node: Tensor): boolean {
  const { value } = node;
  return (
    node.op === "constant" &&
    value !== undefined &&
    !isDeviceTensor(value) &&
    sizeOf(value.shape) <= embeddedElements
  );
}
