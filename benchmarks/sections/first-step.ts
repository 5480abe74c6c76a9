import { inFreshProcess } from "../harness/child.js";
import { median } from "../harness/statistics.js";
import { milliseconds } from "../harness/table.js";
import type { FirstStep } from "../tasks/first-step.js";
import type { Section, Settings } from "./section.js";

/** How long a user waits for the first step of the CNN on onnx. */
export async function firstStepSection({ quick, threads }: Settings): Promise<Section> {
  const runs: FirstStep[] = [];
  for (let i = 0; i < (quick ? 1 : 5); i++) {
    runs.push(await inFreshProcess("measureFirstStep", { threads }));
  }
  const part = (name: keyof FirstStep) => median(runs.map((run) => run[name]));
  const parts = [
    `import ${milliseconds(part("importing"))} ms`,
    `open the backend ${milliseconds(part("openingBackend"))} ms`,
    `build the model ${milliseconds(part("buildingModel"))} ms`,
    `first step ${milliseconds(part("firstStep"))} ms`,
    `second step ${milliseconds(part("secondStep"))} ms`,
  ];
  return {
    title: "First step of the CNN on onnx, in a fresh process",
    text: parts.join(", "),
    targets: [
      {
        name: "first step (trace, build, session, run)",
        measured: part("firstStep"),
        limit: 400,
        holds: "atMost",
        unit: " ms",
      },
    ],
    data: runs,
  };
}
