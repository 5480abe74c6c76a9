import { ops, type Shape, type Tensor, type Variable } from "@antler/core";
import {
  type ActivationFunction,
  type ActivationLike,
  describeActivation,
  resolveActivation,
} from "../../activations/resolve.js";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { BiasOptions, KernelOptions } from "../../base/options.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import type { DenseRule, Typed } from "../../types/shapes.js";
import { checkPositiveInteger, knownSize } from "../checks.js";
import { type EnableLoraOptions, Lora, type LoraOptions } from "./lora.js";

/** Options of {@link dense}. */
export interface DenseConfig extends LayerConfig, KernelOptions, BiasOptions, LoraOptions {
  /** Size of the last axis of the result. */
  readonly units: number;
  /** Default `"linear"`. */
  readonly activation?: ActivationLike | null | undefined;
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
  readonly lora: Lora;
  readonly #kernel: WeightRule;
  readonly #bias: WeightRule;

  constructor(config: DenseConfig) {
    super(config);
    this.units = checkPositiveInteger(config.units, "units", this.name);
    this.useBias = config.useBias ?? true;
    this.activation = config.activation ?? "linear";
    this.#activate = resolveActivation(this.activation, this.name);
    this.#kernel = weightRule(config, "kernel", "glorotUniform", this.name);
    this.#bias = weightRule(config, "bias", "zeros", this.name);
    this.lora = new Lora(config, this.name);
    this.supportsMasking = true;
    this.inputSpecs = [{ minNdim: 2, layout: "[batch, ..., channels]" }];
  }

  override build(inputShape: Shape): void {
    const channels = knownSize(inputShape, -1, this.name);
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [channels, this.units],
      ...this.#kernel,
    });
    if (this.useBias) {
      this.bias = this.addWeight({ name: "bias", shape: [this.units], ...this.#bias });
    }
    this.inputSpecs = [{ minNdim: 2, axes: { [-1]: channels }, layout: "[batch, ..., channels]" }];
    this.lora.enableInBuild(this, this.kernel, "kernel");
  }

  /** Freezes the kernel; from now on a low-rank update of it is trained. */
  enableLora(rank: number, options: EnableLoraOptions = {}): void {
    this.lora.enable(rank, options, this, this.kernel, "kernel");
  }

  override call(x: Tensor): Tensor {
    const product = ops.matmul(x, this.lora.applyTo(this.kernel));
    return this.#activate(this.bias === undefined ? product : ops.add(product, this.bias));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      units: this.units,
      activation: describeActivation(this.activation),
      useBias: this.useBias,
      ...describeRule("kernel", this.#kernel),
      ...describeRule("bias", this.#bias),
      quantizationConfig: null,
      ...this.lora.config,
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
