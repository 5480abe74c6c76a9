import {
  ArgumentError,
  formatShape,
  hostTensor,
  isTypedArray,
  type NestedArray,
  ShapeError,
  sizeOf,
  type TypedArray,
} from "@antler/core";
import { Initializer } from "./initializer.js";

/** See {@link zeros}. */
export class Zeros extends Initializer {
  static readonly className = "Zeros";

  override values(shape: readonly number[]): Float32Array {
    return new Float32Array(sizeOf(shape));
  }
}

/** All 0. */
export function zeros(): Zeros {
  return new Zeros();
}

/** See {@link ones}. */
export class Ones extends Initializer {
  static readonly className = "Ones";

  override values(shape: readonly number[]): Float32Array {
    return new Float32Array(sizeOf(shape)).fill(1);
  }
}

/** All 1. */
export function ones(): Ones {
  return new Ones();
}

export interface ConstantOptions {
  /** A number, or an array in the shape of the weight. Default 0. */
  readonly value?: NestedArray | TypedArray | undefined;
}

/** See {@link constant}. */
export class Constant extends Initializer {
  static readonly className = "Constant";
  readonly value: NestedArray | TypedArray;

  constructor({ value = 0 }: ConstantOptions = {}) {
    super();
    this.value = value;
  }

  override values(shape: readonly number[]): Float64Array {
    const { data } = hostTensor(this.value);
    if (data.length === 1) return new Float64Array(sizeOf(shape)).fill(data[0] as number);
    if (data.length === sizeOf(shape)) return Float64Array.from(data);
    throw new ShapeError(
      `Constant: the value does not fill the weight. Expected ${sizeOf(shape)} elements for shape ${formatShape(shape)}, received ${data.length}.`,
    );
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { value } = this;
    return { value: isTypedArray(value) ? Array.from(value) : value };
  }
}

/** All `value`, or an array's values. */
export function constant(options?: ConstantOptions): Constant {
  return new Constant(options);
}

export interface IdentityOptions {
  /** What stands on the diagonal. Default 1. */
  readonly gain?: number | undefined;
}

/** See {@link identity}. */
export class Identity extends Initializer {
  static readonly className = "Identity";
  readonly gain: number;

  constructor({ gain = 1 }: IdentityOptions = {}) {
    super();
    this.gain = gain;
  }

  override values(shape: readonly number[]): Float32Array {
    const [rows, columns] = shape;
    if (rows === undefined || columns === undefined || shape.length !== 2) {
      throw new ArgumentError(
        `Identity: the weight is no matrix. Expected a shape of rank 2, received ${formatShape(shape)}.`,
      );
    }
    const out = new Float32Array(rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) out[i * columns + i] = this.gain;
    return out;
  }

  // Keras leaves the gain out of the config.
}

/** `gain` on the diagonal of a matrix, 0 elsewhere. */
export function identity(options?: IdentityOptions): Identity {
  return new Identity(options);
}
