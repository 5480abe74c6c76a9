import type { Backend, Executable, HostTensor, Program, Value } from "../backend.js";
import { AntlerError, BackendError } from "../errors.js";
import { topological } from "../graph/walk.js";
import { optimize } from "../passes/index.js";
import type { Tensor } from "../tensor/tensor.js";
import { announce, fallbackFor } from "./fallback.js";
import { compilePartitioned } from "./partition.js";
import { computes } from "./supports.js";
import { symbolsNeeded } from "./symbols.js";
import { transfer } from "./transfer.js";

/** A program that is compiled, and which of its declared inputs are really used. */
export interface Prepared {
  readonly executable: Executable;
  /** Indices into the declared inputs, in the order in which `executable` wants them. */
  readonly used: readonly number[];
}

/**
 * Optimizes and compiles a graph. `inputs` are all placeholders that may be fed; those that no
 * output needs are left out, but for the ones that must stay to give symbols their values.
 */
export async function prepare(
  backend: Backend,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  resident: ReadonlySet<number> = new Set(),
): Promise<Prepared> {
  const fallback = await fallbackFor(backend);
  const optimized = optimize(outputs, backend, fallback);
  const order = topological(optimized);
  const reached = new Set(order);
  const symbols = symbolsNeeded(order);
  const used = inputs.flatMap((input, i) => {
    const binds = input.shape.some((dim) => typeof dim !== "number" && symbols.delete(dim.text));
    return reached.has(input) || binds ? [i] : [];
  });
  const constants = new Map<Tensor, HostTensor>();
  const nodes: Tensor[] = [];
  for (const node of order) {
    if (node.op === "constant") constants.set(node, node.value as HostTensor);
    else if (node.op !== "input") nodes.push(node);
  }
  const program: Program = {
    inputs: used.map((i) => inputs[i] as Tensor),
    constants,
    nodes,
    outputs: optimized,
    resident,
  };
  return { executable: await compileFor(backend, fallback, program), used };
}

/** One program on `backend`, or several where the fallback has to help. */
async function compileFor(
  backend: Backend,
  fallback: Backend | undefined,
  program: Program,
): Promise<Executable> {
  const foreign = new Set(program.nodes.filter((node) => !computes(backend, node)));
  if (foreign.size === 0 || fallback === undefined) return backend.compile(program);
  for (const node of foreign) announce(node, backend, fallback);
  return compilePartitioned(program, backend, fallback, (node) => foreign.has(node));
}

/** Runs, and makes sure that whatever goes wrong inside an engine arrives as a BackendError. */
export async function runPrepared(
  backend: Backend,
  { executable }: Prepared,
  values: readonly Value[],
): Promise<readonly Value[]> {
  try {
    return await executable.run(await transfer(values, backend));
  } catch (error) {
    if (error instanceof AntlerError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new BackendError(`${backend.name} (${backend.device}) failed: ${message}`, {
      cause: error,
    });
  }
}
