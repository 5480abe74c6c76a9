import { InferenceSession, Tensor } from "onnxruntime-node";
import type { StateValue } from "../raw/parameter.js";
import { rawStep } from "../raw/step.js";
import type { TrainingCase } from "./case.js";
import { type ModelName, makeData, uniform } from "./data.js";

/** The hand-written graph through `session.run`: what a step costs with nothing around it. */
export async function rawCase(modelName: ModelName, threads: number): Promise<TrainingCase> {
  const { model, loss, state } = rawStep(modelName);
  const session = await InferenceSession.create(model, {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
  });
  const data = makeData(modelName);
  const feeds: Record<string, Tensor> = {
    x: new Tensor("float32", data.x, data.xShape),
    y: new Tensor("float32", data.y, data.yShape),
  };
  const random = uniform(1);
  for (const value of state) feeds[value.input] = initialValue(value, random);
  return {
    step: async () => {
      const results = await session.run(feeds);
      for (const { input, output } of state) feeds[input] = results[output] as Tensor;
      return Number((results[loss] as Tensor).data[0]);
    },
  };
}

/** Weights by Glorot's rule; biases, moments and the counter start at zero. */
function initialValue({ input, shape }: StateValue, random: () => number): Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const values = new Float32Array(size);
  if (shape.length > 1 && !input.includes("/")) {
    const fans = shape.length === 2 ? shape : [9 * (shape[0] ?? 1), 9 * (shape[1] ?? 1)];
    const limit = Math.sqrt(6 / fans.reduce((total, fan) => total + fan, 0));
    for (let i = 0; i < size; i++) values[i] = limit * (2 * random() - 1);
  }
  return new Tensor("float32", values, shape);
}
