import {
  compile,
  evaluate,
  fromHost,
  grad,
  type HostTensor,
  isFloat,
  ops,
  Tensor,
  type Variable,
} from "@antler/core";
import { maskOf } from "antler";
import { againstEither, type Comparison } from "../compare.js";
import { Failure } from "../failure.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { camel } from "../names.js";
import { hostTensor, revive, type TensorValue, tensorsIn } from "../values.js";
import type { Context, RunCase } from "./area.js";
import { adaptLayer, runLookup } from "./lookup.js";
import { compareConfig, configOf, makeObject } from "./objects.js";
import { compareOutputs } from "./outputs.js";
import { leavesOf } from "./run-function.js";

interface GoldenWeight extends GoldenTensor {
  readonly name: string;
  readonly trainable: boolean;
}

interface Expected {
  readonly outputs: readonly GoldenTensor[];
  readonly output_mask?: GoldenTensor;
  /** What the call and the weights' regularizers add to the loss. */
  readonly losses?: readonly number[];
  readonly weights_after?: readonly GoldenWeight[];
  readonly outputs_per_call?: readonly (readonly GoldenTensor[])[];
  readonly symbolic_shapes?: readonly (readonly (number | null)[])[];
}

export interface LayerCase extends GoldenCase {
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly GoldenTensor[];
  /** All inputs form one list. */
  readonly multi_input?: boolean;
  /** How a cell is called. */
  readonly call?: string;
  readonly call_kwargs?: Readonly<Record<string, unknown>>;
  readonly weights: readonly GoldenWeight[];
  readonly adapt?: GoldenTensor;
  readonly expected: Expected;
  readonly expected_grads?: {
    readonly R: readonly (GoldenTensor | null)[];
    readonly inputs: readonly (GoldenTensor | null)[];
    readonly weights: readonly { readonly name: string; readonly grad: GoldenTensor | null }[];
  } | null;
}

type Shape = readonly (number | null)[];

export interface Layer {
  (...args: unknown[]): unknown;
  build(...shapes: unknown[]): void;
  computeOutputShape(...shapes: unknown[]): readonly unknown[];
  setWeights(values: readonly HostTensor[]): void;
  readonly weights: readonly Variable[];
  readonly trainableWeights: readonly Variable[];
  readonly losses: readonly Tensor[];
}

/** A layer with given weights: outputs, mask, losses, gradients, weights afterwards, shapes. */
export const runLayer: RunCase = async (anyCase, context, comparison) => {
  const goldenCase = anyCase as LayerCase;
  const layer = makeObject("keras.layers", goldenCase.keras_name, goldenCase.config) as Layer;
  if (goldenCase.weights === undefined) {
    return runLookup(goldenCase, layer, comparison);
  }
  await prepareWeights(layer, goldenCase, context, comparison);
  const runs = await runCalls(layer, goldenCase, context);
  const after = await evaluate(layer.weights, { backend: context.backend });
  againstEither<Expected>(goldenCase, (expected) => {
    const perCall = expected.outputs_per_call ?? [expected.outputs];
    perCall.forEach((outputs, i) => {
      compareOutputs(runs[i]?.outputs ?? [], { outputs }, comparison);
    });
    compareExtras(runs[0] as Run, expected, comparison);
    for (const weight of expected.weights_after ?? []) {
      const at = layer.weights.findIndex(({ name }) => ownName(name) === weight.name);
      comparison.tensor(`${weight.name} afterwards`, after[at], weight);
    }
  });
  compareGradients(runs[0] as Run, goldenCase, comparison);
  compareShapes(layer, goldenCase);
  compareConfig("config", configOf(layer), goldenCase.config);
};

/** The last part of a path. */
const ownName = (path: string): string => path.split("/").at(-1) as string;

/** One input, a list of them, or several arguments; a cell takes its states as a list. */
function structured<T>(goldenCase: LayerCase, inputs: readonly T[]): unknown[] {
  if (goldenCase.multi_input) return [inputs];
  if (goldenCase.call?.includes("states")) return [inputs[0], inputs.slice(1)];
  return [...inputs];
}

/** Builds the layer, checks which weights it has, and sets or learns their values. */
async function prepareWeights(
  layer: Layer,
  goldenCase: LayerCase,
  { backend }: Context,
  comparison: Comparison,
): Promise<void> {
  const { weights: expected, adapt, inputs, call } = goldenCase;
  if (adapt !== undefined) await adaptLayer(layer, fromHost(hostTensor(adapt)));
  const shapes = inputs.map(({ shape }) => shape);
  layer.build(...(call === undefined ? structured(goldenCase, shapes) : shapes.slice(0, 1)));
  const describe = (name: string, shape: readonly unknown[], trainable: boolean): string =>
    `${ownName(name)} [${shape}]${trainable ? "" : " fixed"}`;
  const received = layer.weights.map((w) => describe(w.name, w.shape, w.trainable));
  const wanted = expected.map((w) => describe(w.name, w.shape, w.trainable));
  if (received.join("; ") !== wanted.join("; ")) throw new Failure("weights", wanted, received);
  if (adapt === undefined) {
    layer.setWeights(expected.map(hostTensor));
    return;
  }
  const learned = await evaluate(layer.weights, { backend });
  expected.forEach((weight, i) => {
    comparison.tensor(`adapted ${weight.name}`, learned[i], {
      ...weight,
      dtype: learned[i]?.dtype ?? "",
    });
  });
}

/** What a call gave. */
interface Run {
  readonly outputs: readonly HostTensor[];
  readonly mask: HostTensor | undefined;
  readonly losses: readonly HostTensor[];
  readonly inputGradients: readonly HostTensor[];
  readonly weightGradients: readonly HostTensor[];
}

