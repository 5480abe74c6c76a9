import { type DType, ops, type Tensor, type Variable } from "@antler/core";
import type { CallOptions } from "../../base/layer.js";
import { checkNumber } from "../checks.js";
import { Embedding, type EmbeddingConfig } from "./embedding.js";

/** Options of {@link reversibleEmbedding}. */
export interface ReversibleEmbeddingConfig extends EmbeddingConfig {
  /** Whether the way back uses the same vectors. Default true. */
  readonly tieWeights?: boolean | undefined;
  /** Dtype of the way back. Default: the compute dtype. */
  readonly reverseDtype?: DType | null | undefined;
  /** Logits are held within ± this, smoothly. Default: not. */
  readonly logitSoftCap?: number | null | undefined;
}

/** Options of a call of {@link reversibleEmbedding}. */
export interface ReversibleEmbeddingCallOptions extends CallOptions {
  /** From vectors to logits instead. Default false. */
  readonly reverse?: boolean | undefined;
}

/** See {@link reversibleEmbedding}. */
export class ReversibleEmbedding extends Embedding<ReversibleEmbeddingCallOptions> {
  static override readonly className = "ReversibleEmbedding";
  readonly tieWeights: boolean;
  readonly reverseDtype: DType | null;
  readonly logitSoftCap: number | null;
  reverseEmbeddings: Variable | undefined;

  constructor(config: ReversibleEmbeddingConfig) {
    super({ ...config, weights: null });
    this.tieWeights = config.tieWeights ?? true;
    this.reverseDtype = config.reverseDtype ?? null;
    const { logitSoftCap = null } = config;
    this.logitSoftCap =
      logitSoftCap === null ? null : checkNumber(logitSoftCap, "logitSoftCap", this.name);
    if (config.weights) this.setWeights([config.weights as number[][]]);
  }

  override build(inputShape: readonly unknown[]): void {
    super.build(inputShape);
    if (this.tieWeights) return;
    this.reverseEmbeddings = this.addWeight({
      name: "reverse_embeddings",
      shape: [this.outputDim, this.inputDim],
      ...this.rule,
    });
  }

  override call(x: Tensor, options: ReversibleEmbeddingCallOptions): Tensor {
    if (options.reverse !== true) return super.call(x, options);
    const kernel = this.reverseEmbeddings?.read() ?? ops.transpose(this.embeddings);
    const dtype = this.reverseDtype ?? this.computeDtype;
    const logits = ops.matmul(ops.cast(x, dtype), ops.cast(kernel, dtype));
    const cap = this.logitSoftCap;
    return cap === null ? logits : ops.multiply(ops.tanh(ops.divide(logits, cap)), cap);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { tieWeights, reverseDtype, logitSoftCap } = this;
    return { ...super.getConfig(), tieWeights, reverseDtype, logitSoftCap };
  }
}

/**
 * An embedding that can be called backwards: integers [batch, ...] → [batch, ..., outputDim], and with
 * `{ reverse: true }` vectors [batch, ..., outputDim] → logits [batch, ..., inputDim].
 */
export function reversibleEmbedding(config: ReversibleEmbeddingConfig): ReversibleEmbedding {
  return new ReversibleEmbedding(config);
}
