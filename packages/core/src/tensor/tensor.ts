import type { Value } from "../backend.js";
import type { DType } from "../dtype.js";
import type { OpName } from "../ops/registry.js";
import { formatShape, type Shape } from "../shape.js";
import type { FluentMethods } from "./methods.js";

/**
 * Nodes that no op computes:
 * `constant` has its value from birth, `input` gets one at every run of a compiled function,
 * `random` draws one from a generator.
 */
export type SourceKind = "constant" | "input" | "random";

/** Shape and dtype of one of several results. */
export interface OutputSpec {
  readonly shape: Shape;
  readonly dtype: DType;
}

let built = 0;

/** The serial number of the next node. */
export function nodesBuilt(): number {
  return built;
}

/**
 * An immutable node of the graph: what to compute, not yet the result. Building one is cheap and
 * checks shapes and dtypes at once; nothing runs until a value is asked for (`data`, `array`,
 * `item`, `evaluate`). A node that was evaluated keeps its value.
 *
 * Its methods (`x.add(1)`, `x.sum()`) are the functions of `ops`, see {@link FluentMethods}.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: fluent.ts installs the methods
export class Tensor {
  readonly op: OpName | SourceKind | "tuple";
  readonly attrs: object;
  readonly shape: Shape;
  readonly dtype: DType;
  /** The layers inside which the node was built, outermost first: `"model/dense_1"`. */
  readonly path: string;
  /**
   * What an op with several results gives: such a node is a tuple, whose elements are `item` nodes.
   * Its own `shape` and `dtype` are those of the first one.
   */
  readonly outputs: readonly OutputSpec[] | undefined;
  /** Nodes are numbered as they are built: tells what a function has built from what was there. */
  readonly serial: number = built++;
  #inputs: readonly Tensor[];
  #value: Value | undefined;
  #origins: readonly WeakRef<Tensor>[] | undefined;

  /** @internal nodes are built by ops, `tensor()`, `Variable`s and `compile` */
  constructor(node: {
    op: OpName | SourceKind | "tuple";
    inputs?: readonly Tensor[];
    attrs?: object;
    shape: Shape;
    dtype: DType;
    path?: string;
    value?: Value;
    outputs?: readonly OutputSpec[] | undefined;
  }) {
    this.op = node.op;
    this.#inputs = node.inputs ?? [];
    this.attrs = node.attrs ?? {};
    this.shape = node.shape;
    this.dtype = node.dtype;
    this.path = node.path ?? "";
    this.#value = node.value;
    this.outputs = node.outputs;
  }

  get inputs(): readonly Tensor[] {
    return this.#inputs;
  }

  get rank(): number {
    return this.shape.length;
  }

  /** The value, if the node has been evaluated. */
  get value(): Value | undefined {
    return this.#value;
  }

  /**
   * For a node that no longer knows its inputs: the sources (constants, variables' values, random
   * numbers) that it was computed from, as far as they are still alive. `undefined` for any other.
   */
  get origins(): readonly Tensor[] | undefined {
    return this.#origins?.flatMap((origin) => origin.deref() ?? []);
  }

  /** @internal called once, by the evaluation that computed the value */
  setValue(value: Value): void {
    this.#value = value;
  }

  /** @internal lets go of the inputs of an evaluated node, so that their memory can be reclaimed */
  releaseHistory(origins: readonly Tensor[]): void {
    this.#inputs = [];
    this.#origins = origins.map((origin) => new WeakRef(origin));
  }

  toString(): string {
    return `Tensor(${this.op} ${formatShape(this.shape)} ${this.dtype})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

// The methods are installed by fluent.ts: ops build Tensors, so the class can't import them.
export interface Tensor extends FluentMethods {}
