import { isFloat, promote } from "../dtype.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { castTo } from "./elementwise.js";
import { fill } from "./fill.js";
import { gather } from "./gather.js";
import { isnan } from "./isnan.js";
import { less } from "./less.js";
import { lessEqual } from "./lessEqual.js";
import { logicalAnd } from "./logicalAnd.js";
import { logicalNot } from "./logicalNot.js";
import { logicalOr } from "./logicalOr.js";
import { minimum } from "./minimum.js";
import { multiply } from "./multiply.js";
import { reshape } from "./reshape.js";
import { subtract } from "./subtract.js";
import { sum } from "./sum.js";

/** Up to this many elements every value is compared with each; beyond, the sequence is halved again and again. */
const fewElements = 64;

/**
 * How many elements of a sorted vector stand before each value (int32, in the shape of `values`): those that are
 * smaller, with side `"right"` also equal ones. NaN counts as larger than every number.
 */
export function countBelow(sequence: Tensor, values: Tensor, side: "left" | "right"): Tensor {
  const common = promote(sequence.dtype, values.dtype);
  const dtype = common === "bool" ? "int32" : common;
  const [sorted, wanted] = [castTo(sequence, dtype), castTo(values, dtype)];
  const [count = 0] = sorted.shape;
  if (typeof count !== "number" || count <= fewElements) {
    const spread = reshape(wanted, [...wanted.shape, 1]);
    return sum(castTo(precedes(sorted, spread, side), "int32"), -1);
  }
  // Invariant: everything below `low` precedes the value, nothing from low + 2ⁿ on does.
  let low = fill(wanted.shape, 0, "int32");
  for (let step = 2 ** Math.floor(Math.log2(count)); step >= 1; step /= 2) {
    const reached = add(low, step);
    const probe = gather(sorted, minimum(subtract(reached, 1), count - 1));
    const inside = lessEqual(reached, count);
    const goes = logicalAnd(inside, precedes(probe, wanted, side));
    low = add(low, multiply(castTo(goes, "int32"), step));
  }
  return low;
}

/** Whether an element stands before a value in sorted order. */
function precedes(element: Tensor, value: Tensor, side: "left" | "right"): Tensor {
  const plain = side === "left" ? less(element, value) : lessEqual(element, value);
  if (!isFloat(value.dtype)) return plain;
  if (side === "right") return logicalOr(plain, isnan(value));
  return logicalOr(plain, logicalAnd(isnan(value), logicalNot(isnan(element))));
}
