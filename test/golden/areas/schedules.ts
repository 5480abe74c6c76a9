import { compile, evaluate, fromHost, type HostTensor, type Tensor } from "@antler/core";
import type { GoldenCase } from "../golden-file.js";
import type { RunCase } from "./area.js";
import { compareConfig, configOf, makeObject } from "./objects.js";

interface ScheduleCase extends GoldenCase {
  readonly config: Readonly<Record<string, unknown>>;
  readonly get_config?: unknown;
  readonly steps: readonly number[];
  readonly expected: { readonly values: readonly number[] };
}

/** A learning rate schedule at given steps. */
export const runSchedule: RunCase = async (anyCase, { backend }, comparison) => {
  const { keras_name: name, config, steps, expected, ...rest } = anyCase as ScheduleCase;
  const module = "keras.optimizers.schedules";
  const schedule = makeObject(module, name, config) as (step: Tensor) => Tensor;
  const run = compile((step: Tensor) => schedule(step), { backend });
  const rates: number[] = [];
  for (const step of steps) {
    const host: HostTensor = { dtype: "int32", shape: [], data: Int32Array.of(step) };
    const [rate] = await evaluate([await run(fromHost(host))], { backend });
    rates.push(rate?.data[0] as number);
  }
  await run.close();
  comparison.values("rates", rates, expected.values);
  if (rest.get_config !== undefined) compareConfig("config", configOf(schedule), rest.get_config);
};
