import { type Dim, equalDims } from "../dimension.js";
import { ArgumentError, DTypeError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { capture, placeholderFor, Subgraph } from "../graph/subgraph.js";
import { equalShapes, formatShape } from "../shape.js";
import { rebuildStructure, type TensorsIn, tensorsOf } from "../tensor/structure.js";
import { nodesBuilt, type Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { stack } from "./composite/joining.js";
import { builder, defineOp, type Gradients, type Spec } from "./definition.js";
import { items } from "./item.js";
import { multiply } from "./multiply.js";
import { reshape } from "./reshape.js";
import { scanGradient } from "./scan-gradient.js";
import { stridedSlice } from "./stridedSlice.js";

/** What a scan repeats, and how its inputs and results are divided. */
export interface ScanAttrs {
  /** Inputs: carries, one slice of each sequence, values from outside. Results: carries, slices. */
  readonly body: Subgraph;
  readonly carries: number;
  readonly sequences: number;
  /** The number of steps. */
  readonly length: Dim;
  /** Whether the last slice comes first; results keep the place of their slices. */
  readonly reverse: boolean;
}

/**
 * Inputs: first carries, whole sequences `[length, ...]`, values from outside. Results: last
 * carries, stacked slices `[length, ...]`.
 */
const definition = defineOp({
  name: "scan",
  inputs: "variadic",
  infer: (inputs, attrs: ScanAttrs): readonly Spec[] => {
    checkInputs(inputs, attrs);
    const { body, carries, length } = attrs;
    return body.outputs.map(({ shape, dtype }, i) =>
      i < carries ? { shape, dtype } : { shape: [length, ...shape], dtype },
    );
  },
  grad: (context, ops, vjp): Gradients => scanGradient(context, ops, vjp, build),
  cases: [
    { inputs: [[2], [4, 2], [2]], attrs: example(4, false) },
    { inputs: [[2], [4, 2], [2]], attrs: example(4, true) },
    { inputs: [[2], [1, 2], [2]], attrs: example(1, false) },
  ],
});

function checkInputs(
  inputs: readonly Spec[],
  { body, carries, sequences, length }: ScanAttrs,
): void {
  body.inputs.forEach((expected, i) => {
    const { shape, dtype } = inputs[i] as Spec;
    const isSequence = i >= carries && i < carries + sequences;
    const wanted = isSequence ? [length, ...expected.shape] : expected.shape;
    if (!equalShapes(shape, wanted)) {
      throw new ShapeError(
        `scan: input ${i} has another shape than its steps need. Expected ${formatShape(wanted)}, received ${formatShape(shape)}.`,
      );
    }
    if (dtype !== expected.dtype) {
      throw new DTypeError(
        `scan: input ${i} has another dtype than its steps need. Expected ${expected.dtype}, received ${dtype}.`,
      );
    }
    const next = i < carries ? body.outputs[i] : undefined;
    if (next !== undefined && !(equalShapes(next.shape, shape) && next.dtype === dtype)) {
      throw new ShapeError(
        `scan: a step changes what it carries. Expected ${formatShape(shape)} ${dtype} again, received ${formatShape(next.shape)} ${next.dtype}. Start with a value of that shape and dtype, or cast inside.`,
      );
    }
  });
}

/** The common first dimension of the sequences. */
export function scanLength(sequences: readonly Spec[], given: Dim | undefined): Dim {
  const lengths = sequences.map(({ shape }) => shape[0]);
  const length = given ?? lengths[0];
  if (length === undefined) {
    throw new ArgumentError(
      "scan: the number of steps is unknown. Expected sequences of rank 1 or more, or the option length.",
    );
  }
  const odd = lengths.find((dim) => dim === undefined || !equalDims(dim, length));
  if (odd !== undefined || lengths.includes(undefined)) {
    throw new ShapeError(
      `scan: sequences differ in length. Expected ${length} steps everywhere, received ${odd ?? "a scalar"}.`,
    );
  }
  return length;
}

/** c' = c · k + x, y = c' · x: cases for the conformance run. */
function example(length: number, reverse: boolean): ScanAttrs {
  const [c, x, k] = [0, 1, 2].map(() => placeholderFor({ shape: [2], dtype: "float32" }));
  const [carry, slice, factor] = [c, x, k] as [Tensor, Tensor, Tensor];
  const next = add(multiply(carry, factor), slice);
  const body = new Subgraph([carry, slice, factor], [next, multiply(next, slice)]);
  return { body, carries: 1, sequences: 1, length, reverse };
}

function build(inputs: readonly Tensor[], attrs: ScanAttrs): readonly Tensor[] {
  return items(apply(definition, inputs, attrs));
}

/** `x[i]` along the first axis. */
function sliceAt(x: Tensor, i: number): Tensor {
  const part = stridedSlice(x, [i], [i + 1, ...x.shape.slice(1)]);
  return reshape(part, x.shape.slice(1));
}

/** Every step as nodes of its own: an ordinary loop. */
function unrolled<C, R extends readonly [unknown, unknown]>(
  f: (carry: TensorsIn<C>, i: number) => R,
  init: C,
  length: Dim,
  reverse: boolean,
): [TensorsIn<C>, TensorsIn<R[1]>] {
  if (typeof length !== "number") {
    throw new ArgumentError(
      `scan: the option unroll needs a known number of steps. Expected a number, received ${length}.`,
    );
  }
  let carry = rebuildStructure(init, tensorsOf(init));
  const results: unknown[] = new Array(length);
  for (let step = 0; step < length; step++) {
    const i = reverse ? length - 1 - step : step;
    const [next, result] = f(carry, i);
    carry = rebuildStructure(init, tensorsOf(next));
    results[i] = result;
  }
  const columns = results.map(tensorsOf);
  const stacks = (columns[0] ?? []).map((_, k) => stack(columns.map((row) => row[k] as Tensor)));
  return [carry, rebuildStructure(results[0] as R[1], stacks)];
}

/** Options of {@link scan}. */
export interface ScanOptions {
  /** The number of steps; needed where there are no sequences. */
  readonly length?: Dim | null;
  /** Begins with the last slice. Default false. */
  readonly reverse?: boolean;
  /** Builds every step into the graph, without a loop. Default false. */
  readonly unroll?: boolean;
}

/**
 * Repeats `f(carry, slice) → [carry, result]` over the slices of `xs` along the first axis, and
 * gives `[last carry, results stacked along a first axis]`. Carries, slices and results may be
 * tensors, or lists and maps of tensors; a carry keeps its shape and dtype. Compiled, it is one loop
 * whatever the length, and gradients run through it.
 * @throws ShapeError if sequences differ in length or a step changes the carry's shape
 */
export const scan = builder(
  definition,
  <C, X, R extends readonly [unknown, unknown]>(
    f: (carry: TensorsIn<C>, x: TensorsIn<X>) => R,
    init: C,
    xs?: X,
    options: ScanOptions = {},
  ): [TensorsIn<C>, TensorsIn<R[1]>] => {
    const start = tensorsOf(init);
    const sequences = tensorsOf(xs);
    const length = scanLength(sequences, options.length ?? undefined);
    const one = (i: number): TensorsIn<X> =>
      rebuildStructure(
        xs as X,
        sequences.map((sequence) => sliceAt(sequence, i)),
      );
    if (options.unroll === true) {
      return unrolled((carry, i) => f(carry, one(i)), init, length, options.reverse === true);
    }
    const carries = start.map(placeholderFor);
    const slices = sequences.map(({ shape, dtype }) =>
      placeholderFor({ shape: shape.slice(1), dtype }),
    );
    const before = nodesBuilt();
    const [next, result] = f(rebuildStructure(init, carries), rebuildStructure(xs as X, slices));
    const carried = tensorsOf(next);
    const emitted = tensorsOf(result);
    if (carried.length !== start.length) {
      throw new ArgumentError(
        `scan: a step changes the structure of what it carries. Expected ${start.length} tensors again, received ${carried.length}.`,
      );
    }
    const own = [...carries, ...slices];
    const { outputs, outer, placeholders } = capture([...carried, ...emitted], own, before);
    const body = new Subgraph([...own, ...placeholders], outputs);
    const results = build([...start, ...sequences, ...outer], {
      body,
      carries: carries.length,
      sequences: slices.length,
      length,
      reverse: options.reverse === true,
    });
    return [
      rebuildStructure(init, results.slice(0, carries.length)),
      rebuildStructure(result as R[1], results.slice(carries.length)),
    ];
  },
);
