import { ops, type Tensor } from "@antler/core";

interface Clipping {
  readonly clipnorm?: number | undefined;
  readonly globalClipnorm?: number | undefined;
  readonly clipvalue?: number | undefined;
}

/** The gradients held within the limits; the very same tensors where there are none. */
export function clipGradients(gradients: readonly Tensor[], options: Clipping): readonly Tensor[] {
  const { clipnorm, globalClipnorm, clipvalue } = options;
  if (clipvalue !== undefined) return gradients.map((g) => ops.clip(g, -clipvalue, clipvalue));
  if (clipnorm !== undefined) return gradients.map((g) => scale(g, squaredNorm(g), clipnorm));
  if (globalClipnorm === undefined || gradients.length === 0) return gradients;
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
