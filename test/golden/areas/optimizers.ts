import { compile, evaluate, fromHost, type HostTensor, type Tensor, Variable } from "@antler/core";
import { Weight } from "antler";
import { againstEither, type Comparison } from "../compare.js";
import { Failure } from "../failure.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { hostTensor } from "../values.js";
import type { Context, RunCase } from "./area.js";
import { compareConfig, configOf, makeObject, makeSerialized } from "./objects.js";

interface Expected {
  readonly params: readonly (readonly GoldenTensor[])[];
  readonly learning_rate?: readonly number[];
  readonly iterations?: number;
  readonly optimizer_variables?: readonly GoldenTensor[];
  readonly optimizer_variable_specs?: readonly { readonly name: string }[];
  readonly finalized_params?: readonly GoldenTensor[];
  readonly dynamic_scale?: readonly number[];
}

interface OptimizerCase extends GoldenCase {
  readonly config: Readonly<Record<string, unknown>>;
  readonly get_config?: unknown;
  readonly params: readonly GoldenTensor[];
  readonly param_names?: readonly string[];
  /** The bias is left out of the weight decay. */
  readonly exclude?: boolean;
  /** Of the kernel. */
  readonly constraint?: string;
  readonly grads: readonly (readonly GoldenTensor[])[];
  readonly expected: Expected;
}

interface Optimizer {
  build(weights: readonly Variable[]): void;
  apply(gradients: readonly Tensor[], weights: readonly Variable[]): void;
  excludeFromWeightDecay(options: object): void;
  finalizeVariableValues(weights: readonly Variable[]): void;
  readonly variables: readonly Variable[];
  readonly learningRate: Variable | Tensor;
  readonly iterations: Variable | Tensor;
  readonly dynamicScale?: Variable | Tensor;
}

/** What is read after each step. */
interface Step {
  readonly params: readonly HostTensor[];
  readonly rate: number;
  readonly scale: number | undefined;
}

/** Several steps with given gradients; weights and learning rate after each, the state at the end. */
export const runOptimizer: RunCase = async (anyCase, context, comparison) => {
  const goldenCase = anyCase as OptimizerCase;
  const optimizer = makeOptimizer(goldenCase);
  if (goldenCase.exclude) optimizer.excludeFromWeightDecay({ varNames: ["bias"] });
  const weights = makeWeights(goldenCase);
  optimizer.build(weights);
  const steps = await runSteps(optimizer, weights, goldenCase, context);
  const { backend } = context;
  const state = await evaluate(optimizer.variables, { backend });
  const [iterations] = await evaluate([optimizer.iterations], { backend });
  const config = goldenCase.get_config === undefined ? undefined : configOf(optimizer);
  const { finalized_params: finalized } = goldenCase.expected;
  if (finalized) optimizer.finalizeVariableValues(weights);
  const final = await evaluate(weights, { backend });
  againstEither<Expected>(goldenCase, (expected) => {
    compareSteps(steps, expected, comparison);
    if (expected.iterations !== undefined) {
      comparison.number("iterations", iterations?.data[0], expected.iterations);
    }
    compareState(state, expected, comparison);
    expected.finalized_params?.forEach((value, i) => {
      comparison.tensor(`finalized weight ${i}`, final[i], value);
    });
  });
  if (config !== undefined) compareConfig("config", config, goldenCase.get_config);
};

function makeOptimizer({ keras_name: name, config }: OptimizerCase): Optimizer {
  const module = "keras.optimizers";
  if (typeof config.inner !== "string") return makeObject(module, name, config) as Optimizer;
  // An optimizer around another one, written as `SGD(0.1)`.
  const [, inner, rate] = /^(\w+)\(([\d.e-]+)\)$/.exec(config.inner) ?? [];
  if (inner === undefined) throw new Failure(`the inner optimizer ${config.inner} can't be read`);
  const { inner: _, ...options } = config;
  const wrapped = { module, class_name: inner, config: { learning_rate: Number(rate) } };
  return makeSerialized({
    module,
    class_name: name,
    config: { inner_optimizer: { ...wrapped, registered_name: null }, ...options },
    registered_name: null,
  }) as Optimizer;
}

function makeWeights({ params, param_names: names, constraint }: OptimizerCase): Variable[] {
  return params.map((value, i) => {
    const name = names?.[i] ?? `weight_${i}`;
    if (constraint === undefined || i > 0) return new Variable(hostTensor(value), { name });
    const className = constraint.replace(/(?:^|_)([a-z])/g, (_, c: string) => c.toUpperCase());
    const rule = makeObject("keras.constraints", className) as (weight: Tensor) => Tensor;
    return new Weight(hostTensor(value), { name, constraint: rule });
  });
}

async function runSteps(
  optimizer: Optimizer,
  weights: readonly Variable[],
  { grads, expected }: OptimizerCase,
  { backend }: Context,
): Promise<Step[]> {
  const run = compile(
    (...gradients: Tensor[]) => {
      optimizer.apply(gradients, weights);
      return [];
    },
    { backend },
  );
  const read = async (tensor: Variable | Tensor | undefined) =>
    tensor === undefined ? undefined : (await evaluate([tensor], { backend }))[0]?.data[0];
  const scaled = expected.dynamic_scale !== undefined;
  const steps: Step[] = [];
  try {
    for (const [s, gradients] of grads.entries()) {
      const scale = scaled ? ((await read(optimizer.dynamicScale)) ?? Number.NaN) : 1;
      const values = gradients.map((gradient, i) => {
        const { data, ...rest } = hostTensor(gradient);
        const factored = data.map((g) => g * scale);
        // The file says that the third step overflows.
        if (scaled && s === 2 && i === 0) factored[0] = Number.POSITIVE_INFINITY;
        return { ...rest, data: factored } as HostTensor;
      });
      await run(...values.map(fromHost));
      steps.push({
        params: (await evaluate(weights, { backend })).map(copy),
        rate: (await read(optimizer.learningRate)) as number,
        scale: scaled ? await read(optimizer.dynamicScale) : undefined,
      });
    }
  } finally {
    await run.close();
  }
  return steps;
}

const copy = ({ data, ...rest }: HostTensor): HostTensor => ({ ...rest, data: data.slice() });

function compareSteps(steps: readonly Step[], expected: Expected, comparison: Comparison): void {
  steps.forEach(({ params, rate, scale }, s) => {
    expected.params[s]?.forEach((value, i) => {
      comparison.tensor(`weight ${i} after step ${s + 1}`, params[i], value);
    });
    const wanted = expected.learning_rate?.[s];
    if (wanted !== undefined) comparison.number(`learning rate after step ${s + 1}`, rate, wanted);
    const factor = expected.dynamic_scale?.[s];
    if (factor !== undefined) comparison.number(`scale after step ${s + 1}`, scale, factor);
  });
}

function compareState(
  state: readonly HostTensor[],
  { optimizer_variables: wanted, optimizer_variable_specs: specs }: Expected,
  comparison: Comparison,
): void {
  if (wanted === undefined) return;
  if (state.length !== wanted.length) {
    throw new Failure(
      "number of variables",
      specs?.map(({ name }) => name),
      state.length,
    );
  }
  wanted.forEach((value, i) => {
    comparison.tensor(`variable ${i} (${specs?.[i]?.name ?? ""})`, state[i], value);
  });
}
