import { compile, evaluate, fromHost, grad, type HostTensor, ops, type Tensor } from "@antler/core";
import { againstEither, type Comparison } from "../compare.js";
import { Failure } from "../failure.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { hostTensor } from "../values.js";
import type { Context, RunCase } from "./area.js";
import { compareConfig, configOf, makeObject } from "./objects.js";
import { type OpCase, runCall } from "./ops.js";
import { compareOutputs, type ExpectedOutputs } from "./outputs.js";

interface LossCase extends GoldenCase {
  readonly kind: "class" | "function";
  readonly config: Readonly<Record<string, unknown>>;
  readonly get_config?: unknown;
  readonly inputs: readonly [GoldenTensor, GoldenTensor];
  readonly sample_weight?: GoldenTensor | null;
  readonly mask?: GoldenTensor | null;
  readonly expected: ExpectedOutputs;
  readonly expected_grads?: { readonly R: readonly GoldenTensor[]; readonly y_pred: GoldenTensor };
}

type Loss = (yTrue: Tensor, yPred: Tensor, options: object) => Tensor;

/** A loss object, or the function of the samples, and the gradient with respect to the predictions. */
export const runLoss: RunCase = async (anyCase, context, comparison) => {
  const goldenCase = anyCase as LossCase;
  const { kind, keras_name: name, config, get_config: expectedConfig } = goldenCase;
  if (kind === "function") return runSampleLosses("losses", goldenCase, context, comparison);
  const object = makeObject("keras.losses", name, config);
  const { sample_weight: weight, mask, inputs, expected_grads: grads } = goldenCase;
  const extra = [weight, mask].map((tensor) => (tensor ? [hostTensor(tensor)] : []));
  const fed = [...inputs.map(hostTensor), ...extra.flat()];
  const r = grads?.R[0];
  const run = compile(
    (...tensors: Tensor[]) => {
      const [yTrue, yPred, ...rest] = tensors as [Tensor, Tensor, ...Tensor[]];
      const sampleWeight = weight ? rest.shift() : undefined;
      const kept = mask ? rest.shift() : undefined;
      const output = callLoss(object, yTrue, yPred, {
        ...(sampleWeight ? { sampleWeight } : {}),
        ...(kept ? { mask: kept } : {}),
      });
      if (r === undefined) return [output];
      const loss = ops.sum(ops.multiply(output, rest[0] as Tensor));
      return [output, grad(loss, yPred, { unused: "zero" })];
    },
    { backend: context.backend },
  );
  const values = r === undefined ? fed : [...fed, hostTensor(r)];
  try {
    const tensors = await run(...values.map(fromHost));
    const [output, gradient] = await evaluate(tensors as Tensor[], { backend: context.backend });
    againstEither<ExpectedOutputs>(goldenCase, (expected) =>
      compareOutputs([output as HostTensor], expected, comparison),
    );
    if (grads) comparison.tensor("gradient", gradient, grads.y_pred);
  } finally {
    await run.close();
  }
  if (expectedConfig !== undefined) {
    compareConfig("config", configOf(object), expectedConfig);
  }
};

/** A function of keras.losses or keras.metrics: one value for each sample. */
export function runSampleLosses(
  module: "losses" | "metrics",
  goldenCase: GoldenCase,
  context: Context,
  comparison: Comparison,
): Promise<void> {
  const { inputs, config, expected_grads: grads, keras_name: name } = goldenCase as LossCase;
  const call = {
    ...goldenCase,
    args: inputs.map(($t) => ({ $t })),
    kwargs: config,
    expected_grads: grads && { R: grads.R, inputs: [null, grads.y_pred] },
  } as unknown as OpCase;
  return runCall(call, `${module}.${name}`, context, comparison);
}

function callLoss(fn: object, yTrue: Tensor, yPred: Tensor, options: object): Tensor {
  if (typeof fn === "function") return (fn as Loss)(yTrue, yPred, options);
  if ("call" in fn) return (fn as { call: Loss }).call(yTrue, yPred, options);
  throw new Failure("the loss can't be called");
}
