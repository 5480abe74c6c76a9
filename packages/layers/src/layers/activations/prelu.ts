import { normalizeAxis, ops, type Shape, type Tensor, type Variable } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import type { ConstraintLike } from "../../constraints/resolve.js";
import type { InitializerLike } from "../../initializers/resolve.js";
import type { RegularizerLike } from "../../regularizers/resolve.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { knownSize } from "../checks.js";

/** Options of {@link prelu}. */
export interface PReLUConfig extends LayerConfig {
  /** Default `"zeros"`. */
  readonly alphaInitializer?: InitializerLike | null | undefined;
  readonly alphaRegularizer?: RegularizerLike | null | undefined;
  readonly alphaConstraint?: ConstraintLike | null | undefined;
  /** Axes along which one slope serves all: [1, 2] for images with one slope per channel. */
  readonly sharedAxes?: number | readonly number[] | null | undefined;
}

/** See {@link prelu}. */
export class PReLU extends Layer {
  static readonly className = "PReLU";
  readonly sharedAxes: readonly number[] | null;
  alpha!: Variable;
  readonly #alpha: WeightRule;

  constructor(config: PReLUConfig = {}) {
    super(config);
    const { sharedAxes = null } = config;
    this.sharedAxes = typeof sharedAxes === "number" ? [sharedAxes] : sharedAxes;
    this.#alpha = weightRule(config, "alpha", "zeros", this.name);
    this.supportsMasking = true;
    this.inputSpecs = [{ minNdim: 1 }];
  }

  override build(inputShape: Shape): void {
    const rank = inputShape.length;
    const shared = new Set(
      (this.sharedAxes ?? []).map((axis) => normalizeAxis(axis, rank, this.name)),
    );
    const sizes = inputShape.map((_, axis) =>
      axis === 0 || shared.has(axis) ? 1 : knownSize(inputShape, axis, this.name),
    );
    this.alpha = this.addWeight({ name: "alpha", shape: sizes.slice(1), ...this.#alpha });
    const axes = Object.fromEntries(
      [...sizes.entries()].filter(([axis]) => axis > 0 && !shared.has(axis)),
    );
    this.inputSpecs = [{ ndim: rank, axes }];
  }

  override call(x: Tensor): Tensor {
    const below = ops.multiply(this.alpha, ops.relu(ops.negative(x)));
    return ops.subtract(ops.relu(x), below);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { sharedAxes } = this;
    return { ...super.getConfig(), ...describeRule("alpha", this.#alpha), sharedAxes };
  }
}

/**
 * x above 0, alpha · x below, with slopes alpha that are learnt, one per element without the batch.
 * Any shape, kept. Source: He et al. (2015).
 */
export function prelu(config: PReLUConfig = {}): PReLU & Typed<IdentityRule, "prelu"> {
  return new PReLU(config);
}
