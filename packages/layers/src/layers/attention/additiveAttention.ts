import { ops, type Shape, type Tensor } from "@antler/core";
import { knownSize } from "../checks.js";
import { BaseAttention, type BaseAttentionConfig } from "./base-attention.js";

/** Options of {@link additiveAttention}; `useScale` is true by default. */
export type AdditiveAttentionConfig = BaseAttentionConfig;

/** See {@link additiveAttention}. */
export class AdditiveAttention extends BaseAttention {
  static readonly className = "AdditiveAttention";

  constructor(config: AdditiveAttentionConfig = {}) {
    super(config, true);
  }

  override build([query = []]: readonly Shape[]): void {
    if (!this.useScale) return;
    const size = knownSize(query, -1, this.name);
    this.scale = this.addWeight({ name: "scale", shape: [size], initializer: "glorotUniform" });
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const bent = ops.tanh(ops.add(ops.expandDims(query, -2), ops.expandDims(key, -3)));
    return ops.sum(this.scale === undefined ? bent : ops.multiply(this.scale, bent), -1);
  }
}

/**
 * Bahdanau's attention: scores are sums of tanh(query + key), weighted along the features. Takes and
 * gives what `attention` does: a list [query, value] or [query, value, key] → [batch, queries, size'].
 */
export function additiveAttention(config: AdditiveAttentionConfig = {}): AdditiveAttention {
  return new AdditiveAttention(config);
}
