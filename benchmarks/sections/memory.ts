import { inFreshProcess } from "../harness/child.js";
import { table } from "../harness/table.js";
import type { Target } from "../harness/target.js";
import type { Section } from "./section.js";

const cases = [
  { backend: "onnx", device: "cpu" },
  { backend: "tfjs", device: "wasm" },
  { backend: "tfjs", device: "cpu" },
] as const;

/** Whether memory stays level over 2,000 steps of a small MLP. */
export async function memorySection(): Promise<Section> {
  const rows: string[][] = [];
  const targets: Target[] = [];
  const data: unknown[] = [];
  for (const options of cases) {
    const name = `${options.backend} ${options.device}`;
    const use = await inFreshProcess("measureMemory", options);
    const { resident, growth, tensors } = use;
    data.push({ ...options, ...use });
    rows.push([
      name,
      resident.toFixed(0),
      `${(growth * 100).toFixed(2)} %`,
      tensors === undefined ? "" : tensors.join(" → "),
    ]);
    targets.push({
      name: `${name}: growth of resident memory over the last 1,000 steps`,
      measured: growth * 100,
      limit: 5,
      holds: "atMost",
      unit: " %",
    });
    if (tensors !== undefined) {
      targets.push({
        name: `${name}: tensors left by 1,999 steps`,
        measured: tensors[1] - tensors[0],
        limit: 0,
        holds: "atMost",
      });
    }
  }
  const header = ["backend", "resident MB", "growth", "tensors"];
  return {
    title: "Memory over 2,000 steps of a small MLP",
    text: table(header, rows),
    targets,
    data,
  };
}