/** Calls the layer in a compiled function, as often as the case says. */
async function runCalls(layer: Layer, goldenCase: LayerCase, { backend }: Context): Promise<Run[]> {
  const { inputs, call_kwargs: kwargs = {}, expected_grads: grads, expected } = goldenCase;
  const extra = tensorsIn(kwargs);
  const weights = (grads?.R ?? []).filter((r) => r !== null);
  const fed = [...inputs, ...extra.map(({ $t }) => $t), ...weights].map(hostTensor);
  const floats = inputs.flatMap((_, i) => (isFloat((fed[i] as HostTensor).dtype) ? [i] : []));
  const run = compile(
    (...tensors: Tensor[]) => {
      const own = tensors.slice(0, inputs.length);
      const named = new Map<TensorValue, Tensor>();
      for (const [i, value] of extra.entries()) {
        named.set(value, tensors[inputs.length + i] as Tensor);
      }
      const options = callOptions(kwargs, named);
      const result = layer(...structured(goldenCase, own), ...(options ? [options] : []));
      const outputs = leavesOf(result).filter((leaf) => leaf instanceof Tensor);
      const mask = outputs[0] === undefined ? undefined : maskOf(outputs[0]);
      const losses = expected.losses === undefined ? [] : layer.losses;
      const r = tensors.slice(inputs.length + extra.length);
      const wrt = [...floats.map((i) => own[i] as Tensor), ...layer.trainableWeights];
      const gradients = grads ? gradientsOf(outputs, grads.R, r, wrt) : [];
      return {
        outputs,
        mask: mask === undefined ? [] : [mask],
        losses: [...losses],
        inputGradients: gradients.slice(0, floats.length),
        weightGradients: gradients.slice(floats.length),
      };
    },
    { backend },
  );
  const calls = expected.outputs_per_call?.length ?? 1;
  const runs: Run[] = [];
  try {
    for (let i = 0; i < calls; i++) {
      const result = await run(...fed.map(fromHost));
      const read = (tensors: readonly Tensor[]) => evaluate(tensors, { backend });
      runs.push({
        outputs: await read(result.outputs),
        mask: (await read(result.mask))[0],
        losses: await read(result.losses),
        inputGradients: await read(result.inputGradients),
        weightGradients: await read(result.weightGradients),
      });
    }
  } finally {
    await run.close();
  }
  return runs;
}

/** Keyword arguments of `call` as our options; `None` in a list is a gap. */
function callOptions(
  kwargs: Readonly<Record<string, unknown>>,
  tensors: ReadonlyMap<TensorValue, Tensor>,
): Record<string, unknown> | undefined {
  const entries = Object.entries(kwargs).map(([key, value]) => {
    const revived = revive(value, (tensor) => tensors.get(tensor));
    return [camel(key), Array.isArray(revived) ? revived.map((x) => x ?? undefined) : revived];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function gradientsOf(
  outputs: readonly Tensor[],
  weights: readonly (GoldenTensor | null)[],
  given: readonly Tensor[],
  wrt: readonly (Tensor | Variable)[],
): Tensor[] {
  let next = 0;
  const terms = weights.flatMap((weight, i) => {
    const output = outputs[i];
    if (weight === null || output === undefined) return [];
    const r = given[next++] as Tensor;
    return [ops.sum(ops.multiply(ops.cast(output, r.dtype), r))];
  });
  const loss = terms.reduce((sum, term) => ops.add(sum, term));
  return grad(loss, wrt, { unused: "zero" });
}

function compareExtras(run: Run, expected: Expected, comparison: Comparison): void {
  const { output_mask: mask, losses } = expected;
  if (mask !== undefined) comparison.tensor("mask", run.mask, mask);
  if (losses === undefined) return;
  const received = run.losses.map(({ data }) => data[0] as number);
  comparison.values("losses", received, losses);
}

function compareGradients(run: Run, goldenCase: LayerCase, comparison: Comparison): void {
  const { inputs, expected_grads: grads } = goldenCase;
  if (grads === null || grads === undefined) return;
  const floats = inputs.filter(({ dtype }) => /float/.test(dtype));
  grads.inputs.forEach((expected, i) => {
    const at = floats.indexOf(inputs[i] as GoldenTensor);
    if (!expected || at < 0) return;
    comparison.tensor(`gradient of input ${i}`, run.inputGradients[at], expected);
  });
  if (grads.weights.length !== run.weightGradients.length) {
    const names = grads.weights.map(({ name }) => name);
    throw new Failure("number of trainable weights", names, run.weightGradients.length);
  }
  grads.weights.forEach(({ name, grad: expected }, i) => {
    if (!expected) return;
    comparison.tensor(`gradient of ${name}`, run.weightGradients[i], expected);
  });
}

/** Shapes with an open batch size. */
function compareShapes(layer: Layer, goldenCase: LayerCase): void {
  const { inputs, expected } = goldenCase;
  if (expected.symbolic_shapes === undefined) return;
  const open = inputs.map(({ shape }): Shape => [null, ...shape.slice(1)]);
  const result = layer.computeOutputShape(...structured(goldenCase, open));
  const several = Array.isArray(result[0]);
  const shapes = (several ? result : [result]) as readonly (readonly unknown[])[];
  const received = shapes.map((shape) =>
    shape.map((dim) => (typeof dim === "number" ? dim : null)),
  );
  if (JSON.stringify(received) !== JSON.stringify(expected.symbolic_shapes)) {
    throw new Failure("shapes for any batch size", expected.symbolic_shapes, received);
  }
}
