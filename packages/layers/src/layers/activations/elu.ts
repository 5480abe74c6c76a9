import { ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber } from "../checks.js";

/** Options of {@link elu}. */
export interface ELUConfig extends LayerConfig {
  /** −alpha is the limit below. Default 1. */
  readonly alpha?: number | undefined;
}

/** See {@link elu}. */
export class ELU extends Layer {
  static readonly className = "ELU";
  readonly alpha: number;
  readonly #given: boolean;

  constructor(config: ELUConfig = {}) {
    super(config);
    this.#given = config.alpha !== undefined;
    this.alpha = checkNumber(config.alpha ?? 1, "alpha", this.name);
    this.supportsMasking = true;
    this.inputSpecs = [{}];
  }

  override call(x: Tensor): Tensor {
    return ops.elu(x, { alpha: this.alpha });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    // Keras writes what was given, not the default.
    return this.#given ? { ...super.getConfig(), alpha: this.alpha } : super.getConfig();
  }
}

/** x above 0, alpha · (eˣ − 1) below. Any shape, kept. Source: Clevert et al. (2016). */
export function elu(config: ELUConfig = {}): ELU & Typed<IdentityRule, "elu"> {
  return new ELU(config);
}
