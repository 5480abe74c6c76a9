import { type Backend, definitionOf, type OpName, registry, Tensor } from "@antler/core";
import { loadBackend } from "../backends/current.js";
import { messageOf } from "../backends/open.js";
import { builtInNames } from "../backends/registry.js";
import type { Style } from "./style.js";
import { alignColumns } from "./table.js";

/** How a backend runs an op: with a kernel of its own, as other ops, or the one or the other. */
export type Support = "native" | "decomposed" | "partly" | "absent";

/** Ops by name, and for each how every backend runs it. */
export interface SupportMatrix {
  readonly backends: readonly string[];
  readonly ops: Readonly<Record<string, Readonly<Record<string, Support>>>>;
  /** Why a backend is missing, by name. */
  readonly missing: Readonly<Record<string, string>>;
}

/** Asks every backend about every op's own conformance cases in float32. */
export async function supportMatrix(): Promise<SupportMatrix> {
  const opened: Backend[] = [];
  const missing: Record<string, string> = {};
  for (const name of builtInNames) {
    try {
      opened.push(await loadBackend(name, { device: "auto" }));
    } catch (error) {
      missing[name] = messageOf(error);
    }
  }
  const ops: Record<string, Record<string, Support>> = {};
  for (const op of ([...registry().keys()] as OpName[]).sort()) {
    const nodes = caseNodes(op);
    ops[op] = Object.fromEntries(opened.map((backend) => [backend.name, ask(backend, nodes)]));
  }
  for (const backend of opened) await backend.close();
  return { backends: opened.map(({ name }) => name), ops, missing };
}

/** The nodes that an op's conformance cases describe; no values are needed. */
function caseNodes(op: OpName): readonly Tensor[] {
  const { cases, infer } = definitionOf(op);
  return cases.map(({ inputs, attrs = {} }) => {
    const nodes = inputs.map((input) => {
      const { shape, dtype = "float32" } = "shape" in input ? input : { shape: input };
      return new Tensor({ op: "input", shape, dtype });
    });
    const { shape, dtype } = infer(nodes, attrs);
    return new Tensor({ op, inputs: nodes, attrs, shape, dtype });
  });
}

function ask(backend: Backend, nodes: readonly Tensor[]): Support {
  const native = nodes.filter((node) => backend.supports(node)).length;
  if (nodes.length === 0) return "absent";
  if (native === nodes.length) return "native";
  return native === 0 ? "decomposed" : "partly";
}

const marks: Readonly<Record<Support, string>> = {
  native: "●",
  partly: "◐",
  decomposed: "○",
  absent: "?",
};

/** The matrix as a table for people. */
export function formatMatrix({ backends, ops, missing }: SupportMatrix, style: Style): string {
  const rows = Object.entries(ops).map(([op, support]) => [
    op,
    ...backends.map((name) => marks[support[name] ?? "absent"]),
  ]);
  const [header = "", ...lines] = alignColumns([["float32", ...backends], ...rows]);
  return [
    style.strong(header),
    ...lines,
    "",
    style.faint("● native   ◐ native for some attributes   ○ run as other ops, same result"),
    ...Object.entries(missing).map(([name, cause]) => style.bad(`${name}: ${cause}`)),
  ].join("\n");
}
