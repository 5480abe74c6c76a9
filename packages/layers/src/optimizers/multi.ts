import { ArgumentError, type Tensor, type Variable } from "@antler/core";
import { type SerializedObject, serialize } from "../saving/keys.js";
import type { Averaged } from "./averages.js";
import type { LearningRate } from "./learning-rate.js";
import { LossScaleOptimizer } from "./loss-scale.js";
import { type DecayExclusion, type Gradient, Optimizer } from "./optimizer.js";
import type { OptimizerMap } from "./optimizer-map.js";

/** Options of {@link MultiOptimizer}. */
export interface MultiOptimizerOptions {
  readonly optimizerMap: OptimizerMap;
  /** The loss is multiplied by it before gradients are taken, the gradients divided by it. */
  readonly lossScaleFactor?: number | null | undefined;
  readonly name?: string | null | undefined;
}

/** Several optimizers, each for weights of its own. */
export class MultiOptimizer extends Optimizer {
  static readonly className = "MultiOptimizer";
  readonly optimizerMap: OptimizerMap;
  readonly optimizers: readonly Optimizer[];

  constructor(options: MultiOptimizerOptions) {
    super(options, 0, { optimizerMap: options.optimizerMap });
    this.optimizerMap = options.optimizerMap;
    this.optimizers = options.optimizerMap.optimizers;
    for (const optimizer of this.optimizers) {
      if (optimizer instanceof LossScaleOptimizer || optimizer instanceof MultiOptimizer) {
        throw new ArgumentError(
          `${this.name}: ${optimizer.name} can't be one of several. Expected optimizers that move weights themselves, received a ${optimizer.className}.`,
        );
      }
      optimizer.lossScaleFactor = this.lossScaleFactor;
    }
  }

  /** @throws ArgumentError there is none, see {@link optimizers} */
  override get learningRate(): never {
    throw this.#noRate();
  }

  override set learningRate(_rate: LearningRate) {
    throw this.#noRate();
  }

  override get revision(): number {
    return this.optimizers.reduce((sum, { revision }) => sum + revision, 0);
  }

  override get useEma(): boolean {
    return this.optimizers.some(({ useEma }) => useEma);
  }

  override get averages(): readonly Averaged[] {
    return this.optimizers.flatMap(({ averages }) => averages);
  }

  override get variables(): readonly Variable[] {
    return [...super.variables, ...this.optimizers.flatMap(({ variables }) => variables)];
  }

  override build(weights: readonly Variable[]): void {
    super.build(weights);
    for (const [optimizer, own] of this.#parts(weights)) optimizer.build(own);
  }

  /** @internal */
  override applyWhere(
    gate: Tensor | undefined,
    gradients: readonly Gradient[],
    weights: readonly Variable[],
  ): void {
    this.build(weights);
    const gradientOf = new Map(weights.map((weight, i) => [weight, gradients[i]]));
    for (const [optimizer, own] of this.#parts(weights)) {
      const given = own.filter((weight) => gradientOf.get(weight) != null);
      if (given.length === 0) continue;
      optimizer.applyWhere(
        gate,
        given.map((weight) => gradientOf.get(weight)),
        given,
      );
    }
    this.gated(gate, () => this.countStep());
  }

  override finalizeVariableValues(weights: readonly Variable[]): void {
    for (const optimizer of this.optimizers) optimizer.finalizeVariableValues(weights);
  }

  override excludeFromWeightDecay(exclusion: DecayExclusion): void {
    for (const optimizer of this.optimizers) optimizer.excludeFromWeightDecay(exclusion);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { optimizerMap, lossScaleFactor, name } = this;
    return { optimizerMap, lossScaleFactor, name };
  }

  override toJSON(): SerializedObject {
    const config = { ...this.getConfig(), optimizerMap: this.optimizerMap.toJSON() };
    return serialize("keras.optimizers", this.className, config);
  }

  /** The optimizers of the map move the weights. */
  protected override update(weight: Tensor): Tensor {
    return weight;
  }

  #parts(weights: readonly Variable[]): ReadonlyMap<Optimizer, readonly Variable[]> {
    const parts = new Map<Optimizer, Variable[]>();
    for (const weight of weights) {
      const optimizer = this.optimizerMap.optimizerFor(weight);
      const part = parts.get(optimizer);
      if (part === undefined) parts.set(optimizer, [weight]);
      else part.push(weight);
    }
    return parts;
  }

  #noRate(): ArgumentError {
    return new ArgumentError(
      `${this.name}: has no learning rate of its own. Expected that of one of its optimizers (${this.optimizers.map(({ name }) => name).join(", ")}).`,
    );
  }
}
