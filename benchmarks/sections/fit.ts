import { inFreshProcess } from "../harness/child.js";
import { milliseconds } from "../harness/table.js";
import type { Section, Settings } from "./section.js";

/** What `fit` adds to bare compiled steps. */
export async function fitSection({ quick, threads }: Settings): Promise<Section> {
  const result = await inFreshProcess("measureFit", { rounds: quick ? 3 : 15, threads });
  return {
    title: "fit against bare compiled steps, MLP on onnx, 100 steps an epoch",
    text: `fit ${milliseconds(result.fit)} ms, bare ${milliseconds(result.bare)} ms an epoch`,
    targets: [
      { name: "fit / bare steps", measured: result.ratio, limit: 1.1, holds: "atMost", unit: "×" },
    ],
    data: result,
  };
}
