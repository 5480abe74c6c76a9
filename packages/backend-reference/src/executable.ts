import {
  AntlerError,
  type Backend,
  BackendError,
  bindDimensions,
  type DeviceTensor,
  type Executable,
  formatShape,
  type HostTensor,
  isDeviceTensor,
  type Lowered,
  lower,
  type Program,
  settle,
  type Tensor,
  type Value,
} from "@antler/core";
import { type Context, lowerings } from "./lowerings.js";

/** Runs a program node by node, letting go of each value after its last use. */
export class ReferenceExecutable implements Executable {
  readonly #program: Program;
  readonly #owner: Backend;

  constructor(program: Program, owner: Backend) {
    this.#program = program;
    this.#owner = owner;
  }

  async run(inputs: readonly Value[]): Promise<readonly Value[]> {
    const program = this.#program;
    const context: Context = {
      bindings: bindDimensions(program.inputs, inputs),
      run: (graph, values) => runGraph(graph, values, context) as readonly HostTensor[],
    };
    const hosts = inputs.map((input) => this.#onHost(input));
    const results = runGraph(program, hosts, context);
    // Kernels share memory where they can (reshape); what leaves belongs to the caller alone.
    const borrowed = new Set(
      inputs.flatMap((input) => (isDeviceTensor(input) ? [] : [input.data])),
    );
    return (results as readonly HostTensor[]).map((value, i) => {
      const copy = () => ({ ...value, data: value.data.slice() });
      if (!program.resident.has(i)) return copy();
      return new ReferenceTensor(borrowed.has(value.data) ? copy() : value, this.#owner);
    });
  }

  async close(): Promise<void> {}

  #onHost(value: Value): HostTensor {
    if (!isDeviceTensor(value)) return value;
    if (value.owner === this.#owner && value instanceof ReferenceTensor) return value.host;
    throw new BackendError(
      `reference: a tensor of another backend can't be used here. Expected one of this backend, ` +
        `received one of "${value.owner.name}". Read it first.`,
    );
  }
}

/** A result that stays with the backend. Values are never written twice, so sharing is safe. */
class ReferenceTensor implements DeviceTensor {
  readonly owner: Backend;
  #host: HostTensor | undefined;
  readonly dtype: HostTensor["dtype"];
  readonly shape: readonly number[];

  constructor(host: HostTensor, owner: Backend) {
    this.#host = host;
    this.owner = owner;
    this.dtype = host.dtype;
    this.shape = host.shape;
  }

  get host(): HostTensor {
    if (this.#host !== undefined) return this.#host;
    throw new BackendError("reference: this tensor was released and can't be used any more.");
  }

  async read(): Promise<HostTensor> {
    return { ...this.host, data: this.host.data.slice() };
  }

  release(): void {
    this.#host = undefined;
  }
}

/** What programs and the bodies inside them have in common. */
type Graph = Pick<Program, "inputs" | "constants" | "nodes" | "outputs">;

const lastUsesByGraph = new WeakMap<Graph, readonly (readonly Tensor[])[]>();

function runGraph(
  graph: Graph,
  inputs: readonly HostTensor[],
  context: Context,
): readonly Lowered<HostTensor>[] {
  const done = lastUsesByGraph.get(graph) ?? lastUses(graph);
  lastUsesByGraph.set(graph, done);
  const values = new Map<Tensor, Lowered<HostTensor>>(graph.constants);
  graph.inputs.forEach((input, i) => {
    values.set(input, inputs[i] as HostTensor);
  });
  graph.nodes.forEach((node, i) => {
    values.set(node, compute(node, values, context));
    for (const value of done[i] ?? []) values.delete(value);
  });
  return graph.outputs.map((output) => values.get(output) as Lowered<HostTensor>);
}

function compute(
  node: Tensor,
  values: ReadonlyMap<Tensor, Lowered<HostTensor>>,
  context: Context,
): Lowered<HostTensor> {
  const inputs = node.inputs.map((input) => values.get(input) as Lowered<HostTensor>);
  try {
    const result = lower<HostTensor, Context>(lowerings, node, inputs, context);
    // Kernels store what the array can hold, which for some dtypes is more than they have.
    for (const { data, dtype } of [result].flat() as HostTensor[]) settle(data, dtype);
    return result;
  } catch (error) {
    if (error instanceof AntlerError) throw error;
    const where = node.path === "" ? node.op : `${node.path} / ${node.op}`;
    const shapes = node.inputs.map((input) => formatShape(input.shape)).join(", ");
    throw new BackendError(
      `${where}: failed on the reference backend with inputs ${shapes || "none"}: ${String(error)}`,
      { cause: error },
    );
  }
}

/** For each node, the values that no later node and no output needs. */
function lastUses(program: Graph): Tensor[][] {
  const needed = new Set(program.outputs);
  const uses = program.nodes.map((): Tensor[] => []);
  for (let i = program.nodes.length - 1; i >= 0; i--) {
    const node = program.nodes[i] as Tensor;
    for (const value of [node, ...node.inputs]) {
      if (needed.has(value)) continue;
      needed.add(value);
      uses[i]?.push(value);
    }
  }
  return uses;
}
