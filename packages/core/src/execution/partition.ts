import type { Backend, Executable, Program, Value } from "../backend.js";
import { isDeviceTensor } from "../backend.js";
import type { Tensor } from "../tensor/tensor.js";
import { symbolsNeeded } from "./symbols.js";
import { transfer } from "./transfer.js";

/** A part of a program that runs on one backend without a break. */
interface Segment {
  readonly backend: Backend;
  readonly program: Program;
}

/**
 * Compiles a program of which some nodes run on another backend: it is cut into segments that run
 * one after the other, and values move between them through JavaScript memory.
 * @param belongs - whether a node runs on `fallback`
 */
export async function compilePartitioned(
  program: Program,
  backend: Backend,
  fallback: Backend,
  belongs: (node: Tensor) => boolean,
): Promise<Executable> {
  const segments = segmentsOf(program, backend, fallback, belongs);
  const executables = await Promise.all(segments.map((s) => s.backend.compile(s.program)));
  return new PartitionedExecutable(program, segments, executables);
}

class PartitionedExecutable implements Executable {
  readonly #program: Program;
  readonly #segments: readonly Segment[];
  readonly #executables: readonly Executable[];

  constructor(program: Program, segments: readonly Segment[], executables: readonly Executable[]) {
    this.#program = program;
    this.#segments = segments;
    this.#executables = executables;
  }

  async run(inputs: readonly Value[]): Promise<readonly Value[]> {
    const { constants, outputs } = this.#program;
    const values = new Map<Tensor, Value>(constants);
    this.#program.inputs.forEach((input, i) => {
      values.set(input, inputs[i] as Value);
    });
    const made = new Set<Value>();
    for (const [at, { backend, program }] of this.#segments.entries()) {
      const given = program.inputs.map((input) => values.get(input) as Value);
      const moved = await transfer(given, backend);
      const results = await (this.#executables[at] as Executable).run(moved);
      program.outputs.forEach((output, i) => {
        const value = results[i] as Value;
        values.set(output, value);
        made.add(value);
      });
    }
    const results = outputs.map((output) => values.get(output) as Value);
    for (const value of made) {
      if (isDeviceTensor(value) && !results.includes(value)) value.release();
    }
    return results;
  }

  async close(): Promise<void> {
    await Promise.all(this.#executables.map((executable) => executable.close()));
  }
}

function segmentsOf(
  program: Program,
  backend: Backend,
  fallback: Backend,
  belongs: (node: Tensor) => boolean,
): Segment[] {
  const levels = levelsOf(program.nodes, belongs);
  const groups: Tensor[][] = [];
  for (const node of program.nodes) {
    const level = levels.get(node) as number;
    groups[level] ??= [];
    groups[level].push(node);
  }
  const readers = readersOf(program, levels);
  return groups.flatMap((nodes, level) => {
    if (nodes === undefined) return [];
    const own = new Set(nodes);
    const outside = new Set(nodes.flatMap(({ inputs }) => inputs.filter((x) => !own.has(x))));
    const constants = new Map([...program.constants].filter(([node]) => outside.has(node)));
    const needed = symbolsNeeded([...nodes, ...outside]);
    const inputs = [...outside].filter((node) => !constants.has(node));
    for (const input of inputs) bindSymbols(input, needed);
    for (const input of program.inputs) {
      if (!outside.has(input) && bindSymbols(input, needed)) inputs.push(input);
    }
    // Even levels are the backend's own, odd ones the fallback's: see levelsOf.
    const place = level % 2 === 0 ? backend : fallback;
    const outputs = nodes.filter((node) => readers.has(node));
    const stays = (node: Tensor): boolean =>
      [...(readers.get(node) ?? [])].every(
        (reader) => reader === "resident" || reader % 2 === level % 2,
      );
    const resident = new Set(outputs.flatMap((node, i) => (stays(node) ? [i] : [])));
    return [{ backend: place, program: { inputs, constants, nodes, outputs, resident } }];
  });
}

/** Segments by number: a node comes at least as late as what it reads, and later on the other side. */
function levelsOf(
  nodes: readonly Tensor[],
  belongs: (node: Tensor) => boolean,
): ReadonlyMap<Tensor, number> {
  const levels = new Map<Tensor, number>();
  const isOdd = (node: Tensor): boolean =>
    belongs(node.op === "item" ? (node.inputs[0] as Tensor) : node);
  for (const node of nodes) {
    const parity = isOdd(node) ? 1 : 0;
    const latest = Math.max(parity, ...node.inputs.map((x) => levels.get(x) ?? 0));
    levels.set(node, latest % 2 === parity ? latest : latest + 1);
  }
  return levels;
}

/** Who reads a node outside of its own segment: later segments, or the caller. */
function readersOf(
  { nodes, outputs, resident }: Program,
  levels: ReadonlyMap<Tensor, number>,
): ReadonlyMap<Tensor, ReadonlySet<number | "resident">> {
  const readers = new Map<Tensor, Set<number | "resident">>();
  const add = (node: Tensor, reader: number | "resident"): void => {
    if (!levels.has(node)) return;
    const known = readers.get(node) ?? new Set();
    readers.set(node, known.add(reader));
  };
  for (const node of nodes) {
    const level = levels.get(node) as number;
    for (const input of node.inputs) if (levels.get(input) !== level) add(input, level);
  }
  outputs.forEach((output, i) => {
    // No segment has the parity of NaN: the value must come out.
    add(output, resident.has(i) ? "resident" : Number.NaN);
  });
  return readers;
}

/** Takes from `needed` the symbols whose values can be read from the shape of `input`. */
function bindSymbols(input: Tensor, needed: Set<string>): boolean {
  let binds = false;
  for (const dim of input.shape) {
    if (typeof dim !== "number" && needed.delete(dim.text)) binds = true;
  }
  return binds;
}
