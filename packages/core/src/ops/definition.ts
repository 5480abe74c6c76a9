import type { Dim } from "../dimension.js";
import type { DType } from "../dtype.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type * as everything from "./index.js";

/** What `infer` sees of an input and says of the result. */
export interface Spec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** The names of an op's inputs, or `"variadic"` for a list of any length. */
export type InputNames = readonly string[] | "variadic";

/** One `T` per input: a tuple where the inputs are named, a list where they are variadic. */
export type PerInput<I extends InputNames, T> = I extends readonly string[]
  ? { readonly [K in keyof I]: T }
  : readonly T[];

/** Every builder function, handed to rules so that op files need not import each other. */
export type Ops = typeof everything;

/** What `infer` gives: one result, or a list for an op with several. */
export type Inferred = Spec | readonly Spec[];

/** One `T`, or a list of them for an op with several results. */
export type PerOutput<O extends Inferred, T> = O extends readonly Spec[] ? readonly T[] : T;

/** See {@link OpDefinition.vectorize}; a method, so that definitions of all ops are comparable. */
export type VectorizeRule<A> =
  | "aligned"
  | { rule(attrs: A, size: Dim): A }["rule"]
  | VectorizedBuild<A>;

/** An op on slices as other ops on all of them. */
export interface VectorizedBuild<A> {
  /**
   * `mapped`: which inputs have the additional axis in front; one at least. So has the result.
   */
  build(inputs: readonly Tensor[], mapped: readonly boolean[], attrs: A, ops: Ops): Tensor;
}

/** What a gradient rule works with. */
export interface GradientContext<A, I extends InputNames, O extends Inferred = Spec> {
  readonly inputs: PerInput<I, Tensor>;
  /** The result; for an op with several, the tuple of them (see `items`). */
  readonly output: Tensor;
  /**
   * The gradient of the final scalar with respect to `output`; same shape. For an op with several
   * results one for each, `null` where nothing depends on it.
   */
  readonly gradient: O extends readonly Spec[] ? readonly (Tensor | null)[] : Tensor;
  readonly attrs: A;
}

/** One gradient per input; `null` where nothing flows. */
export type Gradients = readonly (Tensor | null)[];

/** A vector-Jacobian product (written as a method, so that definitions of all ops are comparable). */
export type GradientRule<A, I extends InputNames, O extends Inferred = Spec> = {
  rule(context: GradientContext<A, I, O>, ops: Ops, vjp: Vjp): Gradients;
}["rule"];

/**
 * Gradients of Σ outputs · cotangents with respect to `targets`, `null` where nothing flows: for the
 * rules of ops that hold graphs of their own.
 */
export type Vjp = (
  outputs: readonly Tensor[],
  cotangents: readonly Tensor[],
  targets: readonly Tensor[],
) => readonly (Tensor | null)[];

/** Inputs of one conformance case; values are drawn from `domain` by a fixed seed. */
export interface OpCase<A> {
  readonly inputs: readonly CaseInput[];
  readonly attrs?: A;
  /** Range of the drawn values; default [-2, 2], for integers [-4, 4]. */
  readonly domain?: readonly [low: number, high: number];
  /** Replaces the dtype of the case's float inputs in turn; default: float32 alone. */
  readonly dtypes?: readonly DType[];
}

/** A float32 tensor of this shape, or one that is spelt out. */
export type CaseInput =
  | readonly number[]
  | {
      readonly shape: readonly number[];
      readonly dtype?: DType;
      readonly domain?: readonly [low: number, high: number];
      readonly data?: readonly number[];
    };

/** Everything the library knows about one op. The only place where an op is described. */
export interface OpDefinition<
  N extends string = string,
  // biome-ignore lint/suspicious/noExplicitAny: the registry holds ops of every attribute type
  A extends object = any,
  I extends InputNames = InputNames,
  O extends Inferred = Spec,
> {
  readonly name: N;
  readonly inputs: I;
  /** Shape and dtype rule, and the only place where inputs are validated. */
  infer(inputs: PerInput<I, Spec>, attrs: A): O;
  /**
   * Vector-Jacobian product in terms of other ops, one entry per input; `null` for an input
   * without gradient. `null` in place of the rule: no input has one.
   */
  readonly grad: GradientRule<A, I, O> | null;
  /**
   * The same result from other ops, for backends without a kernel of their own; `null`: with these
   * inputs there is none.
   */
  decompose?(inputs: PerInput<I, Tensor>, attrs: A, ops: Ops): PerOutput<O, Tensor> | null;
  /**
   * How the op works on inputs with one more axis in front: `"aligned"`, as it is, where it
   * broadcasts over leading axes; by other attributes, if every input has the axis; or built of other
   * ops. Element-wise ops are aligned; without a rule `vmap` goes slice by slice.
   */
  readonly vectorize?: VectorizeRule<NoInfer<A>>;
  /** The function of one element, for element-wise ops: the oracle and constant folding use it. */
  readonly scalar?: (...elements: number[]) => number;
  // Attributes are inferred from `infer` alone.
  readonly cases: readonly OpCase<NoInfer<A>>[];
  /** Largest |a − e| / (1 + |e|) between a backend and the oracle in float32; default 1e-5. */
  readonly tolerance?: number;
}

/** An op of any kind. */
// biome-ignore lint/suspicious/noExplicitAny: attributes and results of every type
export type AnyOpDefinition<N extends string = string> = OpDefinition<N, any, InputNames, any>;

/** Checks a definition against its own types; adds nothing. */
export function defineOp<
  const N extends string,
  const I extends InputNames,
  A extends object = Record<never, never>,
  O extends Inferred = Spec,
>(definition: OpDefinition<N, A, I, O>): OpDefinition<N, A, I, O> {
  return definition;
}

/** The results of an application, as a list. */
export function specsOf(inferred: Inferred): readonly Spec[] {
  return Array.isArray(inferred) ? inferred : [inferred as Spec];
}

/** A builder function that knows the definition it builds. */
export type Builder<D, F> = F & { readonly definition: D };

/** Ties the function that users call to the definition of its op. */
export function builder<D extends AnyOpDefinition, F extends (...args: never[]) => unknown>(
  definition: D,
  build: F,
): Builder<D, F> {
  return Object.assign(build, { definition });
}
