import { ops, type Shape, type Tensor, type Variable } from "@antler/core";
import {
  type ActivationFunction,
  type ActivationLike,
  describeActivation,
  resolveActivation,
} from "../../activations/resolve.js";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { BiasOptions, KernelOptions } from "../../base/options.js";
import { type LooseShape, toShape } from "../../base/specs.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import { describeRegularizer } from "../../regularizers/resolve.js";
import { knownSize } from "../checks.js";
import { einsumShapes, parseEquation } from "./einsum-equation.js";
import { type EnableLoraOptions, Lora, type LoraOptions } from "./lora.js";

/** Options of {@link einsumDense}. */
export interface EinsumDenseConfig
  extends LayerConfig,
    KernelOptions,
    Omit<BiasOptions, "useBias">,
    LoraOptions {
  /** Input, kernel and result by the letters of their axes: `"ab,bc->ac"`, `"...x,xy->...y"`. */
  readonly equation: string;
  /** Sizes of the result's axes but the batch and those of `...`; `null`: as the input. */
  readonly outputShape: number | readonly (number | null)[];
  /** Default `"linear"`. */
  readonly activation?: ActivationLike | null | undefined;
  /** The result's axes that the bias has: `"c"`. Default: no bias. */
  readonly biasAxes?: string | null | undefined;
}

/** See {@link einsumDense}. */
export class EinsumDense extends Layer {
  static readonly className = "EinsumDense";
  readonly equation: string;
  readonly outputShape: readonly (number | null)[];
  readonly biasAxes: string | null;
  kernel!: Variable;
  bias: Variable | undefined;
  readonly activation: ActivationLike;
  readonly lora: Lora;
  readonly #activate: ActivationFunction;
  readonly #kernel: WeightRule;
  readonly #bias: WeightRule;

  constructor(config: EinsumDenseConfig) {
    super(config);
    this.equation = config.equation;
    parseEquation(config.equation, this.name);
    const { outputShape } = config;
    this.outputShape = typeof outputShape === "number" ? [outputShape] : [...outputShape];
    this.biasAxes = config.biasAxes ?? null;
    this.activation = config.activation ?? "linear";
    this.#activate = resolveActivation(this.activation, this.name);
    this.#kernel = weightRule(config, "kernel", "glorotUniform", this.name);
    this.#bias = weightRule(config, "bias", "zeros", this.name);
    this.lora = new Lora(config, this.name);
    this.inputSpecs = [{ minNdim: 1 }];
  }

  override build(inputShape: Shape): void {
    const { equation, outputShape, biasAxes, name } = this;
    const shapes = einsumShapes(equation, inputShape, outputShape, biasAxes, name);
    const known = (shape: Shape): number[] => shape.map((_, axis) => knownSize(shape, axis, name));
    this.kernel = this.addWeight({ name: "kernel", shape: known(shapes.kernel), ...this.#kernel });
    if (shapes.bias !== undefined) {
      this.bias = this.addWeight({ name: "bias", shape: known(shapes.bias), ...this.#bias });
    }
    this.lora.enableInBuild(this, this.kernel, "kernel");
  }

  /** Freezes the kernel; from now on a low-rank update of it is trained. */
  enableLora(rank: number, options: EnableLoraOptions = {}): void {
    this.lora.enable(rank, options, this, this.kernel, "kernel");
  }

  override call(x: Tensor): Tensor {
    const product = ops.einsum(this.equation, x, this.lora.applyTo(this.kernel));
    return this.#activate(this.bias === undefined ? product : ops.add(product, this.bias));
  }

  /** As in Keras, sizes that `outputShape` leaves open stay open, even if the input's are known. */
  override computeOutputShape(inputShape: LooseShape): Shape {
    const { equation, outputShape, biasAxes, name } = this;
    const shape = toShape(inputShape);
    return toShape(einsumShapes(equation, shape, outputShape, biasAxes, name).output);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      outputShape: this.outputShape,
      equation: this.equation,
      activation: describeActivation(this.activation),
      biasAxes: this.biasAxes,
      ...describeRule("kernel", this.#kernel),
      ...describeRule("bias", this.#bias),
      activityRegularizer: describeRegularizer(this.activityRegularizer),
      quantizationConfig: null,
      ...this.lora.config,
    };
  }
}

/**
 * A dense layer over any axes: activation(einsum(equation, x, kernel) + bias).
 *
 * @example
 * layers.einsumDense({ equation: "abc,cde->abde", outputShape: [null, 8, 16], biasAxes: "de" })
 */
export function einsumDense(config: EinsumDenseConfig): EinsumDense {
  return new EinsumDense(config);
}
