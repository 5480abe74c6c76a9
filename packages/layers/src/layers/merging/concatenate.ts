import { equalDims, normalizeAxis, ops, type Shape, ShapeError, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { formatShapes } from "../../base/structure.js";
import { checkList, isList, type Masks } from "./merge.js";

/** Options of {@link concatenate}. */
export interface ConcatenateConfig extends LayerConfig {
  /** Default −1: the last. */
  readonly axis?: number | undefined;
}

/** See {@link concatenate}. */
export class Concatenate extends Layer<readonly Tensor[]> {
  static readonly className = "Concatenate";
  readonly axis: number;

  constructor(config: ConcatenateConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
    this.supportsMasking = true;
  }

  override call(inputs: readonly Tensor[]): Tensor {
    const list = checkList(inputs, this.name);
    const first = list[0]?.shape ?? [];
    const axis = normalizeAxis(this.axis, first.length, this.name);
    if (list.some(({ shape }) => !fits(shape, first, axis))) {
      throw new ShapeError(
        `${this.name}: the inputs differ. Expected shapes that are equal but along axis ${this.axis}, received ${formatShapes(list)}.`,
      );
    }
    return list.length === 1 ? (list[0] as Tensor) : ops.concatenate(list, this.axis);
  }

  /** The masks one after the other; an input without mask counts in full. */
  override computeMask(inputs: readonly Tensor[], masks: Masks): Tensor | undefined {
    if (masks === undefined) return undefined;
    const full = inputs.map((x, i) =>
      ops.cast(ops.broadcastTo(behind(masks[i], x), x.shape), "int32"),
    );
    return ops.cast(ops.max(ops.concatenate(full, this.axis), -1), "bool");
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

function fits(shape: Shape, first: Shape, axis: number): boolean {
  return (
    shape.length === first.length &&
    shape.every((dim, i) => {
      const other = first[i] ?? 1;
      return i === axis || typeof dim !== typeof other || equalDims(dim, other);
    })
  );
}

function behind(mask: Tensor | undefined, x: Tensor): Tensor {
  if (mask === undefined) return ops.ones(x.shape, "bool");
  return ops.reshape(mask, [...mask.shape, ...x.shape.slice(mask.rank).map(() => 1)]);
}

/** Tensors, which differ along `axis` at most, one after the other: a layer, or the result for a list. */
export function concatenate(config?: ConcatenateConfig): Concatenate;
export function concatenate(inputs: readonly Tensor[], axis?: number, config?: LayerConfig): Tensor;
export function concatenate(
  first: ConcatenateConfig | readonly Tensor[] = {},
  axis = -1,
  config: LayerConfig = {},
): Concatenate | Tensor {
  return isList(first) ? new Concatenate({ ...config, axis })(first) : new Concatenate(first);
}
