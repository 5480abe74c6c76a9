import { type HostTensor, isDeviceTensor, type Value } from "../backend.js";
import { convert, type DType, isFloat } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { activeTrace } from "../execution/trace.js";
import { castTo } from "../ops/elementwise.js";
import { equalShapes, formatShape } from "../shape.js";
import { autocastDType } from "./autocast.js";
import { hostTensor, type TensorLike, tensor } from "./convert.js";
import type { FluentMethods } from "./methods.js";
import { Tensor } from "./tensor.js";

/** How a variable is made. */
export interface VariableOptions {
  readonly name?: string | undefined;
  /** Whether optimizers may change it. Default true. */
  readonly trainable?: boolean | undefined;
  /** Default: that of the initial value. */
  readonly dtype?: DType | undefined;
  /** Whether layers of mixed precision read it in their compute dtype. Default true. */
  readonly autocast?: boolean | undefined;
}

/** Device memory of values that nothing refers to any more; a last resort, see `#replace`. */
const forgotten = new FinalizationRegistry<() => void>((release) => release());

/**
 * State: a tensor whose value changes by `assign`. Using a variable in an op reads a snapshot: what
 * was built from the old value keeps it. Inside a compiled function an assignment becomes part of
 * the compiled graph, and the value stays with the backend.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: fluent.ts installs the methods
export class Variable {
  name: string;
  trainable: boolean;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly #autocast: boolean;
  /** The node that stands for the present value; made when somebody reads it. */
  #node: Tensor | undefined;
  #value: Value | undefined;

  /** @throws ShapeError if the initial value is not known in full */
  constructor(initial: TensorLike | HostTensor, options: VariableOptions = {}) {
    const value = initialValue(initial, options.dtype);
    this.name = options.name ?? "variable";
    this.trainable = options.trainable ?? true;
    this.#autocast = options.autocast ?? true;
    this.shape = value.shape as readonly number[];
    this.dtype = value.dtype;
    if (value instanceof Tensor) this.#node = markVersion(value);
    else this.#value = value;
  }

  get rank(): number {
    return this.shape.length;
  }

  /** The node of the present value; inside a layer of mixed precision, in its compute dtype. */
  read(): Tensor {
    const dtype = autocastDType();
    const node = this.readStored();
    return dtype === undefined || !this.#autocast || !isFloat(this.dtype)
      ? node
      : castTo(node, dtype);
  }

  /** @internal the node of the present value, in the variable's own dtype */
  readStored(): Tensor {
    const trace = activeTrace();
    if (trace !== undefined) return trace.read(this);
    this.#node ??= markVersion(
      new Tensor({
        op: "constant",
        shape: this.shape,
        dtype: this.dtype,
        attrs: { name: this.name },
        ...(this.#value === undefined ? {} : { value: this.#value }),
      }),
    );
    return this.#node;
  }

  /**
   * Gives the variable a new value; its dtype stays.
   * @throws ShapeError if the shape differs
   */
  assign(value: TensorLike): void {
    const node = castTo(tensor(value), this.dtype);
    if (!equalShapes(node.shape, this.shape)) {
      throw new ShapeError(
        `${this.name}: assign expected shape ${formatShape(this.shape)}, received ${formatShape(node.shape)}.`,
      );
    }
    const trace = activeTrace();
    if (trace !== undefined) {
      trace.assign(this, node);
      return;
    }
    this.#replace(undefined);
    this.#node = markVersion(node);
  }

  /** @internal the value where it is in memory; `undefined` while it is only a graph */
  get value(): Value | undefined {
    return this.#value ?? this.#node?.value;
  }

  /** @internal called by a compiled function after its run */
  setValue(value: Value): void {
    this.#replace(value);
    this.#node = undefined;
  }

  /**
   * The old value's device memory goes back at once, unless a snapshot of it was handed out: then
   * it goes when that snapshot does.
   */
  #replace(value: Value | undefined): void {
    const old = this.#value;
    if (old !== undefined && isDeviceTensor(old) && old !== value) {
      if (this.#node === undefined) old.release();
      else forgotten.register(this.#node, () => old.release());
    }
    this.#value = value;
  }

  toString(): string {
    return `Variable(${this.name} ${formatShape(this.shape)} ${this.dtype})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

export interface Variable extends FluentMethods {}

const versions = new WeakSet<Tensor>();

/** Whether the node is (or was) the value of a variable: evaluation keeps such values. */
export function isVersion(node: Tensor): boolean {
  return versions.has(node);
}

function markVersion(node: Tensor): Tensor {
  versions.add(node);
  return node;
}

function initialValue(
  initial: TensorLike | HostTensor,
  dtype: DType | undefined,
): HostTensor | Tensor {
  if (initial instanceof Tensor || initial instanceof Variable) {
    const node = dtype === undefined ? tensor(initial) : castTo(tensor(initial), dtype);
    if (node.shape.some((dim) => typeof dim !== "number")) {
      throw new ShapeError(
        `Variable: the initial value's shape must be known, received ${formatShape(node.shape)}.`,
      );
    }
    return node;
  }
  if (typeof initial === "object" && "data" in initial) {
    const target = dtype ?? initial.dtype;
    return target === initial.dtype
      ? initial
      : { dtype: target, shape: initial.shape, data: convert(initial.data, target) };
  }
  return hostTensor(initial, { dtype });
}
