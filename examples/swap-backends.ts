// Trains one model on three engines from one seed, and shows that they tell the same story.
//
//   npm run build && node .build/examples/swap-backends.js
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { datasets, layers, loadBackend, sequential, setRandomSeed, setDefaultBackend } from "antler";

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
