import type { Backend, HostTensor, Value } from "../backend.js";
import { floatX } from "../dtype.js";
import { ArgumentError } from "../errors.js";
import { bindDimensions } from "../graph/bindings.js";
import { isEmbedded } from "../graph/embedded.js";
import { copyNode, topological } from "../graph/walk.js";
import { drawSource } from "../random/sources.js";
import { parseShape, resolveShape } from "../shape.js";
import { fromHost } from "../tensor/convert.js";
import { flatten, mapStructure, type Structure } from "../tensor/structure.js";
import { Tensor } from "../tensor/tensor.js";
import type { Variable } from "../tensor/variable.js";
import { type InputSpec, isArgument, isSpec } from "./arguments.js";
import { evaluate } from "./evaluate.js";
import { type Prepared, prepare, runPrepared } from "./prepare.js";
import { traced } from "./trace.js";

/** One traced and compiled signature. */
export interface Entry {
  readonly prepared: Prepared;
  readonly placeholders: readonly Tensor[];
  readonly variables: readonly Variable[];
  readonly randoms: readonly Tensor[];
  readonly captured: readonly Tensor[];
  readonly updated: readonly Variable[];
  readonly outputs: number;
  readonly structure: unknown;
}

/** Runs an entry on argument values; variables change, results come back in the function's structure. */
export async function runEntry(
  entry: Entry,
  args: readonly Value[],
  backend: Backend,
): Promise<unknown> {
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
  for (const [i, variable] of entry.updated.entries()) {
    variable.setValue(results[entry.outputs + i] as Value);
  }
  let next = 0;
  return mapStructure(entry.structure, isTensor, () => fromHost(results[next++] as HostTensor));
}

async function variableValues(variables: readonly Variable[], backend: Backend): Promise<Value[]> {
  const lazy = variables.filter((variable) => variable.value === undefined);
  if (lazy.length > 0) await evaluate(lazy, { backend });
  return variables.map((variable) => variable.value as Value);
}

/** Traces the function and compiles what it built. */
export async function buildEntry(
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
  return copyNode(
    node,
    node.inputs.map((x) => copies.get(x) as Tensor),
  );
}

const isTensor = (value: unknown): boolean => value instanceof Tensor;
