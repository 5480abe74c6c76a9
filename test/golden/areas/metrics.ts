import { evaluate, fromHost, type HostTensor, type Tensor, type Variable } from "@antler/core";
import { againstEither } from "../compare.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { hostTensor, isGoldenTensor, isTensorValue } from "../values.js";
import type { RunCase } from "./area.js";
import { runSampleLosses } from "./losses.js";
import { compareConfig, configOf, makeObject } from "./objects.js";
import { compareOutputs } from "./outputs.js";
import { leavesOf } from "./run-function.js";

interface Expected {
  readonly results: readonly unknown[];
  readonly variables?: readonly GoldenTensor[];
}

interface MetricCase extends GoldenCase {
  readonly config: Readonly<Record<string, unknown>>;
  readonly get_config?: unknown;
  readonly updates: readonly {
    readonly args: readonly GoldenTensor[];
    readonly sample_weight: GoldenTensor | null;
  }[];
  readonly expected: Expected;
}

interface Metric {
  updateState(...args: unknown[]): void;
  result(): unknown;
  resetState(): void;
  readonly variables: readonly Variable[];
}

/** A metric over several updates: the result after each, then its variables; then it is reset. */
export const runMetric: RunCase = async (anyCase, context, comparison) => {
  if (anyCase.kind === "function") {
    return runSampleLosses("metrics", anyCase, context, comparison);
  }
  const goldenCase = anyCase as MetricCase;
  const { backend } = context;
  const metric = makeObject("keras.metrics", goldenCase.keras_name, goldenCase.config) as Metric;
  const results: HostTensor[][] = [];
  const read = async () => {
    const leaves = leavesOf(metric.result());
    const tensors = leaves.filter((leaf) => typeof leaf === "object") as Tensor[];
    return evaluate(tensors, { backend });
  };
  for (const { args, sample_weight: weight } of goldenCase.updates) {
    const options = weight ? [{ sampleWeight: fromHost(hostTensor(weight)) }] : [];
    metric.updateState(...args.map((arg) => fromHost(hostTensor(arg))), ...options);
    results.push(await read());
  }
  const variables = await evaluate(metric.variables, { backend });
  againstEither<Expected>(goldenCase, ({ results: wanted, variables: state }) => {
    results.forEach((received, i) => {
      const expected = wanted[i];
      const golden = isTensorValue(expected) ? expected.$t : expected;
      compareOutputs(
        received,
        { outputs: isGoldenTensor(golden) ? [golden] : [golden] },
        comparison,
      );
    });
    if (state === undefined) return;
    compareOutputs(variables, { outputs: state }, comparison);
  });
  if (goldenCase.get_config !== undefined) {
    compareConfig("config", configOf(metric), goldenCase.get_config);
  }
  metric.resetState();
  const fresh = makeObject("keras.metrics", goldenCase.keras_name, goldenCase.config) as Metric;
  const [again, initial] = [
    await evaluate(metric.variables, { backend }),
    await evaluate(fresh.variables, { backend }),
  ];
  initial.forEach(({ shape, dtype, data }, i) => {
    const expected = { shape, dtype, data: Array.from(data) };
    // State whose shape is known only after an update starts with that shape.
    if (again[i]?.shape.join() === shape.join())
      comparison.tensor(`reset ${i}`, again[i], expected);
  });
};
