// Trains one model on three engines from one seed, and shows that they tell the same story.
//
//   npm run build && node .build/examples/swap-backends.js
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { datasets, evaluate, layers, loadBackend, sequential, setRandomSeed } from "antler";

/** What one engine made of it. */
export interface BackendRun {
  readonly backend: string;
  readonly device: string;
  /** Every weight before the first step, one array per variable. */
  readonly initialWeights: readonly (readonly number[])[];
  /** The training loss after each epoch. */
  readonly losses: readonly number[];
  readonly testAccuracy: number;
  readonly seconds: number;
}

export interface RunOptions {
  readonly backends?: readonly string[];
  readonly epochs?: number;
  readonly seed?: number;
}

/** The same program on each backend; not a line of it depends on which. */
export async function run(options: RunOptions = {}): Promise<readonly BackendRun[]> {
  const { backends = ["reference", "tfjs", "onnx"], epochs = 3, seed = 7 } = options;
  const runs: BackendRun[] = [];
  for (const name of backends) runs.push(await trainOn(name, epochs, seed));
  return runs;
}

async function trainOn(name: string, epochs: number, seed: number): Promise<BackendRun> {
  const backend = await loadBackend(name);
  setRandomSeed(seed);
  const { train, test } = await datasets.digits();
  const model = sequential([
    layers.input({ shape: [8, 8, 1] }),
    layers.conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
    layers.flatten(),
    layers.dense({ units: 32, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  model.compile({
    optimizer: "adam",
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    backend,
  });
  const values = await evaluate(model.weights, { backend });
  const initialWeights = values.map(({ data }) => Array.from(data));

  const started = performance.now();
  const { history } = await model.fit(train.x, train.y, { epochs, verbose: 0 });
  const seconds = (performance.now() - started) / 1000;
  const { accuracy = 0 } = await model.evaluate(test.x, test.y, { verbose: 0 });
  return {
    backend: backend.name,
    device: backend.device,
    initialWeights,
    losses: history.loss ?? [],
    testAccuracy: accuracy,
    seconds,
  };
}

function print(runs: readonly BackendRun[]): void {
  const width = 18;
  const line = (title: string, cells: readonly string[]) =>
    console.log(title.padEnd(16) + cells.map((cell) => cell.padStart(width)).join(""));
  line(
    "",
    runs.map(({ backend, device }) => `${backend} (${device})`),
  );
  const [first] = runs;
  for (const epoch of (first?.losses ?? []).keys()) {
    line(
      `loss, epoch ${epoch + 1}`,
      runs.map(({ losses }) => (losses[epoch] ?? Number.NaN).toFixed(8)),
    );
  }
  line(
    "test accuracy",
    runs.map(({ testAccuracy }) => testAccuracy.toFixed(4)),
  );
  line(
    "seconds",
    runs.map(({ seconds }) => seconds.toFixed(1)),
  );
  const same = runs.every(({ initialWeights }) =>
    isDeepStrictEqual(initialWeights, first?.initialWeights),
  );
  console.log(`\nThe initial weights are ${same ? "the same bit for bit" : "NOT the same"}.`);
}

const isMain = realpathSync(process.argv[1] ?? ".") === fileURLToPath(import.meta.url);
if (isMain) print(await run());
