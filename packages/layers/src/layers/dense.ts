import { ops, type Shape, type Tensor, type Variable } from "@antler/core";
import {
  type ActivationFunction,
  type ActivationLike,
  describeActivation,
  resolveActivation,
} from "../activations/resolve.js";
import { Layer, type LayerConfig } from "../base/layer.js";
import { describeInitializer, type InitializerLike } from "../initializers/resolve.js";
import type { DenseRule, Typed } from "../types/shapes.js";
import { checkPositiveInteger, knownSize } from "./checks.js";

/** Options of {@link dense}. */
export interface DenseConfig extends LayerConfig {
  /** Size of the last axis of the result. */
  readonly units: number;
  /** Default `"linear"`. */
  readonly activation?: ActivationLike | undefined;
  /** Default true. */
  readonly useBias?: boolean | undefined;
  /** Default `"glorotUniform"`. */
  readonly kernelInitializer?: InitializerLike | undefined;
  /** Default `"zeros"`. */
  readonly biasInitializer?: InitializerLike | undefined;
}

/** See {@link dense}. */
export class Dense extends Layer {
  static readonly className = "Dense";
  readonly units: number;
  readonly useBias: boolean;
  kernel!: Variable;
  bias: Variable | undefined;
  /** A layer given as activation is part of this one. */
  readonly activation: ActivationLike;
  readonly #activate: ActivationFunction;
  readonly #kernelInitializer: InitializerLike;
  readonly #biasInitializer: InitializerLike;

  constructor(config: DenseConfig) {
    super(config);
    this.units = checkPositiveInteger(config.units, "units", this.name);
    this.useBias = config.useBias ?? true;
    this.activation = config.activation ?? "linear";
    this.#activate = resolveActivation(this.activation, this.name);
    this.#kernelInitializer = config.kernelInitializer ?? "glorotUniform";
    this.#biasInitializer = config.biasInitializer ?? "zeros";
    this.inputSpecs = [{ minRank: 2, layout: "[batch, ..., channels]" }];
  }

  override build(inputShape: Shape): void {
    const channels = knownSize(inputShape, -1, this.name);
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [channels, this.units],
      initializer: this.#kernelInitializer,
    });
    if (this.useBias) {
      this.bias = this.addWeight({
        name: "bias",
        shape: [this.units],
        initializer: this.#biasInitializer,
      });
    }
    this.inputSpecs = [{ minRank: 2, axes: { [-1]: channels }, layout: "[batch, ..., channels]" }];
  }

  override call(x: Tensor): Tensor {
    const product = ops.matmul(x, this.kernel);
    return this.#activate(this.bias === undefined ? product : ops.add(product, this.bias));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      units: this.units,
      activation: describeActivation(this.activation),
      useBias: this.useBias,
      kernelInitializer: describeInitializer(this.#kernelInitializer),
      biasInitializer: describeInitializer(this.#biasInitializer),
    };
  }
}

/**
 * activation(x · kernel + bias): [batch, ..., channels] → [batch, ..., units].
 *
 * @example
 * layers.dense({ units: 64, activation: "relu" })
 */
export function dense<const U extends number>(
  config: DenseConfig & { readonly units: U },
): Dense & Typed<DenseRule<U>, "dense"> {
  return new Dense(config);
}
