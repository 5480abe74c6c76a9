import { compile, fromHost, grad, optimizers, type Tensor, useBackend } from "antler";
import { antlerModel, compiledModel, crossentropy } from "../cases/antler.js";
import { batches, makeData } from "../cases/data.js";
import { median } from "../harness/statistics.js";

const stepsPerEpoch = 100;
/** Epochs in one call of `fit`, which looks through the data for NaN once. */
const epochs = 2;

/** What `fit` adds to the steps that it takes. */
export interface FitOverhead {
  /** Median milliseconds of a call of `fit`. */
  readonly fit: number;
  /** Median milliseconds of the same number of bare compiled steps. */
  readonly bare: number;
  /** Median of the ratios of the rounds. */
  readonly ratio: number;
}

/** Epochs of `fit` against a bare compiled function, taking turns, on the MLP with onnx. */
export async function measureFit({
  rounds,
  threads,
}: {
  readonly rounds: number;
  readonly threads: number;
}): Promise<FitOverhead> {
  await useBackend("onnx", { device: "cpu", threads });
  const { batchSize } = batches.mlp;
  const data = makeData("mlp", stepsPerEpoch * batchSize);
  const x = fromHost({ dtype: "float32", shape: data.xShape, data: data.x });
  const y = fromHost({ dtype: "float32", shape: data.yShape, data: data.y });
  const model = compiledModel("mlp");
  const step = bareStep();
  const slices = Array.from({ length: stepsPerEpoch }, (_, i) => [
    rows(data.x, data.xShape, i * batchSize, batchSize),
    rows(data.y, data.yShape, i * batchSize, batchSize),
  ]) as [Tensor, Tensor][];

  const times = { fit: [] as number[], bare: [] as number[] };
  const runs = {
    fit: () => model.fit(x, y, { batchSize, epochs, verbose: 0 }),
    bare: async () => {
      for (let epoch = 0; epoch < epochs; epoch++)
        for (const [xs, ys] of slices) await step(xs, ys);
    },
  };
  // The first round builds graphs and sessions and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const kind of round % 2 === 0 ? (["fit", "bare"] as const) : (["bare", "fit"] as const)) {
      const begin = performance.now();
      await runs[kind]();
      if (round > 0) times[kind].push(performance.now() - begin);
    }
  }
  const ratios = times.fit.map((time, i) => time / (times.bare[i] ?? Number.NaN));
  return { fit: median(times.fit), bare: median(times.bare), ratio: median(ratios) };
}

/** A training step written with nothing but `compile` and `grad`. */
function bareStep(): (x: Tensor, y: Tensor) => Promise<Tensor> {
  const model = antlerModel("mlp");
  const optimizer = optimizers.adam({ learningRate: 0.001 });
  const loss = crossentropy();
  const weights = model.trainableWeights;
  optimizer.build(weights);
  return compile((x: Tensor, y: Tensor) => {
    const value = loss(y, model(x));
    optimizer.apply(grad(value, weights), weights);
    return value;
  });
}

/** A view on some rows; nothing is copied. */
function rows(
  data: Float32Array,
  [, ...shape]: readonly number[],
  start: number,
  count: number,
): Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const part = data.subarray(start * size, (start + count) * size);
  return fromHost({ dtype: "float32", shape: [count, ...shape], data: part });
}
