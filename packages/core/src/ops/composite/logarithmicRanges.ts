import { ArgumentError } from "../../errors.js";
import { normalizeAxis } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { exp } from "../exp.js";
import { log } from "../log.js";
import { multiply } from "../multiply.js";
import { power } from "../power.js";
import { reshape } from "../reshape.js";
import {
  constant,
  ends,
  fractions,
  interpolate,
  type SequenceOptions,
  sequenceDType,
} from "../sequences.js";
import { sign } from "../sign.js";

/**
 * `num` (default 50) numbers from `base`^`start` to `base`^`stop`, evenly spaced on a logarithmic scale.
 * `base` is 10 by default.
 * @throws ArgumentError if `num` is no non-negative integer
 */
export function logspace(
  start: TensorLike,
  stop: TensorLike,
  options: SequenceOptions & { readonly base?: number | undefined } = {},
): Tensor {
  const dtype = sequenceDType([start, stop], options.dtype, "logspace");
  const { num = 50, endpoint = true, axis = 0, base = 10 } = options;
  const steps = fractions(num, endpoint, "logspace");
  if (typeof start === "number" && typeof stop === "number") {
    const exponents = steps.map((t) => (t === 1 ? stop : start + t * (stop - start)));
    return constant(
      exponents.map((x) => base ** x),
      dtype,
    );
  }
  const [a, b] = ends(start, stop, dtype);
  return power(base, interpolate(a, b, steps, axis, "logspace"));
}

/**
 * `num` (default 50) numbers from `start` to `stop`, each the same multiple of the one before. The ends
 * have one sign.
 * @throws ArgumentError if an end is 0, the signs differ, or `num` is no non-negative integer
 */
export function geomspace(
  start: TensorLike,
  stop: TensorLike,
  options: SequenceOptions = {},
): Tensor {
  const dtype = sequenceDType([start, stop], options.dtype, "geomspace");
  const { num = 50, endpoint = true, axis = 0 } = options;
  const steps = fractions(num, endpoint, "geomspace");
  if (typeof start === "number" && typeof stop === "number") {
    if (!(start * stop > 0)) {
      throw new ArgumentError(
        `geomspace: expected two numbers of one sign, neither of them 0, received ${start} and ${stop}.`,
      );
    }
    const values = steps.map((t) => (t === 1 ? stop : start * (stop / start) ** t));
    return constant(values, dtype);
  }
  const [a, b] = ends(start, stop, dtype);
  const logarithms = interpolate(log(abs(a)), log(abs(b)), steps, axis, "geomspace");
  const at = normalizeAxis(axis, a.rank + 1, "geomspace");
  return multiply(exp(logarithms), reshape(sign(a), a.shape.toSpliced(at, 0, 1)));
}
