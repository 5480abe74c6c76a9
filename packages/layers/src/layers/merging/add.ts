import { ops, ShapeError, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { formatShapes } from "../../base/structure.js";

/** See {@link add}. */
export class Add extends Layer<readonly Tensor[]> {
  static readonly className = "Add";

  override call(inputs: readonly Tensor[]): Tensor {
    const first = inputs[0];
    if (first === undefined || inputs.length < 2) {
      throw new ShapeError(
        `${this.name}: too few inputs. Expected a list of two or more tensors, received ${inputs.length}.`,
      );
    }
    if (inputs.some((x) => x.rank === 0)) {
      throw new ShapeError(
        `${this.name}: an input has no batch dimension. Expected [batch, ...], received ${formatShapes(inputs)}.`,
      );
    }
    const rank = Math.max(...inputs.map((x) => x.rank));
    return inputs.map((x) => alignBatch(x, rank)).reduce((a, b) => ops.add(a, b));
  }
}

/** Axes of size 1 behind the batch, so that batches meet each other and the rest broadcasts. */
function alignBatch(x: Tensor, rank: number): Tensor {
  if (x.rank === rank) return x;
  const [batch = 1, ...rest] = x.shape;
  return ops.reshape(x, [batch, ...Array.from({ length: rank - x.rank }, () => 1), ...rest]);
}

/** Sum of a list of tensors, element by element with broadcasting behind the batch. */
export function add(config: LayerConfig = {}): Add {
  return new Add(config);
}
