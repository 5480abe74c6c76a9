import { fromHost, type HostTensor, type Tensor } from "@antler/core";
import * as antler from "antler";
import type { Comparison } from "../compare.js";
import { Failure, missing } from "../failure.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { at, camel } from "../names.js";
import { hostTensor } from "../values.js";
import type { RunCase } from "./area.js";
import { makeSerialized, reviveConfig } from "./objects.js";

interface TrainingCase extends GoldenCase {
  readonly optimizer: unknown;
  readonly compile: Readonly<Record<string, unknown>>;
  readonly output_units: number;
  readonly output_activation: string | null;
  readonly fit: Readonly<Record<string, unknown>>;
  readonly x: GoldenTensor;
  readonly y: GoldenTensor;
  readonly initial_weights: readonly GoldenTensor[];
  readonly expected: {
    readonly history: Readonly<Record<string, readonly number[]>>;
    readonly epochs: readonly number[];
    readonly weights: readonly GoldenTensor[];
    readonly evaluate?: Readonly<Record<string, number>>;
    readonly predict?: GoldenTensor;
  };
}

/** The part of a model that is used here; names and options are checked by what they do. */
interface Model {
  setWeights(values: readonly HostTensor[]): void;
  getWeights(): Promise<readonly HostTensor[]>;
  compile(options: object): void;
  fit(
    x: Tensor,
    y: Tensor,
    options: object,
  ): Promise<{
    readonly history: Readonly<Record<string, readonly number[]>>;
    readonly epoch: readonly number[];
  }>;
  evaluate(x: Tensor, y: Tensor, options: object): Promise<Readonly<Record<string, number>>>;
  predict(x: Tensor, options: object): Promise<Tensor>;
}

/** A small model is trained: its history, its weights, and what it computes afterwards. */
export const runTraining: RunCase = async (anyCase, context, comparison) => {
  const goldenCase = anyCase as TrainingCase;
  const { expected, initial_weights: weights } = goldenCase;
  const model = makeModel(goldenCase);
  model.setWeights(weights.map(hostTensor));
  model.compile({
    ...(options(goldenCase.compile) as object),
    optimizer: makeSerialized(goldenCase.optimizer),
    backend: context.backend,
  });
  const [x, y] = [goldenCase.x, goldenCase.y].map((t) => fromHost(hostTensor(t))) as [
    Tensor,
    Tensor,
  ];
  const { callbacks, ...fit } = goldenCase.fit;
  const settings = {
    ...(options(fit) as object),
    ...(callbacks === undefined ? {} : { callbacks: (callbacks as object[]).map(makeCallback) }),
    shuffle: false,
    verbose: 0,
  };
  const history = await model.fit(x, y, settings);
  compareHistory(history.history, expected.history, comparison);
  comparison.values("epochs", [...history.epoch], expected.epochs);
  const trained = await model.getWeights();
  expected.weights.forEach((value, i) => {
    comparison.tensor(`weight ${i}`, trained[i], value);
  });
  if (expected.evaluate !== undefined) {
    const result = await model.evaluate(x, y, { verbose: 0 });
    for (const [name, value] of Object.entries(expected.evaluate)) {
      comparison.number(`evaluate: ${name}`, result[name], value);
    }
  }
  if (expected.predict !== undefined) {
    const result = await model.predict(x, { verbose: 0 });
    await antler.evaluate([result], { backend: context.backend });
    comparison.tensor("predict", result.value as HostTensor, expected.predict);
  }
};

/** Sequential [Input(3), Dense(4, tanh), Dense(out)]. */
function makeModel({ x, output_units: units, output_activation: activation }: TrainingCase): Model {
  const { layers, Sequential } = antler;
  return new Sequential([
    layers.input({ shape: x.shape.slice(1) }),
    layers.dense({ units: 4, activation: "tanh" }),
    layers.dense({ units, activation: (activation ?? "linear") as "linear" }),
  ]) as unknown as Model;
}

/** Keyword arguments as options: serialized objects are made, tensors become tensors. */
export function options(kwargs: Readonly<Record<string, unknown>>): unknown {
  const made = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(made);
    if (typeof value !== "object" || value === null) return value;
    return "class_name" in value ? makeSerialized(value) : value;
  };
  return Object.fromEntries(
    Object.entries(reviveConfig(kwargs)).map(([key, value]) => [camel(key), made(value)]),
  );
}

/** A callback written as `{ class, …options }`. */
export function makeCallback(description: object): object {
  const { class: name, ...rest } = description as { class: string };
  const found = at(antler, `callbacks.${name}`);
  if (typeof found !== "function") throw missing(`callbacks.${name}`);
  const make = found as unknown as new (...args: unknown[]) => object;
  // Functions can't stand in a file; the cases halve the learning rate at every epoch.
  const halve = (_epoch: number, rate: number): number => rate * 0.5;
  return name === "LearningRateScheduler"
    ? new make(halve, options(rest))
    : new make(options(rest));
}

function compareHistory(
  received: Readonly<Record<string, readonly number[]>>,
  expected: Readonly<Record<string, readonly number[]>>,
  comparison: Comparison,
): void {
  const [names, wanted] = [received, expected].map((history) => Object.keys(history).sort());
  if (names?.join() !== wanted?.join()) throw new Failure("names in the history", wanted, names);
  for (const [name, values] of Object.entries(expected)) {
    comparison.values(`history of ${name}`, [...(received[name] ?? [])], values);
  }
}
