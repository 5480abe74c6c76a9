import type { Program, Tensor } from "@antler/core";

/** What programs and the bodies inside them have in common. */
export type Graph = Pick<Program, "inputs" | "constants" | "nodes" | "outputs">;

/** One node, its operands' slots, and the slots that nobody reads after it. */
export interface Step {
  readonly node: Tensor;
  readonly inputs: readonly number[];
  readonly last: readonly number[];
}

/** A program over numbered slots: inputs, then constants, then one per node. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly outputs: readonly number[];
}

/** Numbers the values of a program and finds out when each one dies. */
export function planOf(program: Graph): Plan {
  const slots = new Map<Tensor, number>();
  for (const tensor of [...program.inputs, ...program.constants.keys(), ...program.nodes]) {
    slots.set(tensor, slots.size);
  }
  const slotOf = (tensor: Tensor): number => {
    const slot = slots.get(tensor);
    if (slot === undefined) throw new Error(`${tensor}: is no part of the program`);
    return slot;
  };
  const outputs = program.outputs.map(slotOf);
  const kept = new Set(outputs);
  const seen = new Set<number>();
  const steps: Step[] = [];
  for (const node of [...program.nodes].reverse()) {
    const inputs = node.inputs.map(slotOf);
    const last = [...new Set([slotOf(node), ...inputs])].filter(
      (slot) => !kept.has(slot) && !seen.has(slot),
    );
    for (const slot of last) seen.add(slot);
    steps.push({ node, inputs, last });
  }
  return { steps: steps.reverse(), outputs };
}
