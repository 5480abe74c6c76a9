import { ops, type Tensor, type Variable } from "@antler/core";
import {
  checkCount,
  checkNumber,
  decayRange,
  isDecay,
  isNonNegative,
  isShare,
  nonNegativeRange,
  shareRange,
} from "../base/checks.js";
import { orthogonalize } from "./newton-schulz.js";
import { Optimizer, type StepScalars } from "./optimizer.js";
import type { OptimizerOptions } from "./options.js";
import type { Slots } from "./slots.js";

/** Options of {@link Muon}. */
export interface MuonOptions extends OptimizerOptions {
  /** Decay of the mean of gradients, for weights that Adam moves; default 0.9. */
  readonly adamBeta1?: number | undefined;
  /** Decay of the mean of squared gradients, for weights that Adam moves; default 0.999. */
  readonly adamBeta2?: number | undefined;
  /** Weight decay of weights that Adam moves; default 0.004, as that of the others. */
  readonly adamWeightDecay?: number | null | undefined;
  /** Keeps Adam's quotient finite; default 1e-7. */
  readonly epsilon?: number | undefined;
  /** Regular expressions: weights whose path has a match are moved by Adam. */
  readonly excludeLayers?: readonly string[] | null | undefined;
  /** Whether weights with "embedding" in their path are moved by Adam; default true. */
  readonly excludeEmbeddings?: boolean | undefined;
  /** Coefficients of the Newton-Schulz iteration; defaults 3.4445, −4.775, 2.0315. */
  readonly muonA?: number | undefined;
  readonly muonB?: number | undefined;
  readonly muonC?: number | undefined;
  /** What the learning rate is multiplied by for Adam; default 1. */
  readonly adamLrRatio?: number | undefined;
  /** Share of the old momentum in the new one; default 0.95. */
  readonly momentum?: number | undefined;
  /** Steps of the Newton-Schulz iteration; default 5. */
  readonly nsSteps?: number | undefined;
  /** Looks ahead along the momentum; default true. */
  readonly nesterov?: boolean | undefined;
  /** Root mean square of an update per learning rate, as Adam's; default 0.2; null: as it comes. */
  readonly rmsRate?: number | null | undefined;
}

interface Scalars extends StepScalars {
  /** Adam's learning rate with both bias corrections, for means that are kept as sums. */
  readonly alpha: Tensor;
}

/**
 * Muon (Jordan et al., 2024): matrices move along their orthogonalized momentum, everything else,
 * embeddings included, by Adam with weight decay. Default learning rate 0.001.
 */
export class Muon extends Optimizer<Scalars> {
  static readonly className = "Muon";
  readonly #options: ReturnType<typeof withDefaults>;
  readonly #excluded: readonly RegExp[];

  constructor(options: MuonOptions = {}) {
    const own = withDefaults(options);
    const { weightDecay = 0.004 } = options;
    super({ ...options, weightDecay }, 0.001, own);
    const check = (option: keyof typeof own, rule: (value: number) => boolean, range: string) =>
      checkNumber(this.name, option, own[option], rule, range);
    check("adamBeta1", isDecay, decayRange);
    check("adamBeta2", isDecay, decayRange);
    check("epsilon", isNonNegative, nonNegativeRange);
    check("momentum", isShare, shareRange);
    check("adamLrRatio", isNonNegative, nonNegativeRange);
    if (own.adamWeightDecay !== null) check("adamWeightDecay", isNonNegative, nonNegativeRange);
    if (own.rmsRate !== null) check("rmsRate", isNonNegative, nonNegativeRange);
    checkCount(this.name, "nsSteps", own.nsSteps, 0);
    this.#options = own;
    this.#excluded = own.excludeLayers.map((pattern) => new RegExp(pattern));
  }

  /** Whether Adam moves the weight. */
  usesAdam(weight: Variable): boolean {
    const { name, shape } = weight;
    if (shape.length !== 2) return true;
    if (this.#options.excludeEmbeddings && name.toLowerCase().includes("embedding")) return true;
    return this.#excluded.some((pattern) => pattern.test(name));
  }

  protected override createSlots(weights: readonly Variable[]): void {
    const { adamBeta1, adamBeta2 } = this.#options;
    for (const weight of weights) {
      const isAdam = this.usesAdam(weight);
      this.addSlots([weight], { momentum: isAdam ? { mean: adamBeta1 } : {} });
      if (isAdam) this.addSlots([weight], { velocity: { mean: adamBeta2 } });
    }
  }

  protected override decayOf(weight: Variable): number | null {
    return this.usesAdam(weight) ? this.#options.adamWeightDecay : this.settings.weightDecay;
  }

  protected override prepare({ rate, step }: StepScalars): Scalars {
    const { adamBeta1, adamBeta2, adamLrRatio } = this.#options;
    const correction1 = ops.subtract(1, ops.power(adamBeta1, step));
    const correction2 = ops.subtract(1, ops.power(adamBeta2, step));
    const scale = (adamLrRatio * (1 - adamBeta1)) / Math.sqrt(1 - adamBeta2);
    const alpha = rate.multiply(correction2.sqrt()).divide(correction1).multiply(scale);
    return { rate, step, alpha };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { rate, alpha }: Scalars,
  ): Tensor {
    if (slots.velocity === undefined) {
      const step = this.#step(gradient, slots.momentum as Variable);
      return weight.subtract(step.multiply(rate));
    }
    const momentum = this.advance(slots.momentum, gradient);
    const velocity = this.advance(slots.velocity, ops.square(gradient));
    const floor = this.#options.epsilon / Math.sqrt(1 - this.#options.adamBeta2);
    return weight.subtract(momentum.multiply(alpha).divide(velocity.sqrt().add(floor)));
  }

  #step(gradient: Tensor, slot: Variable): Tensor {
    const { momentum: share, nesterov, nsSteps, rmsRate, muonA, muonB, muonC } = this.#options;
    const momentum = slot.read().multiply(share).add(gradient);
    this.assign(slot, momentum);
    const ahead = nesterov ? momentum.multiply(share).add(gradient) : momentum;
    const step = orthogonalize(ahead, nsSteps, { a: muonA, b: muonB, c: muonC });
    return rmsRate === null ? step : step.multiply(Math.sqrt(Math.max(...slot.shape)) * rmsRate);
  }
}

/** The options that only Muon has, in the order of Keras's config. */
function withDefaults(options: MuonOptions) {
  return {
    adamBeta1: options.adamBeta1 ?? 0.9,
    adamBeta2: options.adamBeta2 ?? 0.999,
    epsilon: options.epsilon ?? 1e-7,
    excludeLayers: options.excludeLayers ?? [],
    muonA: options.muonA ?? 3.4445,
    muonB: options.muonB ?? -4.775,
    muonC: options.muonC ?? 2.0315,
    adamLrRatio: options.adamLrRatio ?? 1,
    momentum: options.momentum ?? 0.95,
    nsSteps: options.nsSteps ?? 5,
    nesterov: options.nesterov ?? true,
    excludeEmbeddings: options.excludeEmbeddings ?? true,
    adamWeightDecay: options.adamWeightDecay === undefined ? 0.004 : options.adamWeightDecay,
    rmsRate: options.rmsRate === undefined ? 0.2 : options.rmsRate,
  };
}
