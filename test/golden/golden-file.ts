import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ArgumentError, suggestion } from "@antler/core";

/** The repository, seen from the compiled test. */
export const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** Where the files are when nothing else is said. */
export const defaultFolder =
  process.env.ANTLER_GOLDEN ?? join(repository, "..", "shared", "golden");

/** A tensor as the files write it: flat, row-major; NaN, infinities, −0 and long integers as strings. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly (number | string | boolean)[];
  /** The imaginary parts of a complex tensor. */
  readonly imag?: readonly (number | string)[];
}

/** What every case has; the rest depends on its area. */
export interface GoldenCase {
  readonly id: string;
  readonly keras_name: string;
  /** |received − expected| ≤ tol · (1 + |expected|). */
  readonly tol: number;
  readonly note?: string;
  readonly preferred?: "torch" | "numpy" | "either";
  readonly [field: string]: unknown;
}

/** One file. */
export interface GoldenFile {
  readonly area: string;
  readonly doc?: string;
  readonly cases: readonly GoldenCase[];
}

/** @throws ArgumentError if the folder does not exist or holds no golden file */
export function areasOf(folder: string): string[] {
  if (!existsSync(folder)) {
    throw new ArgumentError(
      `golden: there is no folder ${folder}. Expected a folder of AREA.json.`,
    );
  }
  const areas = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
  if (areas.length === 0) {
    throw new ArgumentError(`golden: ${folder} holds no golden files. Expected AREA.json.`);
  }
  return areas;
}

/** The areas asked for, or all. @throws ArgumentError for one that has no file */
export function chooseAreas(folder: string, wanted: readonly string[]): string[] {
  const known = areasOf(folder);
  for (const area of wanted) {
    if (!known.includes(area)) {
      throw new ArgumentError(
        `golden: ${folder} has no area "${area}". Expected one of ${known.join(", ")}.${suggestion(area, known)}`,
      );
    }
  }
  return wanted.length === 0 ? known : [...new Set(wanted)];
}

/** @throws ArgumentError if the file is no golden file */
export function readArea(folder: string, area: string): GoldenFile {
  const path = join(folder, `${area}.json`);
  let parsed: Partial<GoldenFile>;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8")) as Partial<GoldenFile>;
  } catch (error) {
    throw new ArgumentError(`golden: ${path} can't be read: ${String(error)}`);
  }
  if (!Array.isArray(parsed.cases)) {
    throw new ArgumentError(`golden: ${path} is no golden file. Expected an object with "cases".`);
  }
  return { ...parsed, area: parsed.area ?? area, cases: parsed.cases };
}
