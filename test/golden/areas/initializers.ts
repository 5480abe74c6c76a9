import type { HostTensor, Tensor } from "@antler/core";
import { evaluate } from "@antler/core";
import { Failure, missing } from "../failure.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { at } from "../names.js";
import type { RunCase } from "./area.js";
import { compareConfig, configOf, makeObject } from "./objects.js";

interface Statistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  readonly n: number;
}

interface InitializerCase extends GoldenCase {
  readonly kind: "exact" | "stats" | "fans" | (string & {});
  readonly config: Readonly<Record<string, unknown>>;
  readonly get_config?: Readonly<Record<string, unknown>>;
  readonly shape: readonly number[];
  readonly expected: Partial<Statistics> & {
    readonly outputs?: readonly GoldenTensor[];
    readonly fans?: readonly number[];
    readonly orthonormal_error?: number;
  };
}

/** An initializer: its values, or what they are like where they are drawn. */
export const runInitializer: RunCase = async (anyCase, context, comparison) => {
  const goldenCase = anyCase as InitializerCase;
  const { kind, keras_name: name, shape, expected } = goldenCase;
  if (kind === "fans") {
    const fans = at(context.product, "initializers.computeFans");
    if (typeof fans !== "function") throw missing("initializers.computeFans");
    comparison.values("fans", fans(shape), expected.fans ?? []);
    return;
  }
  const seed = goldenCase.get_config?.seed;
  const config = seed === undefined ? goldenCase.config : { ...goldenCase.config, seed };
  const initializer = makeObject("keras.initializers", name, config);
  const drawn = (initializer as (shape: readonly number[]) => HostTensor | Tensor)(shape);
  const [value] = "op" in drawn ? await evaluate([drawn], { backend: context.backend }) : [drawn];
  if (value === undefined) throw new Failure("nothing was drawn", shape);
  if (value.shape.join() !== shape.join()) throw new Failure("value: shape", shape, value.shape);
  if (expected.outputs) comparison.tensor("value", value, expected.outputs[0] as GoldenTensor);
  if (expected.std !== undefined) compareStatistics(value, expected as Statistics);
  if (name.startsWith("Orthogonal")) checkOrthogonal(value, Number(config.gain ?? 1), comparison);
  if (goldenCase.get_config) compareConfig("config", configOf(initializer), goldenCase.get_config);
};

/** Within the sampling error of two independent draws: 6 standard errors of their difference. */
function compareStatistics({ data }: HostTensor, expected: Statistics): void {
  const n = data.length;
  if (n !== expected.n) throw new Failure("n", expected.n, n);
  let [sum, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of data) [sum, min, max] = [sum + x, Math.min(min, x), Math.max(max, x)];
  const mean = sum / n;
  let squares = 0;
  for (const x of data) squares += (x - mean) ** 2;
  const std = Math.sqrt(squares / n);
  const error = expected.std / Math.sqrt(n);
  const near = (what: string, received: number, wanted: number, within: number): void => {
    if (!(Math.abs(received - wanted) <= within)) throw new Failure(what, wanted, received);
  };
  near("mean", mean, expected.mean, 9 * error);
  near("std", std, expected.std, 9 * error);
  // A uniform or truncated draw comes close to its limits; the tails of a normal one vary.
  const bounded = expected.max - expected.mean < 2.5 * expected.std;
  const spread = (bounded ? 0.02 : 0.2) * (expected.max - expected.min);
  near("min", min, expected.min, spread);
  near("max", max, expected.max, spread);
}

/** Rows or columns, whichever are fewer, are orthogonal and of length gain. */
function checkOrthogonal(
  { data, shape }: HostTensor,
  gain: number,
  comparison: { values(what: string, received: number[], expected: number[]): void },
): void {
  const cols = shape.at(-1) as number;
  const rows = data.length / cols;
  const [count, length] = rows < cols ? [rows, cols] : [cols, rows];
  const at = (vector: number, i: number): number =>
    (rows < cols ? data[vector * cols + i] : data[i * cols + vector]) as number;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let i = 0; i < length; i++) dot += at(a, i) * at(b, i);
      comparison.values("orthogonality", [dot], [a === b ? gain * gain : 0]);
    }
  }
}
