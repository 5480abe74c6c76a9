import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { convert, type DType, dtypes, type HostTensor } from "@antler/core";

/** Where the values are: a folder beside the repository, or the one that the environment names. */
const folder = process.env.ANTLER_GOLDEN ?? "../shared/golden";

/** A tensor as the files write it: flat, NaN, infinities and −0 as strings. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly (number | string | boolean)[];
}

/** A call of a function of keras.ops and what it gave. */
export interface GoldenCase {
  readonly id: string;
  readonly keras_name: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly expected: {
    readonly outputs?: readonly GoldenTensor[];
    readonly symbolic?: readonly ({ readonly dtype: string } | null)[] | null;
  };
  /** Gradients of Σ output · R with respect to the float tensor arguments, in order. */
  readonly expected_grads?: {
    readonly R: readonly GoldenTensor[];
    readonly inputs: readonly (GoldenTensor | null)[];
  } | null;
  /** Largest |a − e| / (1 + |e|). */
  readonly tol: number;
}

/** The cases of one area; `undefined` when the files are not here. */
export function goldenCases(area: string): readonly GoldenCase[] | undefined {
  const path = join(folder, `${area}.json`);
  if (!existsSync(path)) return undefined;
  return (JSON.parse(readFileSync(path, "utf8")) as { cases: GoldenCase[] }).cases;
}

/** A tensor in an argument list. */
export function isGoldenTensor(value: unknown): value is { readonly $t: GoldenTensor } {
  return typeof value === "object" && value !== null && "$t" in value;
}

/** `undefined` for a dtype that we do not have. */
export function hostTensorOf({ shape, dtype, data }: GoldenTensor): HostTensor | undefined {
  if (!(dtypes as readonly string[]).includes(dtype)) return undefined;
  return { dtype: dtype as DType, shape, data: convert(data.map(Number), dtype as DType) };
}
