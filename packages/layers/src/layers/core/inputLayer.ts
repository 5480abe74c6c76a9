import { type DType, floatX, parseShape, type ShapeLike, symbol, Tensor } from "@antler/core";
import { Layer } from "../../base/layer.js";
import { recordInput } from "../../functional/history.js";
import type { Input, ShapeOf } from "../../types/shapes.js";

/** Options of {@link input}. */
export interface InputConfig {
  /** Without the batch dimension; a string names a dimension of any size: `["time", 64]`. */
  readonly shape: ShapeLike;
  readonly name?: string | undefined;
  /** Default `"float32"`. */
  readonly dtype?: DType | undefined;
  /** Default: any. */
  readonly batchSize?: number | undefined;
}

/** Stands for an input in `model.layers`; made by {@link input}. */
export class InputLayer extends Layer {
  static readonly className = "InputLayer";
  /** The tensor that layers are called on. */
  readonly output: Tensor;

  constructor(config: InputConfig) {
    super({ name: config.name, dtype: config.dtype });
    const shape = [config.batchSize ?? symbol("batch"), ...parseShape(config.shape, this.name)];
    const dtype = config.dtype ?? floatX;
    this.output = new Tensor({ op: "input", shape, dtype, attrs: { name: this.name } });
    recordInput(this.output, this);
    this.ensureBuilt(shape);
  }

  override call(x: Tensor): Tensor {
    return x;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const batchShape = this.output.shape.map((dim) => (typeof dim === "number" ? dim : null));
    const { name, dtype } = this;
    return { name, dtype, batchShape, sparse: false, ragged: false, optional: false };
  }
}

/**
 * Where a functional model starts: a tensor [batch, ...shape] without a value.
 *
 * @example
 * const x = layers.input({ shape: [784] });
 * const y = layers.dense({ units: 10 })(x);
 */
export function input<const S extends ShapeLike>(
  config: InputConfig & { readonly shape: S },
): Input<ShapeOf<S>> {
  return new InputLayer(config).output;
}
