/** What is trained. */
export type ModelName = "mlp" | "cnn";

/** Shapes of one batch. */
export const batches = {
  mlp: { batchSize: 128, inputShape: [784] },
  cnn: { batchSize: 64, inputShape: [28, 28, 1] },
} as const;

export const classes = 10;

/** One batch of made-up images, all engines the same. */
export interface Batch {
  readonly x: Float32Array;
  readonly xShape: readonly [number, ...number[]];
  /** One-hot labels `[batch, classes]`. */
  readonly y: Float32Array;
  readonly yShape: readonly [number, number];
}

/** `rows` examples for a model; by default one batch. */
export function makeData(model: ModelName, rows: number = batches[model].batchSize): Batch {
  const { inputShape } = batches[model];
  const random = uniform(7);
  const size = inputShape.reduce<number>((product, dim) => product * dim, 1);
  const x = Float32Array.from({ length: rows * size }, random);
  const y = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) y[row * classes + Math.floor(random() * classes)] = 1;
  return { x, xShape: [rows, ...inputShape], y, yShape: [rows, classes] };
}

/** Numbers in [0, 1) by a linear congruential generator; quality does not matter here. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
