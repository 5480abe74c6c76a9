import { type BackendName, layers, losses, sequential, tensor, useBackend } from "antler";

/** How memory moved over a long training. */
export interface MemoryUse {
  /** Resident megabytes after half of the steps. */
  readonly resident: number;
  /** The largest growth after that, as a share of `resident`. */
  readonly growth: number;
  /** Tensors in TensorFlow.js: after the first step, and after the last. */
  readonly tensors?: readonly [first: number, last: number];
}

const steps = 2000;
const batchSize = 32;
const features = 64;

/** Trains a small MLP for 2,000 steps and watches memory over the last 1,000. */
export async function measureMemory({
  backend,
  device,
}: {
  readonly backend: BackendName;
  readonly device: string;
}): Promise<MemoryUse> {
  await useBackend(backend, { device });
  const model = sequential([
    layers.input({ shape: [features] }),
    layers.dense({ units: 64, activation: "relu" }),
    layers.dense({ units: 1 }),
  ]);
  model.compile({ optimizer: "adam", loss: losses.meanSquaredError() });
  const x = tensor(new Float32Array(batchSize * features).fill(0.5), {
    shape: [batchSize, features],
  });
  const y = tensor(new Float32Array(batchSize).fill(1), { shape: [batchSize, 1] });
  const count = backend === "tfjs" ? await tensorCounter() : undefined;

  await model.trainOnBatch(x, y);
  const first = count?.();
  let middle = 0;
  let largest = 0;
  for (let step = 2; step <= steps; step++) {
    await model.trainOnBatch(x, y);
    if (step === steps / 2) middle = process.memoryUsage().rss;
    if (step > steps / 2 && step % 50 === 0) largest = Math.max(largest, process.memoryUsage().rss);
  }
  const last = count?.();
  return {
    resident: middle / 2 ** 20,
    growth: largest / middle - 1,
    ...(first === undefined || last === undefined ? {} : { tensors: [first, last] as const }),
  };
}

/**
 * Counts what the TensorFlow.js backend holds. `tf.memory()` does not know of tensors that were made
 * by kernels outside of TensorFlow.js's own engine, so the backend is asked as well.
 */
async function tensorCounter(): Promise<() => number> {
  const tf = await import("@tensorflow/tfjs-core");
  return () => tf.memory().numTensors + tf.backend().numDataIds();
}
