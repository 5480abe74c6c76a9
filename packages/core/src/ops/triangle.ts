import type { Dim } from "../dimension.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { iota } from "./iota.js";
import { lessEqual } from "./lessEqual.js";
import { reshape } from "./reshape.js";

/** Where a matrix of this size lies on or below diagonal `k`. */
export function lowerTriangle(rows: Dim, columns: Dim, k: number): Tensor {
  return lessEqual(iota(columns), reshape(add(iota(rows), k), [rows, 1]));
}
