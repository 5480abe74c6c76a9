import {
  type BackendName,
  layers,
  losses,
  optimizers,
  sequential,
  tensor,
  useBackend,
} from "antler";
import type { TrainingCase } from "./case.js";
import { batches, classes, type ModelName, makeData } from "./data.js";

/** How the cases open a backend. */
export interface DeviceOptions {
  readonly device?: string;
  readonly threads?: number;
}

/** A model through Antler's public API: `sequential`, `compile`, `trainOnBatch`. */
export async function antlerCase(
  modelName: ModelName,
  backend: BackendName,
  options: DeviceOptions,
): Promise<TrainingCase> {
  await useBackend(backend, options);
  const model = compiledModel(modelName);
  const data = makeData(modelName);
  const x = tensor(data.x, { shape: data.xShape });
  const y = tensor(data.y, { shape: data.yShape });
  return { step: async () => (await model.trainOnBatch(x, y)).loss ?? Number.NaN };
}

/** The model, with Adam and softmax cross-entropy. */
export function compiledModel(modelName: ModelName) {
  const model = antlerModel(modelName);
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.001 }), loss: crossentropy() });
  return model;
}

/** Softmax cross-entropy of one-hot labels, from logits. */
export function crossentropy() {
  return losses.categoricalCrossentropy({ fromLogits: true });
}

/** The model, not yet compiled. */
export function antlerModel(model: ModelName) {
  if (model === "mlp") {
    return sequential([
      layers.input({ shape: batches.mlp.inputShape }),
      layers.dense({ units: 512, activation: "relu" }),
      layers.dense({ units: classes }),
    ]);
  }
  return sequential([
    layers.input({ shape: batches.cnn.inputShape }),
    layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: classes }),
  ]);
}
