// The one list of schedules.
import { CosineDecay, type CosineDecayOptions } from "./cosine-decay.js";
import { CosineDecayRestarts, type CosineDecayRestartsOptions } from "./cosine-decay-restarts.js";
import { ExponentialDecay, type ExponentialDecayOptions } from "./exponential-decay.js";
import { InverseTimeDecay, type InverseTimeDecayOptions } from "./inverse-time-decay.js";
import {
  PiecewiseConstantDecay,
  type PiecewiseConstantDecayOptions,
} from "./piecewise-constant-decay.js";
import { PolynomialDecay, type PolynomialDecayOptions } from "./polynomial-decay.js";

/** `initialLearningRate · decayRate^(step / decaySteps)` */
export function exponentialDecay(options: ExponentialDecayOptions): ExponentialDecay {
  return new ExponentialDecay(options);
}

/** `values[0]` up to and including step `boundaries[0]`, then `values[1]`, and so on. */
export function piecewiseConstantDecay(
  options: PiecewiseConstantDecayOptions,
): PiecewiseConstantDecay {
  return new PiecewiseConstantDecay(options);
}

/** `(initial − end) · (1 − step / decaySteps)^power + end` */
export function polynomialDecay(options: PolynomialDecayOptions): PolynomialDecay {
  return new PolynomialDecay(options);
}

/** `initialLearningRate / (1 + decayRate · step / decaySteps)` */
export function inverseTimeDecay(options: InverseTimeDecayOptions): InverseTimeDecay {
  return new InverseTimeDecay(options);
}

/** Half a cosine wave down, after a straight climb if `warmupTarget` is given. */
export function cosineDecay(options: CosineDecayOptions): CosineDecay {
  return new CosineDecay(options);
}

/** Half a cosine wave down, again and again, each period `tMul` times as long. */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): CosineDecayRestarts {
  return new CosineDecayRestarts(options);
}
