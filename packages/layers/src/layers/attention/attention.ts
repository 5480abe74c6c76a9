import { ops, type Shape, type Tensor, type Variable } from "@antler/core";
import { checkChoice } from "../checks.js";
import { BaseAttention, type BaseAttentionConfig } from "./base-attention.js";

/** Options of {@link attention}. */
export interface AttentionConfig extends BaseAttentionConfig {
  /** `"dot"`: query · key; `"concat"`: the sum of tanh(query + key), times a weight. Default `"dot"`. */
  readonly scoreMode?: "dot" | "concat" | undefined;
}

/** See {@link attention}. */
export class Attention extends BaseAttention {
  static readonly className = "Attention";
  readonly scoreMode: "dot" | "concat";
  concatScoreWeight: Variable | undefined;

  constructor(config: AttentionConfig = {}) {
    super(config, false);
    const { scoreMode = "dot" } = config;
    this.scoreMode = checkChoice(scoreMode, ["dot", "concat"], "scoreMode", this.name);
  }

  override build(_inputShapes: readonly Shape[]): void {
    if (this.useScale) this.scale = this.addWeight({ name: "scale", initializer: "ones" });
    if (this.scoreMode === "concat") {
      this.concatScoreWeight = this.addWeight({ name: "concat_score_weight", initializer: "ones" });
    }
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const { scale, concatScoreWeight } = this;
    const scaled = (x: Tensor): Tensor => (scale === undefined ? x : ops.multiply(x, scale));
    if (concatScoreWeight === undefined) {
      return scaled(ops.matmul(query, ops.swapaxes(key, -2, -1)));
    }
    const sums = ops.add(ops.expandDims(query, -2), ops.expandDims(key, -3));
    return ops.multiply(concatScoreWeight, ops.sum(ops.tanh(scaled(sums)), -1));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), scoreMode: this.scoreMode };
  }
}

/**
 * Luong's attention: sums of values by how well query and key fit, for a list [query, value] or
 * [query, value, key]: [batch, queries, size], [batch, keys, size'], [batch, keys, size] →
 * [batch, queries, size'], and with `returnAttentionScores` the scores [batch, queries, keys].
 *
 * @example
 * const context = layers.attention()([query, value]);
 */
export function attention(config: AttentionConfig = {}): Attention {
  return new Attention(config);
}
