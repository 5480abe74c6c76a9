import { convert, type HostTensor } from "@antler/core";
import { Failure } from "./failure.js";
import type { GoldenCase, GoldenTensor } from "./golden-file.js";
import { isFloatName } from "./values.js";

/** Compares within the tolerance of one case and remembers the largest error. */
export class Comparison {
  worst = 0;
  readonly tolerance: number;

  constructor(tolerance: number) {
    this.tolerance = tolerance;
  }

  /** @throws Failure at another shape or dtype, or at the element that is furthest off */
  tensor(
    what: string,
    received: HostTensor | undefined,
    expected: GoldenTensor,
    dtype = expected.dtype,
  ): void {
    if (received === undefined) throw new Failure(`${what}: nothing was received`, expected.shape);
    if (received.shape.join() !== expected.shape.join()) {
      throw new Failure(`${what}: shape`, expected.shape, received.shape);
    }
    this.values(what, received.data, written(expected), isFloatName(expected.dtype));
    if (received.dtype !== dtype) throw new Failure(`${what}: dtype`, dtype, received.dtype);
  }

  /** Compares element by element; integers must be equal. */
  values(
    what: string,
    received: ArrayLike<number>,
    expected: readonly (number | string | boolean)[],
    float = true,
  ): void {
    if (received.length !== expected.length) {
      throw new Failure(`${what}: number of elements`, expected.length, received.length);
    }
    let [at, largest, wrong] = [-1, -1, 0];
    expected.forEach((element, i) => {
      const error = this.error(received[i] as number, Number(element));
      if (error <= (float ? this.tolerance : 0)) return;
      wrong++;
      if (error > largest) [at, largest] = [i, error];
    });
    if (at < 0) return;
    const places = `${what}: element ${at}, the furthest off of ${wrong} among ${expected.length}`;
    throw new Failure(places, expected[at], received[at]);
  }

  number(what: string, received: unknown, expected: unknown): void {
    if (typeof received !== "number") throw new Failure(what, expected, String(received));
    this.values(what, [received], [expected as number | string]);
  }

  /** |received − expected| / (1 + |expected|); infinite where one is NaN or infinite alone. */
  private error(received: number, expected: number): number {
    if (!Number.isFinite(expected) || !Number.isFinite(received)) {
      const same = Object.is(received, expected);
      if (!same) this.worst = Number.POSITIVE_INFINITY;
      return same ? 0 : Number.POSITIVE_INFINITY;
    }
    const error = Math.abs(received - expected) / (1 + Math.abs(expected));
    if (error > this.worst) this.worst = error;
    return error;
  }
}

/** Halves are written with few digits: the number that is meant is the nearest one. */
function written({ dtype, data }: GoldenTensor): readonly (number | string | boolean)[] {
  if (dtype !== "float16" && dtype !== "bfloat16") return data;
  return Array.from(convert(data.map(Number), dtype));
}

/**
 * Runs `check` on what is expected; where both of Keras's backends are right, on the other one's
 * values if the first do not fit.
 */
export function againstEither<E>(goldenCase: GoldenCase, check: (expected: E) => void): void {
  const other = goldenCase.expected_numpy_backend ?? goldenCase.expected_torch_backend;
  try {
    check(goldenCase.expected as E);
  } catch (error) {
    if (goldenCase.preferred !== "either" || other === undefined) throw error;
    check({ ...(goldenCase.expected as E), ...(other as E) });
  }
}
