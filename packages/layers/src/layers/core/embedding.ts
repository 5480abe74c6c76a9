import { isFloat, ops, type Tensor, type Variable } from "@antler/core";
import { Layer, type LayerConfig, type WeightValue } from "../../base/layer.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import type { ConstraintLike } from "../../constraints/resolve.js";
import type { InitializerLike } from "../../initializers/resolve.js";
import { describeRegularizer, type RegularizerLike } from "../../regularizers/resolve.js";
import { checkPositiveInteger } from "../checks.js";
import { type EnableLoraOptions, Lora, type LoraOptions } from "./lora.js";

/** Options of {@link embedding}. */
export interface EmbeddingConfig extends LayerConfig, LoraOptions {
  /** Number of indices: they are 0 … inputDim − 1. */
  readonly inputDim: number;
  /** Size of a vector. */
  readonly outputDim: number;
  /** Default `"uniform"`: uniform in ±0.05. */
  readonly embeddingsInitializer?: InitializerLike | null | undefined;
  readonly embeddingsRegularizer?: RegularizerLike | null | undefined;
  readonly embeddingsConstraint?: ConstraintLike | null | undefined;
  /** Whether index 0 is padding, which masks leave out. Default false. */
  readonly maskZero?: boolean | undefined;
  /** The vectors to start with, [inputDim, outputDim], alone or in a list. */
  readonly weights?: WeightValue | readonly WeightValue[] | null | undefined;
}

/** See {@link embedding}. */
export class Embedding<Options extends object = object> extends Layer<
  Tensor,
  Tensor,
  Options & { readonly training?: boolean | undefined; readonly mask?: Tensor | undefined }
> {
  static readonly className: string = "Embedding";
  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  embeddings!: Variable;
  readonly lora: Lora;
  protected readonly rule: WeightRule;

  constructor(config: EmbeddingConfig) {
    super({ ...config, autocast: false });
    this.inputDim = checkPositiveInteger(config.inputDim, "inputDim", this.name);
    this.outputDim = checkPositiveInteger(config.outputDim, "outputDim", this.name);
    this.maskZero = config.maskZero ?? false;
    this.supportsMasking = this.maskZero;
    this.rule = weightRule(config, "embeddings", "randomUniform", this.name);
    this.lora = new Lora(config, this.name);
    this.inputSpecs = [{}];
    if (config.weights !== undefined && config.weights !== null) {
      this.build([]);
      const values = config.weights as WeightValue | readonly WeightValue[];
      const single = !Array.isArray(values) || !Array.isArray(values[0]?.[0] ?? values[0]);
      this.setWeights(single ? [values as WeightValue] : (values as readonly WeightValue[]));
    }
  }

  override build(_inputShape: readonly unknown[]): void {
    this.embeddings = this.addWeight({
      name: "embeddings",
      shape: [this.inputDim, this.outputDim],
      ...this.rule,
    });
    this.lora.enableInBuild(this, this.embeddings, "embeddings");
  }

  /** Freezes the vectors; from now on a low-rank update of them is trained. */
  enableLora(rank: number, options: EnableLoraOptions = {}): void {
    this.lora.enable(rank, options, this, this.embeddings, "embeddings");
  }

  override call(x: Tensor, _options: object): Tensor {
    const indices = isFloat(x.dtype) ? ops.cast(x, "int32") : x;
    const vectors = ops.gather(this.embeddings, indices, 0);
    const { a, b, scale } = this.lora;
    if (a === undefined || b === undefined) return ops.cast(vectors, this.computeDtype);
    const update = ops.multiply(ops.matmul(ops.gather(a, indices, 0), b), scale);
    return ops.cast(ops.add(vectors, update), this.computeDtype);
  }

  override computeMask(x: Tensor): Tensor | undefined {
    return this.maskZero ? ops.notEqual(x, 0) : undefined;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      inputDim: this.inputDim,
      outputDim: this.outputDim,
      ...describeRule("embeddings", this.rule),
      activityRegularizer: describeRegularizer(this.activityRegularizer),
      maskZero: this.maskZero,
      quantizationConfig: null,
      ...this.lora.config,
    };
  }
}

/** A vector for each index, learnt: integers [batch, ...] → [batch, ..., outputDim]. */
export function embedding(config: EmbeddingConfig): Embedding {
  return new Embedding(config);
}
