import type { Comparison } from "../compare.js";
import { Failure } from "../failure.js";
import type { GoldenTensor } from "../golden-file.js";
import { isComplex, isGoldenTensor } from "../values.js";
import type { Output } from "./run-function.js";

/** What a function gave in Keras. */
export interface ExpectedOutputs {
  readonly structure?: string;
  readonly outputs?: readonly unknown[];
  /** Shape and dtype by Keras's own rules, per output. */
  readonly symbolic?: readonly ({ readonly dtype: string } | null)[] | null;
}

/** Compares all results in order; the dtype is the one that Keras's rules give. */
export function compareOutputs(
  received: readonly Output[],
  expected: ExpectedOutputs,
  comparison: Comparison,
): void {
  const wanted = expected.outputs ?? [];
  const count = wanted.reduce<number>((sum, output) => sum + width(output), 0);
  if (received.length !== count) throw new Failure("number of outputs", count, received.length);
  let next = 0;
  wanted.forEach((output, i) => {
    const what = wanted.length === 1 ? "value" : `output ${i}`;
    if (!isGoldenTensor(output)) comparePlain(what, received[next++], output, comparison);
    else if (isComplex(output.dtype)) {
      const parts = received.slice(next, next + 2);
      next += 2;
      compareComplex(what, parts, output, comparison);
    } else {
      const host = asHost(what, received[next++]);
      comparison.tensor(what, host, output, expected.symbolic?.[i]?.dtype ?? output.dtype);
    }
  });
}

/** A complex tensor is two of ours. */
const width = (output: unknown): number =>
  isGoldenTensor(output) && isComplex(output.dtype) ? 2 : 1;

function compareComplex(
  what: string,
  [real, imaginary]: readonly (Output | undefined)[],
  { shape, data, imag = [] }: GoldenTensor,
  comparison: Comparison,
): void {
  comparison.tensor(`${what}, real part`, asHost(what, real), { shape, data, dtype: "float32" });
  const part = { shape, data: imag, dtype: "float32" };
  comparison.tensor(`${what}, imaginary part`, asHost(what, imaginary), part);
}

function asHost(what: string, value: Output | undefined) {
  if (typeof value === "object" && value !== null) return value;
  throw new Failure(`${what}: a tensor`, "a tensor", String(value));
}

function comparePlain(
  what: string,
  received: Output | undefined,
  expected: unknown,
  comparison: Comparison,
): void {
  if (typeof expected === "number") {
    const scalar = typeof received === "object" ? received?.data[0] : received;
    comparison.number(what, scalar, expected);
  } else if (JSON.stringify(received) !== JSON.stringify(expected)) {
    throw new Failure(what, expected, received);
  }
}
