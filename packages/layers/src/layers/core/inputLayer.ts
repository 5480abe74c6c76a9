import {
  ArgumentError,
  type DType,
  floatX,
  parseShape,
  type Shape,
  type ShapeLike,
  symbol,
  Tensor,
} from "@antler/core";
import { Layer } from "../../base/layer.js";
import { recordInput } from "../../functional/history.js";
import type { Input, ShapeOf } from "../../types/shapes.js";

/** Options of {@link input}. */
export interface InputConfig {
  /** Without the batch dimension; a string names a dimension of any size: `["time", 64]`. */
  readonly shape?: readonly (ShapeLike[number] | null)[] | null | undefined;
  readonly name?: string | null | undefined;
  /** Default `"float32"`. */
  readonly dtype?: DType | null | undefined;
  /** Default: any. */
  readonly batchSize?: number | null | undefined;
  /** In place of `shape` and `batchSize`; `null` is a size of any kind. */
  readonly batchShape?: readonly (ShapeLike[number] | null)[] | null | undefined;
  /** Whether a model may be called without it. Default false. */
  readonly optional?: boolean | undefined;
  /** Sparse tensors do not exist here. */
  readonly sparse?: false | null | undefined;
  /** Ragged tensors do not exist here. */
  readonly ragged?: false | null | undefined;
}

/** Stands for an input in `model.layers`; made by {@link input}. */
export class InputLayer extends Layer {
  static readonly className = "InputLayer";
  readonly #output: Tensor;
  readonly optional: boolean;

  constructor(config: InputConfig) {
    super({ name: config.name, dtype: config.dtype });
    for (const option of ["sparse", "ragged"] as const) {
      if (config[option]) {
        throw new ArgumentError(
          `${this.name}: ${option} tensors are not supported. Expected false, received true.`,
        );
      }
    }
    const shape = this.#batchShape(config);
    const dtype = config.dtype ?? floatX;
    this.optional = config.optional ?? false;
    this.#output = new Tensor({ op: "input", shape, dtype, attrs: { name: this.name } });
    recordInput(this.#output, this);
    this.ensureBuilt(shape);
  }

  /** The tensor that layers are called on. */
  override get output(): Tensor {
    return this.#output;
  }

  override get input(): Tensor {
    return this.#output;
  }

  override call(x: Tensor): Tensor {
    return x;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const batchShape = this.output.shape.map((dim) => (typeof dim === "number" ? dim : null));
    const { name, dtype, optional } = this;
    return { name, dtype, batchShape, sparse: false, ragged: false, optional };
  }

  #batchShape({ shape, batchShape, batchSize }: InputConfig): Shape {
    if (Boolean(shape) === Boolean(batchShape)) {
      throw new ArgumentError(
        `${this.name}: the shape is ${shape ? "given twice" : "missing"}. Expected shape or batchShape, received ${shape ? "both" : "neither"}.`,
      );
    }
    if (batchShape && batchSize) {
      throw new ArgumentError(
        `${this.name}: the batch size is given twice. Expected batchSize or batchShape, received both.`,
      );
    }
    const [batch = null, ...rest] = batchShape ?? [batchSize ?? null, ...(shape ?? [])];
    const named = rest.map((dim, i) => dim ?? `${this.name}_axis${i + 1}`);
    return parseShape([batch ?? symbol("batch"), ...named] as ShapeLike, this.name);
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
): Input<ShapeOf<S>>;
export function input(config: InputConfig): Tensor;
export function input(config: InputConfig): Tensor {
  return new InputLayer(config).output;
}

/** The layer behind {@link input}; its tensor is `output`. */
export function inputLayer(config: InputConfig): InputLayer {
  return new InputLayer(config);
}
