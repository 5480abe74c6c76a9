import { normalizeAxis, ops, type Shape, type Tensor, type Variable } from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import { describeInitializer, type InitializerLike } from "../../initializers/resolve.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber, knownSize } from "../checks.js";
import { moveTowards } from "./moving.js";
import { type ScaleAndCenterOptions, withRoom } from "./options.js";
import { checkClipping, Renorm, type RenormClipping } from "./renorm.js";

/** Options of {@link batchNormalization}. */
export interface BatchNormalizationConfig extends LayerConfig, ScaleAndCenterOptions {
  /** The axis that is normalized, usually the channels. Default −1. */
  readonly axis?: number | undefined;
  /** How much of the old moving statistics stays at every training step. Default 0.99. */
  readonly momentum?: number | undefined;
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number | undefined;
  /** Default `"zeros"`. */
  readonly movingMeanInitializer?: InitializerLike | null | undefined;
  /** Default `"ones"`. */
  readonly movingVarianceInitializer?: InitializerLike | null | undefined;
  /** Whether training corrects towards moving statistics (Ioffe, 2017). Default false. */
  readonly renorm?: boolean | undefined;
  /** Limits of the corrections. Default none. */
  readonly renormClipping?: RenormClipping | null | undefined;
  /** As `momentum`, for the statistics of the corrections. Default 0.99. */
  readonly renormMomentum?: number | undefined;
  /** There is one replica only, so statistics are those of all of them. */
  readonly synchronized?: boolean | undefined;
}

/** See {@link batchNormalization}. */
export class BatchNormalization extends Layer {
  static readonly className = "BatchNormalization";
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly synchronized: boolean;
  readonly renorm: boolean;
  readonly renormClipping: RenormClipping | null;
  readonly renormMomentum: number;
  gamma: Variable | undefined;
  beta: Variable | undefined;
  movingMean!: Variable;
  movingVariance!: Variable;
  readonly #beta: WeightRule;
  readonly #gamma: WeightRule;
  readonly #movingMean: InitializerLike;
  readonly #movingVariance: InitializerLike;
  #correction: Renorm | undefined;

  constructor(config: BatchNormalizationConfig = {}) {
    super(config);
    const share = { least: 0, most: 1 };
    this.axis = config.axis ?? -1;
    this.momentum = checkNumber(config.momentum ?? 0.99, "momentum", this.name, share);
    this.epsilon = checkNumber(config.epsilon ?? 1e-3, "epsilon", this.name, { least: 0 });
    this.center = config.center ?? true;
    this.scale = config.scale ?? true;
    this.synchronized = config.synchronized ?? false;
    this.renorm = config.renorm ?? false;
    this.renormClipping = this.renorm
      ? checkClipping(config.renormClipping ?? {}, this.name)
      : (config.renormClipping ?? null);
    this.renormMomentum = checkNumber(
      config.renormMomentum ?? 0.99,
      "renormMomentum",
      this.name,
      share,
    );
    this.#beta = weightRule(config, "beta", "zeros", this.name);
    this.#gamma = weightRule(config, "gamma", "ones", this.name);
    this.#movingMean = config.movingMeanInitializer ?? "zeros";
    this.#movingVariance = config.movingVarianceInitializer ?? "ones";
    this.supportsMasking = true;
    this.inputSpecs = [{ minNdim: 2 }];
  }

  override build(inputShape: Shape): void {
    const axis = normalizeAxis(this.axis, inputShape.length, this.name);
    const size = knownSize(inputShape, axis, this.name);
    const own = { shape: [size], autocast: false };
    const moving = { ...own, trainable: false };
    if (this.scale) this.gamma = this.addWeight({ name: "gamma", ...own, ...this.#gamma });
    if (this.center) this.beta = this.addWeight({ name: "beta", ...own, ...this.#beta });
    this.movingMean = this.addWeight({
      name: "moving_mean",
      initializer: this.#movingMean,
      ...moving,
    });
    this.movingVariance = this.addWeight({
      name: "moving_variance",
      initializer: this.#movingVariance,
      ...moving,
    });
    if (this.renorm) {
      this.#correction = new Renorm(this, {
        size,
        mean: this.#movingMean,
        variance: this.#movingVariance,
      });
    }
    this.inputSpecs = [{ ndim: inputShape.length, axes: { [axis]: size } }];
  }

  override call(input: Tensor, { training, mask }: CallOptions): Tensor {
    const x = withRoom(input);
    const axis = normalizeAxis(this.axis, x.rank, this.name);
    // A frozen layer keeps its statistics and uses them, as in Keras.
    const batch = training === true && this.trainable;
    const [mean, variance] = batch
      ? this.#batchStatistics(x, axis, mask)
      : [this.movingMean.read(), this.movingVariance.read()];
    const along = x.shape.map((dim, i) => (i === axis ? dim : 1));
    const spread = (t: Tensor): Tensor => (axis === x.rank - 1 ? t : ops.reshape(t, along));
    let factor = ops.rsqrt(ops.add(variance, this.epsilon));
    let shift: Tensor | undefined;
    if (batch && this.#correction !== undefined) {
      const { r, d } = this.#correction.update(mean, variance);
      factor = ops.multiply(factor, r);
      shift = d;
    }
    if (batch) this.#updateMoving(mean, variance);
    if (this.gamma !== undefined) {
      factor = ops.multiply(factor, this.gamma);
      shift = shift && ops.multiply(shift, this.gamma);
    }
    if (this.beta !== undefined) shift = shift ? ops.add(shift, this.beta) : this.beta.read();
    const scaled = ops.multiply(ops.subtract(x, spread(mean)), spread(factor));
    const output = shift === undefined ? scaled : ops.add(scaled, spread(shift));
    return ops.cast(output, input.dtype);
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
      movingMeanInitializer: describeInitializer(this.#movingMean),
      movingVarianceInitializer: describeInitializer(this.#movingVariance),
      synchronized: this.synchronized,
      renorm: this.renorm,
      renormClipping: this.renormClipping,
      renormMomentum: this.renormMomentum,
    };
  }

  /** Mean and (population) variance over all axes but `axis`; masked steps don't count. */
  #batchStatistics(x: Tensor, axis: number, mask: Tensor | undefined): readonly [Tensor, Tensor] {
    const axes = x.shape.flatMap((_, i) => (i === axis ? [] : [i]));
    const average = averageOver(x, axes, mask);
    const mean = average(x);
    const along = x.shape.map((dim, i) => (i === axis ? dim : 1));
    return [mean, average(ops.square(ops.subtract(x, ops.reshape(mean, along))))];
  }

  #updateMoving(mean: Tensor, variance: Tensor): void {
    moveTowards(this.movingMean, mean, this.momentum);
    if (this.#correction === undefined) {
      moveTowards(this.movingVariance, variance, this.momentum);
    } else {
      this.movingVariance.assign(this.#correction.movingVariance(variance));
    }
  }
}

function averageOver(
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
  // A batch that is masked in full has mean 0, not NaN.
  const total = ops.add(ops.sum(weights, axes), 1e-7);
  return (values) => ops.divide(ops.sum(ops.multiply(values, weights), axes), total);
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
