import { inFreshProcess } from "../harness/child.js";
import { milliseconds } from "../harness/table.js";
import type { Section, Settings } from "./section.js";

/** What `fit` adds to bare compiled steps. */
export async function fitSection({ quick, threads }: Settings): Promise<Section> {
  const result = await inFreshProcess("measureFit", { rounds: quick ? 3 : 31, threads });
  return {
    title: "fit against bare compiled steps, MLP on onnx, 2 epochs of 100 steps",
    text: `a call of fit ${milliseconds(result.fit)} ms, the bare steps ${milliseconds(result.bare)} ms`,
    targets: [
      { name: "fit / bare steps", measured: result.ratio, limit: 1.1, holds: "atMost", unit: "×" },
    ],
    data: result,
  };
}
