import { ops, type Tensor } from "@antler/core";
import type { BaseSettings } from "./options.js";

type Clipping = Pick<BaseSettings, "clipnorm" | "globalClipnorm" | "clipvalue">;

/** The gradients held within the limits; the very same tensors where there are none. */
export function clipGradients(gradients: readonly Tensor[], options: Clipping): readonly Tensor[] {
  const { clipnorm, globalClipnorm, clipvalue } = options;
  if (clipvalue !== null) return gradients.map((g) => ops.clip(g, -clipvalue, clipvalue));
  if (clipnorm !== null) return gradients.map((g) => scale(g, squaredNorm(g), clipnorm));
  if (globalClipnorm === null || gradients.length === 0) return gradients;
  const total = gradients.map(squaredNorm).reduce((sum, next) => sum.add(next));
  return gradients.map((g) => scale(g, total, globalClipnorm));
}

function squaredNorm(x: Tensor): Tensor {
  return ops.square(x).sum();
}

/** x · limit / max(norm, limit): shorter vectors keep their length. */
function scale(x: Tensor, squared: Tensor, limit: number): Tensor {
  return x.multiply(ops.divide(limit, squared.sqrt().maximum(limit)));
}
