import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { scatterAdd } from "./scatterAdd.js";
import { scatterSlices } from "./scatterSlices.js";

/** How updates of one place combine: the last one stays (`null`), or they are added, …. */
export type ScatterReduction = "add" | "max" | "min" | "mul";

/** x [n, ...slice] with updates [m, ...slice] brought in at places [m]. */
export function updateSlices(
  x: Tensor,
  places: Tensor,
  updates: Tensor,
  reduction: ScatterReduction | null,
): Tensor {
  if (reduction !== "add") {
    return scatterSlices(x, places, updates, { reduction: reduction ?? "set" });
  }
  return add(x, scatterAdd(places, updates, { axis: 0, size: x.shape[0] ?? 0 }));
}
