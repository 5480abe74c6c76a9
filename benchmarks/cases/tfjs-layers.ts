import "@tensorflow/tfjs-backend-cpu";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import type { TrainingCase } from "./case.js";
import { batches, classes, type ModelName, makeData } from "./data.js";

/** The same models in TensorFlow.js Layers; the data are uploaded once, which favours it. */
export async function tfjsLayersCase(
  modelName: ModelName,
  device: "wasm" | "cpu",
): Promise<TrainingCase> {
  tf.enableProdMode();
  const folder = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
  setWasmPaths(join(folder, "/"));
  if (!(await tf.setBackend(device))) throw new Error(`TensorFlow.js has no backend "${device}".`);
  const model = tfl.sequential({ layers: layersOf(modelName) });
  model.compile({
    optimizer: tf.train.adam(0.001),
    loss: (y, logits) => tf.losses.softmaxCrossEntropy(y, logits),
  });
  const data = makeData(modelName);
  const x = tf.tensor(data.x, [...data.xShape]);
  const y = tf.tensor(data.y, [...data.yShape]);
  return { step: async () => Number(await model.trainOnBatch(x, y)) };
}

function layersOf(model: ModelName) {
  const inputShape = [...batches[model].inputShape];
  const relu = { activation: "relu" } as const;
  if (model === "mlp") {
    return [
      tfl.layers.dense({ units: 512, ...relu, inputShape }),
      tfl.layers.dense({ units: classes }),
    ];
  }
  return [
    tfl.layers.conv2d({ filters: 32, kernelSize: 3, ...relu, inputShape }),
    tfl.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
    tfl.layers.conv2d({ filters: 64, kernelSize: 3, ...relu }),
    tfl.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
    tfl.layers.flatten(),
    tfl.layers.dense({ units: 128, ...relu }),
    tfl.layers.dense({ units: classes }),
  ];
}
