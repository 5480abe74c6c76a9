import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { allocate, type DType, type HostTensor, type TypedArray } from "@antler/core";

/** A tensor as the golden files write it. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly (number | string | boolean)[];
}

const folder = resolve(process.cwd(), "../shared/golden");

/** The cases of one area, or `undefined` where the golden files are not at hand. */
export function goldenCases<T>(area: string): readonly T[] | undefined {
  const file = resolve(folder, `${area}.json`);
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, "utf8")) as { cases: readonly T[] }).cases;
}

/** Declares one test per case; a single skipped one where there are none. */
export function eachGolden<T extends { readonly id: string }>(
  area: string,
  wanted: (each: T) => boolean,
  check: (each: T) => Promise<void>,
): void {
  const cases = goldenCases<T>(area);
  if (cases === undefined) {
    it.skip(`${area}.json: no golden values at ${folder}`, () => undefined);
    return;
  }
  for (const each of cases.filter(wanted)) it(each.id, () => check(each));
}

export function host({ shape, dtype, data }: GoldenTensor): HostTensor {
  const known = (dtype === "int64" ? "int32" : dtype) as DType;
  const values = allocate(known, data.length);
  data.forEach((value, i) => {
    values[i] = Number(value);
  });
  return { dtype: known, shape, data: values };
}

/** |a − e| ≤ tolerance · (1 + |e|), element by element. */
export function expectClose(
  actual: TypedArray | readonly number[],
  expected: readonly (number | string | boolean)[],
  tolerance: number,
  what: string,
): void {
  if (actual.length !== expected.length) {
    throw new Error(`${what}: ${actual.length} elements, expected ${expected.length}`);
  }
  expected.forEach((raw, i) => {
    const [a, e] = [actual[i] as number, Number(raw)];
    const near = Number.isFinite(e) ? Math.abs(a - e) <= tolerance * (1 + Math.abs(e)) : a === e;
    if (!near) {
      throw new Error(`${what}[${i}]: ${a}, expected ${e}`);
    }
  });
}

/** `beta_1` → `beta1`, `from_logits` → `fromLogits`. */
export function camelCase(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      value ?? undefined,
    ]),
  );
}
