import { ArgumentError, type Dim, grad, ops, Tensor } from "@antler/core";
import type { Optimizer } from "../optimizers/index.js";
import type { TrainableModel } from "./model.js";
import type { Objective } from "./objective.js";

/** Scalars, or vectors, that the logs show by name. */
export type StepLogs = Record<string, Tensor>;

/** What a custom training step is written in; every call becomes part of the compiled step. */
export interface StepContext {
  /** In the order of the model's inputs, each `[batch, …]`. */
  readonly inputs: readonly Tensor[];
  /** In the order of the model's outputs. */
  readonly labels: readonly Tensor[];
  readonly sampleWeight: Tensor | undefined;
  readonly model: TrainableModel;
  readonly optimizer: Optimizer;
  /** The model's outputs, in training mode; for its own inputs unless others are given. */
  forward(inputs?: readonly Tensor[]): readonly Tensor[];
  /** The loss of `compile` with what layers add (a scalar); updates the loss and the metrics of the logs. */
  computeLoss(predictions: readonly Tensor[]): Tensor;
  /** Moves all trainable weights against the gradients of a scalar, by the optimizer. */
  minimize(loss: Tensor): void;
  /** Loss and metrics so far. */
  logs(): StepLogs;
}

/** A custom step of training: what `fit` does with one batch. */
export type TrainStep = (context: StepContext) => StepLogs;

/** The step that `fit` takes unless another is given. */
export const standardTrainStep: TrainStep = (context) => {
  context.minimize(context.computeLoss(context.forward()));
  return context.logs();
};

/** Where a step comes from and what it works on. */
export interface StepParts {
  readonly model: TrainableModel;
  readonly objective: Objective;
  /** With an optimizer the step trains, without one it evaluates. */
  readonly optimizer?: Optimizer | undefined;
  readonly trainStep?: TrainStep | undefined;
}

/**
 * The graph of one step.
 * @throws ArgumentError if a custom step returns no logs
 */
export function buildStep(
  { model, objective, optimizer, trainStep }: StepParts,
  inputs: readonly Tensor[],
  labels: readonly Tensor[],
  sampleWeight: Tensor | undefined,
): StepLogs {
  const forward = (given = inputs) => model.forward(given, { training: optimizer !== undefined });
  const computeLoss = (predictions: readonly Tensor[]): Tensor => {
    const rows = ops.dimension((inputs[0] as Tensor).shape[0] as Dim);
    return objective.build(labels, predictions, model.extraLosses?.() ?? [], rows, sampleWeight);
  };
  if (optimizer === undefined) {
    computeLoss(forward());
    return objective.results();
  }
  const minimize = (loss: Tensor): void => {
    const weights = model.trainableWeights;
    optimizer.apply(grad(optimizer.scaleLoss(loss), weights, { unused: "null" }), weights);
  };
  const logs = () => objective.results();
  const custom = trainStep ?? model.trainStep?.bind(model) ?? standardTrainStep;
  const base = { inputs, labels, sampleWeight, model, optimizer };
  const result = custom({ ...base, forward, computeLoss, minimize, logs });
  // What layers added and nobody asked for must not reach the next step.
  model.extraLosses?.();
  return checkLogs(result, model.name);
}

function checkLogs(logs: unknown, name: string): StepLogs {
  const isMap = typeof logs === "object" && logs !== null && !(logs instanceof Promise);
  const odd = isMap ? Object.entries(logs).find(([, value]) => !(value instanceof Tensor)) : [];
  if (odd === undefined) return logs as StepLogs;
  const received =
    odd.length === 2
      ? `${typeof odd[1]} as "${odd[0]}"`
      : logs instanceof Promise
        ? "a promise"
        : String(logs);
  throw new ArgumentError(
    `${name}.trainStep: these are no logs. Expected tensors by name, received ${received}. Return context.logs(), say; the step itself is synchronous.`,
  );
}
