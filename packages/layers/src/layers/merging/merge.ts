import { ArgumentError, ops, ShapeError, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { formatShapes } from "../../base/structure.js";

/** One mask per input, where it has one. */
export type Masks = readonly (Tensor | undefined)[] | undefined;

/** What layers share that make one tensor of a list, element by element. */
export abstract class Merge extends Layer<readonly Tensor[]> {
  constructor(config: LayerConfig = {}) {
    super(config);
    this.supportsMasking = true;
  }

  /** Puts tensors of one rank together; their shapes broadcast. */
  protected abstract merge(inputs: readonly Tensor[]): Tensor;

  override call(inputs: readonly Tensor[]): Tensor {
    const list = checkList(inputs, this.name);
    if (list.some((x) => x.rank === 0)) {
      throw new ShapeError(
        `${this.name}: an input has no batch dimension. Expected [batch, ...], received ${formatShapes(list)}.`,
      );
    }
    const rank = Math.max(...list.map((x) => x.rank));
    return this.merge(list.map((x) => alignBatch(x, rank)));
  }

  /** A step counts if it counts in any input; without masks for all there is none. */
  override computeMask(_inputs: readonly Tensor[], masks: Masks): Tensor | undefined {
    if (masks === undefined || masks.some((mask) => mask === undefined)) return undefined;
    return (masks as readonly Tensor[]).reduce((a, b) => ops.logicalOr(a, b));
  }
}

/**
 * The inputs, if they are a list of as many tensors as the layer takes.
 * @throws ArgumentError otherwise
 */
export function checkList(inputs: unknown, where: string, count?: number): readonly Tensor[] {
  if (Array.isArray(inputs) && inputs.length > 0 && inputs.length === (count ?? inputs.length)) {
    return inputs;
  }
  const received = Array.isArray(inputs) ? inputs.length : "one that is no list";
  throw new ArgumentError(
    `${where}: called with the wrong number of inputs. Expected a list of ${count ?? "one or more"} tensors, received ${received}.`,
  );
}

/** Axes of size 1 behind the batch, so that batches meet each other and the rest broadcasts. */
function alignBatch(x: Tensor, rank: number): Tensor {
  if (x.rank === rank) return x;
  const [batch = 1, ...rest] = x.shape;
  return ops.reshape(x, [batch, ...Array.from({ length: rank - x.rank }, () => 1), ...rest]);
}

/** Whether a factory was called on tensors, as Keras's functions of the same name are. */
export function isList(value: unknown): value is readonly Tensor[] {
  return Array.isArray(value);
}
