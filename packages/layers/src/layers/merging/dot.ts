import {
  ArgumentError,
  equalDims,
  normalizeAxis,
  ops,
  ShapeError,
  sizeOf,
  type Tensor,
} from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { formatShapes } from "../../base/structure.js";
import { checkList, isList } from "./merge.js";

/** Options of {@link dot}. */
export interface DotConfig extends LayerConfig {
  /** The axis that is summed over, or one for each input; the batch (0) can't be. */
  readonly axes: number | readonly [number, number];
  /** Whether to scale to length 1 along the axes first, which gives the cosine. Default false. */
  readonly normalize?: boolean | undefined;
}

/** See {@link dot}. */
export class Dot extends Layer<readonly Tensor[]> {
  static readonly className = "Dot";
  readonly axes: number | readonly [number, number];
  readonly normalize: boolean;

  constructor(config: DotConfig) {
    super(config);
    const { axes } = config;
    const list = typeof axes === "number" ? [axes, axes] : axes;
    if (!Array.isArray(list) || list.length !== 2 || !list.every(Number.isInteger)) {
      throw new ArgumentError(
        `${this.name}: axes are no axes. Expected an integer or two of them, received ${JSON.stringify(axes)}.`,
      );
    }
    this.axes = axes;
    this.normalize = config.normalize ?? false;
    this.supportsMasking = true;
  }

  override call(inputs: readonly Tensor[]): Tensor {
    const [a, b] = checkList(inputs, this.name, 2) as readonly [Tensor, Tensor];
    const [first, second] = typeof this.axes === "number" ? [this.axes, this.axes] : this.axes;
    const axisA = normalizeAxis(first, a.rank, this.name);
    const axisB = normalizeAxis(second, b.rank, this.name);
    if (axisA === 0 || axisB === 0 || a.rank < 2 || b.rank < 2) {
      throw new ShapeError(
        `${this.name}: can't sum over the batch. Expected inputs of rank 2 or more and axes behind 0, received ${formatShapes([a, b])} and axes ${JSON.stringify(this.axes)}.`,
      );
    }
    const [sizeA, sizeB] = [a.shape[axisA] ?? 1, b.shape[axisB] ?? 1];
    if (typeof sizeA === typeof sizeB && !equalDims(sizeA, sizeB)) {
      throw new ShapeError(
        `${this.name}: the axes differ in size. Expected equal sizes along axes ${JSON.stringify(this.axes)}, received ${formatShapes([a, b])}.`,
      );
    }
    return this.normalize
      ? batchDot(unit(a, axisA), unit(b, axisB), axisA, axisB)
      : batchDot(a, b, axisA, axisB);
  }

  override computeMask(): undefined {}

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), axes: this.axes, normalize: this.normalize };
  }
}

/** `x` scaled to length 1 along an axis. */
function unit(x: Tensor, axis: number): Tensor {
  const squares = ops.sum(ops.square(x), axis, { keepdims: true });
  return ops.multiply(x, ops.rsqrt(ops.maximum(squares, 1e-12)));
}

/** [batch, ...a, n] · [batch, n, ...b] → [batch, ...a, ...b], the summed axes anywhere. */
function batchDot(a: Tensor, b: Tensor, axisA: number, axisB: number): Tensor {
  const others = (x: Tensor, axis: number): number[] =>
    x.shape.flatMap((_, i) => (i === 0 || i === axis ? [] : [i]));
  const [keptA, keptB] = [others(a, axisA), others(b, axisB)];
  const sizes = (x: Tensor, axes: readonly number[]) => axes.map((axis) => x.shape[axis] ?? 1);
  const [batch = 1] = a.shape;
  const left = ops.reshape(ops.transpose(a, [0, ...keptA, axisA]), [
    batch,
    sizeOf(sizes(a, keptA)),
    a.shape[axisA] ?? 1,
  ]);
  const right = ops.reshape(ops.transpose(b, [0, axisB, ...keptB]), [
    b.shape[0] ?? 1,
    b.shape[axisB] ?? 1,
    sizeOf(sizes(b, keptB)),
  ]);
  const rest = [...sizes(a, keptA), ...sizes(b, keptB)];
  return ops.reshape(ops.matmul(left, right), [batch, ...(rest.length === 0 ? [1] : rest)]);
}

/** Sums of products of two tensors along an axis, sample by sample: a layer, or the result for a list. */
export function dot(config: DotConfig): Dot;
export function dot(
  inputs: readonly Tensor[],
  axes?: DotConfig["axes"],
  config?: Omit<DotConfig, "axes">,
): Tensor;
export function dot(
  first: DotConfig | readonly Tensor[],
  axes: DotConfig["axes"] = -1,
  config: Omit<DotConfig, "axes"> = {},
): Dot | Tensor {
  return isList(first) ? new Dot({ ...config, axes })(first) : new Dot(first);
}
