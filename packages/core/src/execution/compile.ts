import { type Backend, type HostTensor, isDeviceTensor, type Value } from "../backend.js";
import { convert, type DType, floatX } from "../dtype.js";
import { ArgumentError } from "../errors.js";
import { bindDimensions } from "../graph/bindings.js";
import { topological } from "../graph/walk.js";
import { drawSource } from "../random/sources.js";
import { formatShape, parseShape, resolveShape, type ShapeLike } from "../shape.js";
import { fromHost, hostTensor, isTypedArray, type TensorLike } from "../tensor/convert.js";
import { Tensor } from "../tensor/tensor.js";
import { Variable } from "../tensor/variable.js";
import { defaultBackend } from "./default-backend.js";
import { evaluate } from "./evaluate.js";
import { isEmbedded, type Prepared, prepare, runPrepared } from "./prepare.js";
import { flatten, mapStructure, type Structure } from "./structure.js";
import { traced } from "./trace.js";

/** What an argument of a compiled function looks like; strings in a shape are symbolic. */
export interface InputSpec {
  readonly shape: ShapeLike;
  readonly dtype?: DType;
  /** What messages call the argument. */
  readonly name?: string;
}

/** How a function is compiled. */
export interface CompileOptions {
  /**
   * The arguments' shapes and dtypes, in the structure of the arguments. With symbolic dimensions
   * one compiled graph serves all sizes; without this option there is one graph per shape.
   */
  readonly inputs?: readonly Structure<InputSpec>[] | undefined;
  /** Default: the default backend at the time of the call. */
  readonly backend?: Backend | undefined;
  /** What messages call the function. */
  readonly name?: string | undefined;
}

/** What may be passed where the traced function takes a tensor. */
export type Argument<T> = T extends Tensor
  ? TensorLike
  : { readonly [K in keyof T]: Argument<T[K]> };

/** A function that only runs its compiled graph. */
export interface Compiled<A extends readonly unknown[], R> {
  (...args: A): Promise<R>;
  /** Number of graphs compiled so far: one per signature and backend. */
  readonly compilations: number;
  /** Releases the compiled graphs; a later call compiles anew. */
  close(): Promise<void>;
}

/** One traced and compiled signature. */
interface Entry {
  readonly prepared: Prepared;
  readonly placeholders: readonly Tensor[];
  readonly variables: readonly Variable[];
  readonly randoms: readonly Tensor[];
  readonly captured: readonly Tensor[];
  readonly updated: readonly Variable[];
  readonly outputs: number;
  readonly structure: unknown;
}

/**
 * Traces `fn` once per input signature; the function returned only runs the compiled graph.
 * `fn` is synchronous, takes tensors (or lists and maps of them) and returns such. Variables that it
 * assigns change after each run; random numbers are drawn anew at each.
 *
 * @example
 * const step = compile((x, y) => {
 *   const loss = x.matmul(w).subtract(y).square().mean();
 *   const [g] = grad(loss, [w]);
 *   w.assign(w.subtract(g.multiply(0.1)));
 *   return loss;
 * });
 * const loss = await step(x, y);
 */
