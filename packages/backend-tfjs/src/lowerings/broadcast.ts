import { reshaped } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";

/** `x` spread out to `shape` by NumPy's rule. */
export function broadcast(x: Handle, shape: readonly number[], kernels: Kernels): Handle {
  const aligned = [...shape.map(() => 1).slice(x.shape.length), ...x.shape];
  const full = reshaped(x, aligned, kernels);
  const reps = shape.map((dim, i) => (aligned[i] === dim ? 1 : dim));
  return reps.every((count) => count === 1) ? full : kernels.run("Tile", { x: full }, { reps });
}

/** Applies `compute` to bool values as int32 where the device moves bool wrongly. */
export function throughInt32(
  inputs: readonly Handle[],
  kernels: Kernels,
  compute: (inputs: readonly Handle[]) => Handle,
): Handle {
  if (kernels.traits.boolMovesRight || inputs[0]?.dtype !== "bool") return compute(inputs);
  const widened = inputs.map((x) => kernels.run("Cast", { x }, { dtype: "int32" }));
  return kernels.run("NotEqual", { a: compute(widened), b: kernels.scalar(0, "int32") });
}
