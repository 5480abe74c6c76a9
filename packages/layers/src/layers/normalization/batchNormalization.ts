import { normalizeAxis, ops, type Shape, type Tensor, type Variable } from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import type { ConstraintLike } from "../../constraints/resolve.js";
import { describeInitializer, type InitializerLike } from "../../initializers/resolve.js";
import type { RegularizerLike } from "../../regularizers/resolve.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { knownSize } from "../checks.js";

/** Options of {@link batchNormalization}. */
export interface BatchNormalizationConfig extends LayerConfig {
  /** The axis that is normalized, usually the channels. Default −1. */
  readonly axis?: number | undefined;
  /** How much of the old moving statistics stays at every training step. Default 0.99. */
  readonly momentum?: number | undefined;
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number | undefined;
  /** Whether to add beta. Default true. */
  readonly center?: boolean | undefined;
  /** Whether to multiply by gamma. Default true. */
  readonly scale?: boolean | undefined;
  /** Default `"zeros"`. */
  readonly betaInitializer?: InitializerLike | null | undefined;
  readonly betaRegularizer?: RegularizerLike | null | undefined;
  readonly betaConstraint?: ConstraintLike | null | undefined;
  /** Default `"ones"`. */
  readonly gammaInitializer?: InitializerLike | null | undefined;
  readonly gammaRegularizer?: RegularizerLike | null | undefined;
  readonly gammaConstraint?: ConstraintLike | null | undefined;
  /** Default `"zeros"`. */
  readonly movingMeanInitializer?: InitializerLike | undefined;
  /** Default `"ones"`. */
  readonly movingVarianceInitializer?: InitializerLike | undefined;
}

/** See {@link batchNormalization}. */
export class BatchNormalization extends Layer {
  static readonly className = "BatchNormalization";
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  gamma: Variable | undefined;
  beta: Variable | undefined;
  movingMean!: Variable;
  movingVariance!: Variable;
  readonly #beta: WeightRule;
  readonly #gamma: WeightRule;
  readonly #initializers: Readonly<Record<"movingMean" | "movingVariance", InitializerLike>>;

  constructor(config: BatchNormalizationConfig = {}) {
    super(config);
    this.supportsMasking = true;
    this.axis = config.axis ?? -1;
    this.momentum = config.momentum ?? 0.99;
    this.epsilon = config.epsilon ?? 1e-3;
    this.center = config.center ?? true;
    this.scale = config.scale ?? true;
    this.#beta = weightRule(config, "beta", "zeros", this.name);
    this.#gamma = weightRule(config, "gamma", "ones", this.name);
    this.#initializers = {
      movingMean: config.movingMeanInitializer ?? "zeros",
      movingVariance: config.movingVarianceInitializer ?? "ones",
    };
    this.inputSpecs = [{ minNdim: 2 }];
  }

  override build(inputShape: Shape): void {
    const axis = normalizeAxis(this.axis, inputShape.length, this.name);
    const size = knownSize(inputShape, axis, this.name);
    const { movingMean, movingVariance } = this.#initializers;
    const shape = [size];
    if (this.scale) this.gamma = this.addWeight({ name: "gamma", shape, ...this.#gamma });
    if (this.center) this.beta = this.addWeight({ name: "beta", shape, ...this.#beta });
    const moving = { shape, trainable: false };
    this.movingMean = this.addWeight({ name: "moving_mean", initializer: movingMean, ...moving });
    this.movingVariance = this.addWeight({
      name: "moving_variance",
      initializer: movingVariance,
      ...moving,
    });
    this.inputSpecs = [{ ndim: inputShape.length, axes: { [axis]: size } }];
  }

  override call(x: Tensor, { training, mask }: CallOptions): Tensor {
    const axis = normalizeAxis(this.axis, x.rank, this.name);
    // A frozen layer keeps its statistics and uses them, as in Keras.
    const batch = training === true && this.trainable;
    const [mean, variance] = batch
      ? this.#batchStatistics(x, axis, mask)
      : [this.movingMean.read(), this.movingVariance.read()];
    if (batch) {
      this.#update(this.movingMean, mean);
      this.#update(this.movingVariance, variance);
    }
    const along = x.shape.map((dim, i) => (i === axis ? dim : 1));
    const spread = (t: Tensor): Tensor => (axis === x.rank - 1 ? t : ops.reshape(t, along));
    const deviation = ops.rsqrt(ops.add(variance, this.epsilon));
    const factor = this.gamma === undefined ? deviation : ops.multiply(deviation, this.gamma);
    const scaled = ops.multiply(ops.subtract(x, spread(mean)), spread(factor));
    return this.beta === undefined ? scaled : ops.add(scaled, spread(this.beta.read()));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { axis, momentum, epsilon, center, scale } = this;
    return {
      ...super.getConfig(),
      axis,
      momentum,
      epsilon,
      center,
      scale,
      ...describeRule("beta", this.#beta),
      ...describeRule("gamma", this.#gamma),
      movingMeanInitializer: describeInitializer(this.#initializers.movingMean),
      movingVarianceInitializer: describeInitializer(this.#initializers.movingVariance),
      synchronized: false,
      renorm: false,
      renormClipping: null,
      renormMomentum: 0.99,
    };
  }

  /** Mean and (population) variance over all axes but `axis`; masked steps don't count. */
  #batchStatistics(x: Tensor, axis: number, mask: Tensor | undefined): readonly [Tensor, Tensor] {
    const axes = x.shape.flatMap((_, i) => (i === axis ? [] : [i]));
    const average = this.#average(x, axes, mask);
    const mean = average(x);
    const along = x.shape.map((dim, i) => (i === axis ? dim : 1));
    return [mean, average(ops.square(ops.subtract(x, ops.reshape(mean, along))))];
  }

  #average(
    x: Tensor,
    axes: readonly number[],
    mask: Tensor | undefined,
  ): (values: Tensor) => Tensor {
    if (mask === undefined) return (values) => ops.mean(values, axes);
    const counted = ops.reshape(ops.cast(mask, x.dtype), [
      ...mask.shape,
      ...x.shape.slice(mask.rank).map(() => 1),
    ]);
    const weights = ops.broadcastTo(counted, x.shape);
    const total = ops.sum(weights, axes);
    return (values) => ops.divide(ops.sum(ops.multiply(values, weights), axes), total);
  }

  #update(moving: Variable, batch: Tensor): void {
    const { momentum } = this;
    const kept = ops.multiply(moving, momentum);
    moving.assign(ops.add(kept, ops.multiply(ops.stopGradient(batch), 1 - momentum)));
  }
}

/**
 * Normalizes each channel, by the batch's statistics in training and by the moving averages of
 * them otherwise: (x − mean) / √(variance + epsilon) · gamma + beta. Any shape, kept.
 * Source: Ioffe & Szegedy (2015).
 */
export function batchNormalization(
  config: BatchNormalizationConfig = {},
): BatchNormalization & Typed<IdentityRule, "batchNormalization"> {
  return new BatchNormalization(config);
}
