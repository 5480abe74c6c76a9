import type { DType } from "../dtype.js";

/** The dtype in which float variables are read at present, if it is not their own. */
let active: DType | undefined;

/** See {@link withAutocast}. */
export function autocastDType(): DType | undefined {
  return active;
}

/**
 * Runs a synchronous function that reads float variables as `dtype`, except those made with
 * `autocast: false`; without a dtype, as they are. Mixed precision rests on it.
 */
export function withAutocast<T>(dtype: DType | undefined, build: () => T): T {
  const outer = active;
  active = dtype;
  try {
    return build();
  } finally {
    active = outer;
  }
}
