import { ArgumentError, ops, type Tensor, Variable } from "@antler/core";
import { checkCount, checkNumber } from "../base/checks.js";
import { type SerializedObject, serialize } from "../saving/keys.js";
import type { Averaged } from "./averages.js";
import type { LearningRate } from "./learning-rate.js";
import { type DecayExclusion, type Gradient, Optimizer } from "./optimizer.js";

/** Options of {@link LossScaleOptimizer}. */
export interface LossScaleOptions {
  /** What moves the weights. */
  readonly innerOptimizer: Optimizer;
  /** What the loss is multiplied by at first; default 32768. */
  readonly initialScale?: number | undefined;
  /** Steps with finite gradients after which the scale doubles; default 2000. */
  readonly dynamicGrowthSteps?: number | undefined;
  readonly name?: string | null | undefined;
}

/**
 * Keeps small gradients from vanishing in 16 bits: the loss is multiplied by a scale, the gradients
 * are divided by it. A step whose gradients are not finite changes nothing but halves the scale.
 */
export class LossScaleOptimizer extends Optimizer {
  static readonly className = "LossScaleOptimizer";
  readonly innerOptimizer: Optimizer;
  readonly initialScale: number;
  readonly dynamicGrowthSteps: number;
  #counter: Variable | undefined;
  #scale: Variable | undefined;

  constructor(options: LossScaleOptions) {
    const { innerOptimizer, initialScale = 2 ** 15, dynamicGrowthSteps = 2000 } = options;
    super(options, 0, { innerOptimizer, initialScale, dynamicGrowthSteps });
    if (!(innerOptimizer instanceof Optimizer)) {
      throw new ArgumentError(
        `${this.name}: innerOptimizer is missing. Expected an Optimizer, received ${String(innerOptimizer)}.`,
      );
    }
    checkNumber(this.name, "initialScale", initialScale, (scale) => scale > 0, "a number > 0");
    checkCount(this.name, "dynamicGrowthSteps", dynamicGrowthSteps, 1);
    this.innerOptimizer = innerOptimizer;
    this.initialScale = initialScale;
    this.dynamicGrowthSteps = dynamicGrowthSteps;
    // Else gradients would be scaled twice.
    innerOptimizer.lossScaleFactor = null;
  }

  /** What the loss is multiplied by at present; it exists once the optimizer is built. */
  get dynamicScale(): Variable | undefined {
    return this.#scale;
  }

  override get learningRate(): Variable | Tensor {
    return this.innerOptimizer.learningRate;
  }

  override set learningRate(rate: LearningRate) {
    this.innerOptimizer.learningRate = rate;
  }

  override get iterations(): Variable | Tensor {
    return this.innerOptimizer.iterations;
  }

  override get revision(): number {
    return this.innerOptimizer.revision;
  }

  override get useEma(): boolean {
    return this.innerOptimizer.useEma;
  }

  override get averages(): readonly Averaged[] {
    return this.innerOptimizer.averages;
  }

  override get variables(): readonly Variable[] {
    return [...super.variables, ...this.innerOptimizer.variables];
  }

  override build(weights: readonly Variable[]): void {
    this.#counter ??= this.addState(
      new Variable(0, { name: `${this.name}/step_counter`, dtype: "int32", trainable: false }),
    );
    this.#scale ??= this.addState(
      new Variable(this.initialScale, { name: `${this.name}/dynamic_scale`, trainable: false }),
    );
    super.build(weights);
    this.innerOptimizer.build(weights);
  }

  /** @internal */
  override applyWhere(
    gate: Tensor | undefined,
    gradients: readonly Gradient[],
    weights: readonly Variable[],
  ): void {
    this.build(weights);
    const [counter, scale] = [this.#counter as Variable, this.#scale as Variable];
    const present = scale.read();
    const finite = areFinite(gradients);
    const unscaled = gradients.map((g) => g?.divide(present.cast(g.dtype)));
    const allowed = gate === undefined ? finite : gate.logicalAnd(finite);
    this.innerOptimizer.applyWhere(allowed, unscaled, weights);
    const count = counter.read().add(1);
    const grows = count.equal(this.dynamicGrowthSteps);
    const factor = ops.where(finite, ops.where(grows, 2, ops.ones([])), 0.5);
    const next = ops.where(finite.logicalAnd(grows.logicalNot()), count, 0);
    this.gated(gate, () => {
      this.assign(scale, present.multiply(factor));
      this.assign(counter, next);
    });
  }

  override scaleLoss(loss: Tensor): Tensor {
    return loss.multiply(this.#scale?.read().cast(loss.dtype) ?? this.initialScale);
  }

  override finalizeVariableValues(weights: readonly Variable[]): void {
    this.innerOptimizer.finalizeVariableValues(weights);
  }

  override excludeFromWeightDecay(exclusion: DecayExclusion): void {
    this.innerOptimizer.excludeFromWeightDecay(exclusion);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { name, innerOptimizer, initialScale, dynamicGrowthSteps } = this;
    return { name, innerOptimizer, initialScale, dynamicGrowthSteps };
  }

  override toJSON(): SerializedObject {
    const innerOptimizer = this.innerOptimizer.toJSON();
    const config = { ...this.getConfig(), innerOptimizer };
    return serialize("keras.optimizers", this.className, config);
  }

  /** The inner optimizer moves the weights. */
  protected override update(weight: Tensor): Tensor {
    return weight;
  }
}

/** Whether no gradient holds NaN or an infinity: 0 times either is NaN. */
function areFinite(gradients: readonly Gradient[]): Tensor {
  const zeros = gradients.flatMap((g) =>
    g === null || g === undefined ? [] : [g.multiply(0).sum().cast("float32")],
  );
  return zeros.reduce((sum, zero) => sum.add(zero), ops.zeros([])).equal(0);
}
