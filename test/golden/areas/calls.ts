import { bindArguments } from "../bind.js";
import type { Comparison } from "../compare.js";
import { againstEither } from "../compare.js";
import { missing } from "../failure.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { at, camel } from "../names.js";
import type { Context, RunCase } from "./area.js";
import { compareConfig, configOf, makeObject } from "./objects.js";
import { compareOutputs, type ExpectedOutputs } from "./outputs.js";
import { runFunction } from "./run-function.js";

/** Something called on tensors: an activation, a constraint, a regularizer. */
interface CallCase extends GoldenCase {
  readonly config: Readonly<Record<string, unknown>>;
  readonly get_config?: unknown;
  readonly inputs: readonly GoldenTensor[];
  readonly expected: ExpectedOutputs;
  readonly expected_grads?: {
    readonly R?: readonly GoldenTensor[];
    readonly inputs: readonly (GoldenTensor | null)[];
  };
}

type Call = (...args: unknown[]) => unknown;

/** A function of keras.activations. */
export const runActivation: RunCase = async (anyCase, context, comparison) => {
  const { keras_name: name } = anyCase;
  const path = `activations.${camel(name)}`;
  const fn = at(context.product, path);
  if (typeof fn !== "function") throw missing(path);
  const { inputs, config } = anyCase as CallCase;
  const args = inputs.map(($t) => ({ $t }));
  const keras = context.keras[`keras.activations.${name}`];
  const call = bindArguments(args, config, keras, context.own[path]);
  await runCall(anyCase as CallCase, fn as Call, call, args, context, comparison);
};

/** A constraint or regularizer: an object that is called on a weight. */
export function runObject(module: string): RunCase {
  return async (anyCase, context, comparison) => {
    const goldenCase = anyCase as CallCase;
    const object = makeObject(module, goldenCase.keras_name, goldenCase.config);
    const args = goldenCase.inputs.map(($t) => ({ $t }));
    await runCall(goldenCase, object as Call, args, args, context, comparison);
    if (goldenCase.get_config !== undefined) {
      compareConfig("config", configOf(object), goldenCase.get_config);
    }
  };
}

async function runCall(
  goldenCase: CallCase,
  fn: Call,
  call: readonly unknown[],
  args: readonly unknown[],
  context: Context,
  comparison: Comparison,
): Promise<void> {
  const { expected_grads: grads } = goldenCase;
  // Without R the output is a scalar, and its own gradient is meant.
  const one: GoldenTensor = { shape: [], dtype: "float32", data: [1] };
  const weights = grads === undefined ? undefined : (grads.R ?? [one]);
  const { backend } = context;
  const { outputs, gradients, inputs } = await runFunction(fn, call, args, weights, backend);
  againstEither<ExpectedOutputs>(goldenCase, (expected) =>
    compareOutputs(outputs, expected, comparison),
  );
  const floats = inputs.filter(({ float }) => float);
  grads?.inputs.forEach((expected, i) => {
    const input = inputs[i];
    if (!expected || !input?.float) return;
    comparison.tensor(`gradient ${i}`, gradients[floats.indexOf(input)], expected);
  });
}
