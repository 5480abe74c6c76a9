import type { HostTensor } from "../backend.js";
import type { DType } from "../dtype.js";
import { AntlerError } from "../errors.js";
import { equalShapes, formatShape } from "../shape.js";

/** A backend computed something else than it should have. */
export class ConformanceError extends AntlerError {
  override name = "ConformanceError";
}

/** What a result is compared with. */
export interface Expectation {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Largest |received − expected| / (1 + |expected|). */
  readonly tolerance: number;
}

/**
 * Compares a result: dtype, shape, then each element; NaN equals NaN, an infinity only itself.
 * @returns the worst |received − expected| / (1 + |expected|)
 * @throws ConformanceError that says where, which element, and both values
 */
export function compare(where: string, received: HostTensor, expected: Expectation): number {
  if (received.dtype !== expected.dtype) {
    throw new ConformanceError(
      `${where}: the dtype differs. Expected ${expected.dtype}, received ${received.dtype}.`,
    );
  }
  if (!equalShapes(received.shape, expected.shape)) {
    throw new ConformanceError(
      `${where}: the shape differs. Expected ${formatShape(expected.shape)}, received ${formatShape(received.shape)}.`,
    );
  }
  if (received.data.length !== expected.data.length) {
    throw new ConformanceError(
      `${where}: the number of elements differs. Expected ${expected.data.length}, received ${received.data.length}.`,
    );
  }
  let worst = 0;
  for (let i = 0; i < received.data.length; i++) {
    const [a, e] = [received.data[i] as number, expected.data[i] as number];
    if (!isNear(a, e, expected.tolerance)) {
      throw new ConformanceError(
        `${where}: element ${i} differs. Expected ${e}, received ${a} (tolerance ${expected.tolerance}).`,
      );
    }
    if (Number.isFinite(e)) worst = Math.max(worst, Math.abs(a - e) / (1 + Math.abs(e)));
  }
  return worst;
}

function isNear(received: number, expected: number, tolerance: number): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(received);
  if (!Number.isFinite(expected)) return received === expected;
  return Math.abs(received - expected) <= tolerance * (1 + Math.abs(expected));
}
