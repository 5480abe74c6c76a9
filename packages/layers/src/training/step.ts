import {
  type Backend,
  type Compiled,
  compile,
  type Dim,
  fromHost,
  type HostTensor,
  type InputSpec,
  type Tensor,
  type Value,
} from "@antler/core";
import type { Column } from "./columns.js";
import type { TrainableModel } from "./model.js";
import { buildStep, type StepParts } from "./train-step.js";

/** One batch: inputs and labels in the order of the model's ports. */
export interface Batch<T> {
  readonly inputs: readonly T[];
  readonly labels: readonly T[];
  readonly sampleWeight?: T | undefined;
}

/** A compiled step, with what it was compiled for. */
export interface Step {
  /** Steps with equal keys are interchangeable. */
  readonly key: string;
  /** Runs a batch; the values by name are scalars. */
  run(batch: Batch<HostTensor>): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** What a step is compiled from. */
export interface StepOptions extends StepParts {
  readonly backend?: Backend | undefined;
}

/** Tells steps apart: the kinds of labels, which weights are trained, and how. */
export function stepKey(
  { model, optimizer }: Pick<StepOptions, "model" | "optimizer">,
  batch: Batch<Column>,
): string {
  const kind = ({ dtype, shape }: Column) => `${dtype}[${shape.slice(1).join()}]`;
  const trained = model.trainableWeights.map((weight) => variableId(weight)).join();
  const weight = batch.sampleWeight === undefined ? "" : kind(batch.sampleWeight);
  return `${batch.labels.map(kind).join(";")}|${weight}|${trained}|${optimizer?.revision ?? ""}`;
}

const ids = new WeakMap<object, number>();
let nextId = 0;
function variableId(variable: object): number {
  const id = ids.get(variable) ?? nextId++;
  ids.set(variable, id);
  return id;
}

/**
 * Compiles forward pass, loss, gradients, optimizer and metrics into one graph. The batch dimension is
 * symbolic, so the last, smaller batch needs no graph of its own.
 */
export function compileStep(options: StepOptions, example: Batch<Column>): Step {
  const { model, optimizer } = options;
  const hasWeight = example.sampleWeight !== undefined;
  const build = (inputs: Tensor[], labels: Tensor[], ...rest: Tensor[]) =>
    buildStep(options, inputs, labels, rest[0]);
  optimizer?.build(model.trainableWeights);
  const key = stepKey(options, example);
  const specs = [
    model.inputPorts,
    example.labels.map((column, i) => labelSpec(model, column, i)),
    ...(hasWeight ? [weightSpec(model, example.sampleWeight as Column)] : []),
  ];
  const compiled = compile(build as (...args: never[]) => Record<string, Tensor>, {
    inputs: specs as never,
    backend: options.backend,
    name: `${model.name}/${optimizer === undefined ? "evaluate" : "fit"}`,
  }) as unknown as Compiled<readonly unknown[], Record<string, Tensor>>;
  return {
    key,
    run: async ({ inputs, labels, sampleWeight }) => {
      const weight = sampleWeight === undefined ? [] : [fromHost(sampleWeight)];
      const logs = await compiled(inputs.map(fromHost), labels.map(fromHost), ...weight);
      return stepLogs(
        Object.entries(logs).map(([name, { value }]) => [name, value as Value as HostTensor]),
      );
    },
    close: () => compiled.close(),
  };
}

/** Labels have the shape of the data, with the symbols that the model's output has. */
function labelSpec(model: TrainableModel, { shape, dtype, name }: Column, i: number): InputSpec {
  const output = model.outputPorts[i]?.shape ?? [];
  const dims = shape.map((dim, axis) => {
    if (axis === 0) return batchDim(model);
    const known = output[axis];
    return known === undefined || typeof known === "number" ? dim : known;
  });
  return { shape: dims, dtype, name };
}

function weightSpec(model: TrainableModel, { shape, dtype, name }: Column): InputSpec {
  return { shape: [batchDim(model), ...shape.slice(1)], dtype, name };
}

function batchDim(model: TrainableModel): Dim {
  return model.inputPorts[0]?.shape[0] as Dim;
}

/** Scalars by name; the elements of a vector as `name[0]`, `name[1]`… */
export function stepLogs(
  results: readonly (readonly [name: string, value: HostTensor])[],
): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [name, { shape, data }] of results) {
    if (shape.length === 0) values[name] = data[0] as number;
    else for (const [i, element] of data.entries()) values[`${name}[${i}]`] = element;
  }
  return values;
}

/** Compiles the prediction graph: no labels, no loss, nothing of training. */
export function compilePrediction(
  model: TrainableModel,
  backend: Backend | undefined,
): Compiled<readonly unknown[], readonly Tensor[]> {
  const forward = (inputs: Tensor[]) => [...model.forward(inputs, { training: false })];
  return compile(forward as (...args: never[]) => Tensor[], {
    inputs: [model.inputPorts] as never,
    backend,
    name: `${model.name}/predict`,
  }) as unknown as Compiled<readonly unknown[], readonly Tensor[]>;
}