export function compile<A extends readonly Tensor[], R>(
  fn: (...tensors: A) => R,
  options?: CompileOptions,
): Compiled<{ [K in keyof A]: TensorLike }, R>;
export function compile<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  options?: CompileOptions,
): Compiled<{ [K in keyof A]: Argument<A[K]> }, R>;
export function compile(
  fn: (...args: never[]) => unknown,
  options: CompileOptions = {},
): Compiled<never[], unknown> {
  const name = options.name ?? (fn.name || "compiled function");
  const entries = new Map<Backend, Map<string, Promise<Entry>>>();
  let compilations = 0;

  const call = async (...args: readonly unknown[]): Promise<unknown> => {
    const backend = options.backend ?? (await defaultBackend());
    const specs = options.inputs;
    const values = await argumentValues(args, specs, name);
    const known = entries.get(backend) ?? new Map<string, Promise<Entry>>();
    entries.set(backend, known);
    const key = specs === undefined ? signature(args, values) : "declared";
    let entry = known.get(key);
    if (entry === undefined) {
      compilations++;
      entry = build(fn, args, values, specs, backend);
      known.set(key, entry);
      entry.catch(() => known.delete(key));
    }
    return exclusive(async () => run(await (entry as Promise<Entry>), values, backend));
  };

  const close = async (): Promise<void> => {
    const all = [...entries.values()].flatMap((known) => [...known.values()]);
    entries.clear();
    for (const entry of await Promise.allSettled(all)) {
      if (entry.status === "fulfilled") await entry.value.prepared.executable.close();
    }
  };
  Object.defineProperty(call, "compilations", { get: () => compilations });
  return Object.assign(call, { close }) as unknown as Compiled<never[], unknown>;
}

/** Runs one after the other: two steps at once would both start from the same weights. */
let queue: Promise<unknown> = Promise.resolve();
function exclusive<T>(run: () => Promise<T>): Promise<T> {
  const result = queue.then(run, run);
  queue = result.catch(() => undefined);
  return result;
}

async function run(entry: Entry, args: readonly Value[], backend: Backend): Promise<unknown> {
  const bindings = bindDimensions(entry.placeholders, args);
  const all: readonly Value[] = [
    ...args,
    ...(await variableValues(entry.variables, backend)),
    ...entry.randoms.map((node) => drawSource(node, resolveShape(node.shape, bindings))),
    ...entry.captured.map((node) => node.value as Value),
  ];
  const results = await runPrepared(
    backend,
    entry.prepared,
    entry.prepared.used.map((i) => all[i] as Value),
  );
  entry.updated.forEach((variable, i) => variable.setValue(results[entry.outputs + i] as Value));
  let next = 0;
  return mapStructure(entry.structure, isTensor, () => fromHost(results[next++] as HostTensor));
}

async function variableValues(variables: readonly Variable[], backend: Backend): Promise<Value[]> {
  const lazy = variables.filter((variable) => variable.value === undefined);
  if (lazy.length > 0) await evaluate(lazy, { backend });
  return variables.map((variable) => variable.value as Value);
}

async function build(
  fn: (...args: never[]) => unknown,
  args: readonly unknown[],
  values: readonly Value[],
  specs: readonly Structure<InputSpec>[] | undefined,
  backend: Backend,
): Promise<Entry> {
  const placeholders: Tensor[] = [];
  const make = (spec: InputSpec): Tensor => {
    const shape = parseShape(spec.shape, "compile");
    const at = placeholders.length;
    const attrs = { name: spec.name ?? `argument ${at}` };
    const node = new Tensor({ op: "input", shape, dtype: spec.dtype ?? floatX, attrs });
    placeholders.push(node);
    return node;
  };
  const parameters =
    specs === undefined
      ? args.map((arg) =>
          mapStructure(arg, isArgument, () => make(values[placeholders.length] as Value)),
        )
      : specs.map((spec) => mapStructure(spec, isSpec, (leaf) => make(leaf as InputSpec)));
  const { result, trace } = traced(() => fn(...(parameters as never[])));
  if (result instanceof Promise) {
    throw new ArgumentError(
      "compile: the function must be synchronous. Read values (await) outside of it.",
    );
  }
  const outputs = flatten(result, isTensor).map((leaf) => {
    if (leaf instanceof Tensor) return leaf;
    throw new ArgumentError(`compile: the function returned ${String(leaf)}. Expected tensors.`);
  });
  const updates = trace.updates;
  const roots = [...outputs, ...updates.values()];
  const { inputs, copies } = detach(roots);
  const declared = [
    ...placeholders,
    ...trace.placeholders.values(),
    ...inputs.randoms,
    ...inputs.captured,
  ];
  const prepared = await prepare(
    backend,
    declared.map((node) => copies.get(node) ?? node),
    roots.map((node) => copies.get(node) as Tensor),
    new Set([...updates.keys()].map((_, i) => outputs.length + i)),
  );
  return {
    prepared,
    placeholders,
    variables: [...trace.placeholders.keys()],
    ...inputs,
    updated: [...updates.keys()],
    outputs: outputs.length,
    structure: result,
  };
}

