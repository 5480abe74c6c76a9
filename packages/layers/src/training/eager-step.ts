import { evaluate, fromHost, type HostTensor, type Tensor } from "@antler/core";
import type { Column } from "./columns.js";
import { type Batch, type Step, type StepOptions, stepKey, stepLogs } from "./step.js";
import { buildStep } from "./train-step.js";

/**
 * A step that is built anew for every batch, so that a debugger can stop in the layers and the step;
 * much slower than a compiled one. State is computed after every batch.
 */
export function eagerStep(options: StepOptions, example: Batch<Column>): Step {
  const { model, objective, optimizer, backend } = options;
  optimizer?.build(model.trainableWeights);
  return {
    key: stepKey(options, example),
    async run({ inputs, labels, sampleWeight }) {
      const weight = sampleWeight === undefined ? undefined : fromHost(sampleWeight);
      const tensors = inputs.map(fromHost);
      const logs = buildStep(options, tensors, labels.map(fromHost), weight);
      const names = Object.keys(logs);
      const state = [
        ...[...model.trainableWeights, ...model.nonTrainableWeights],
        ...[...(optimizer?.variables ?? []), ...objective.variables],
      ];
      const values = await evaluate([...names.map((name) => logs[name] as Tensor), ...state], {
        backend,
      });
      return stepLogs(names.map((name, i) => [name, values[i] as HostTensor]));
    },
    close: async () => {},
  };
}
