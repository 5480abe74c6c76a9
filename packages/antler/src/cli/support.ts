import {
  type Backend,
  type DType,
  registry,
  setFallbackBackend,
  setFallbackMode,
} from "@antler/core";
import { conformance, type Support, supportOf } from "@antler/core/testing";
import { loadBackend } from "../backends/current.js";
import { messageOf } from "../backends/open.js";
import { builtInBackends, builtInNames } from "../backends/registry.js";
import type { Style } from "./style.js";
import { alignColumns } from "./table.js";

/** How one backend on one device runs an op, by the dtype of its first input. */
export interface OpSupport {
  readonly dtypes: Readonly<Partial<Record<DType, Support>>>;
  /** Worst |received − expected| / (1 + |expected|) of the conformance run, if it was measured. */
  readonly worstError?: number;
}

/** Ops by name, and for each how every target (`"onnx cpu"`) runs it. */
export interface SupportMatrix {
  readonly targets: readonly string[];
  readonly ops: Readonly<Record<string, Readonly<Record<string, OpSupport>>>>;
  /** Why a target is missing, by name. */
  readonly missing: Readonly<Record<string, string>>;
}

/** The dtypes that the table shows. */
const shown = ["float32", "int32", "bool"] as const satisfies readonly DType[];

/**
 * Asks every backend, on its best device here and on the CPU, about every op's conformance cases.
 * @param measure - also runs them, and notes the worst errors
 */
export async function supportMatrix(measure = false): Promise<SupportMatrix> {
  const missing: Record<string, string> = {};
  const opened = new Map<string, Backend>();
  for (const name of builtInNames) {
    for (const device of ["auto", "cpu"]) {
      try {
        const backend = await loadBackend(name, { device });
        const target = `${name} ${backend.device}`;
        if (opened.has(target)) await backend.close();
        else opened.set(target, backend);
      } catch (error) {
        missing[`${name} ${device}`] = messageOf(error);
      }
    }
  }
  const oracle = await (await builtInBackends.reference()).backend.open({});
  setFallbackBackend(async () => oracle);
  setFallbackMode("silent");
  const definitions = [...registry().values()].filter(({ cases }) => cases.length > 0);
  definitions.sort((a, b) => (a.name < b.name ? -1 : 1));
  const errors = new Map<string, ReadonlyMap<string, number>>();
  for (const [target, backend] of opened) {
    if (measure) errors.set(target, await worstErrors(backend, oracle));
  }
  const ops = Object.fromEntries(
    definitions.map((definition) => {
      const support = [...opened].map(([target, backend]): [string, OpSupport] => {
        const dtypes = Object.fromEntries(supportOf(definition, backend, oracle));
        const worstError = errors.get(target)?.get(definition.name);
        return [target, worstError === undefined ? { dtypes } : { dtypes, worstError }];
      });
      return [definition.name, Object.fromEntries(support)];
    }),
  );
  for (const backend of [...opened.values(), oracle]) await backend.close();
  return { targets: [...opened.keys()], ops, missing };
}

async function worstErrors(backend: Backend, oracle: Backend): Promise<Map<string, number>> {
  const worst = new Map<string, number>();
  for (const test of conformance(backend, oracle)) {
    worst.set(test.op, Math.max(worst.get(test.op) ?? 0, await test.run()));
  }
  return worst;
}

const marks: Readonly<Record<Support, string>> = {
  native: "●",
  decomposed: "○",
  "falls back": "↩",
  unsupported: "✗",
};
const legend =
  "● native   ○ run as other ops   ↩ on the reference backend   ✗ not at all   · no such case";

/** `●●·`: one mark per dtype of the table. */
function marksOf({ dtypes }: OpSupport): string {
  return shown.map((dtype) => marks[dtypes[dtype] as Support] ?? "·").join("");
}

/** The matrix as a table for people. */
export function formatMatrix({ targets, ops, missing }: SupportMatrix, style: Style): string {
  const rows = Object.entries(ops).map(([op, support]) => [
    op,
    ...targets.map((target) => marksOf(support[target] as OpSupport)),
  ]);
  const [header = "", ...lines] = alignColumns([[shown.join(", "), ...targets], ...rows]);
  return [
    style.strong(header),
    ...lines,
    "",
    style.faint(legend),
    ...Object.entries(missing).map(([name, cause]) => style.bad(`${name}: ${cause}`)),
  ].join("\n");
}

/** The matrix as a page of the documentation. */
export function markdownMatrix({ targets, ops }: SupportMatrix): string {
  const cell = (support: OpSupport): string => {
    const { worstError } = support;
    const error = worstError === undefined ? "" : ` ${worstError.toExponential(0)}`;
    return `${marksOf(support)}${error}`;
  };
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const lines = Object.entries(ops).map(([op, support]) =>
    row([`\`${op}\``, ...targets.map((target) => cell(support[target] as OpSupport))]),
  );
  return [
    "# Which ops each backend runs",
    "",
    "Written by `npx antler support --markdown --measure` from the tables of the backends and a run of the",
    "conformance kit; everything else in `ops` is a composition of these. Three marks for",
    `${shown.join(", ")}, then the worst |received − expected| / (1 + |expected|) against the reference`,
    "backend, gradients included.",
    "",
    legend,
    "",
    row(["op", ...targets]),
    row(["---", ...targets.map(() => "---")]),
    ...lines,
    "",
  ].join("\n");
}