/** Replaces random nodes and large captured values by placeholders that each run feeds. */
function detach(roots: readonly Tensor[]) {
  const randoms: Tensor[] = [];
  const captured: Tensor[] = [];
  const copies = new Map<Tensor, Tensor>();
  for (const node of topological(roots, (n) => n.value !== undefined)) {
    const fed = node.op === "random" || (node.value !== undefined && !isEmbedded(node));
    if (fed) {
      (node.value === undefined ? randoms : captured).push(node);
      copies.set(node, new Tensor({ op: "input", shape: node.shape, dtype: node.dtype }));
    } else {
      copies.set(node, substituteInputs(node, copies));
    }
  }
  return { inputs: { randoms, captured }, copies };
}

function substituteInputs(node: Tensor, copies: ReadonlyMap<Tensor, Tensor>): Tensor {
  if (node.value !== undefined || node.inputs.every((x) => copies.get(x) === x)) return node;
  const { op, attrs, shape, dtype, path } = node;
  const inputs = node.inputs.map((x) => copies.get(x) as Tensor);
  return new Tensor({ op, attrs, shape, dtype, path, inputs });
}

const isTensor = (value: unknown): boolean => value instanceof Tensor;

/** A tensor, or data that becomes one: numbers, typed arrays, nested arrays of numbers. */
function isArgument(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 || isNumeric(value[0]);
  return (
    isNumeric(value) || value instanceof Tensor || value instanceof Variable || isTypedArray(value)
  );
}

function isNumeric(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 || isNumeric(value[0]);
  return typeof value === "number" || typeof value === "boolean";
}

const isSpec = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "shape" in value && Array.isArray(value.shape);

/** The values of all leaves, cast to the declared dtypes. */
async function argumentValues(
  args: readonly unknown[],
  specs: readonly Structure<InputSpec>[] | undefined,
  name: string,
): Promise<readonly Value[]> {
  const leaves = flatten(args, (value) => value !== args && isArgument(value));
  const declared = specs === undefined ? undefined : (flatten(specs, isSpec) as InputSpec[]);
  if (declared !== undefined && declared.length !== leaves.length) {
    throw new ArgumentError(
      `${name}: expected ${declared.length} tensors, received ${leaves.length}.`,
    );
  }
  const missing = leaves.filter((leaf) => needsEvaluation(leaf)) as (Tensor | Variable)[];
  if (missing.length > 0) await evaluate(missing);
  return leaves.map((leaf, i) => {
    const value = valueOf(leaf, name);
    const dtype = declared === undefined ? value.dtype : (declared[i]?.dtype ?? floatX);
    if (value.dtype === dtype || isDeviceTensor(value)) return value;
    return { dtype, shape: value.shape, data: convert(value.data, dtype) };
  });
}

function needsEvaluation(leaf: unknown): boolean {
  return (leaf instanceof Tensor || leaf instanceof Variable) && leaf.value === undefined;
}

function valueOf(leaf: unknown, name: string): Value {
  if (leaf instanceof Tensor || leaf instanceof Variable) return leaf.value as Value;
  if (isArgument(leaf)) return hostTensor(leaf as number[]);
  throw new ArgumentError(`${name}: expected a tensor or numbers, received ${String(leaf)}.`);
}

function signature(args: readonly unknown[], values: readonly Value[]): string {
  let next = 0;
  const structure = mapStructure(
    args,
    (value) => value !== args && isArgument(value),
    () => {
      const { dtype, shape } = values[next++] as Value;
      return `${dtype}${formatShape(shape)}`;
    },
  );
  return JSON.stringify(structure);
}
