import { ArgumentError, type Shape, type Tensor } from "@antler/core";
import { checkPositiveInteger, knownSize } from "../checks.js";
import { projection } from "./equations.js";
import {
  HeadedAttention,
  type HeadedAttentionCallOptions,
  type HeadedAttentionConfig,
} from "./headed-attention.js";
import { type AttentionShapes, attentionShapes } from "./inputs.js";

/** Options of {@link groupedQueryAttention}. */
export interface GroupedQueryAttentionConfig extends HeadedAttentionConfig {
  /** Size of each head. */
  readonly headDim: number;
  readonly numQueryHeads: number;
  /** A divisor of `numQueryHeads`: so many heads of keys and values are shared. */
  readonly numKeyValueHeads: number;
}

/** See {@link groupedQueryAttention}. */
export class GroupedQueryAttention extends HeadedAttention {
  static readonly className = "GroupedQueryAttention";
  readonly headDim: number;
  readonly numQueryHeads: number;
  readonly numKeyValueHeads: number;
  protected override readonly scoreSize: number;
  protected override readonly sharing: number;

  constructor(config: GroupedQueryAttentionConfig) {
    super(config);
    const where = this.name;
    this.headDim = checkPositiveInteger(config.headDim, "headDim", where);
    this.numQueryHeads = checkPositiveInteger(config.numQueryHeads, "numQueryHeads", where);
    const { numKeyValueHeads } = config;
    this.numKeyValueHeads = checkPositiveInteger(numKeyValueHeads, "numKeyValueHeads", where);
    if (this.numQueryHeads % this.numKeyValueHeads !== 0) {
      throw new ArgumentError(
        `${where}: numQueryHeads do not fall into equal groups. Expected a multiple of numKeyValueHeads ${this.numKeyValueHeads}, received ${this.numQueryHeads}.`,
      );
    }
    this.scoreSize = this.headDim;
    this.sharing = this.numQueryHeads / this.numKeyValueHeads;
  }

  override build(shapes: readonly Shape[]): void {
    const { query, value, key } = this.checkShapes(shapes);
    const { numQueryHeads, numKeyValueHeads, headDim } = this;
    const headsOf = (name: string, shape: Shape, heads: number, activation?: "sigmoid") => {
      const dense = this.project(name, projection(2, 1, 2), [null, heads, headDim], activation);
      dense.build(shape);
      return dense;
    };
    this.queryDense = headsOf("query", query, numQueryHeads);
    this.keyDense = headsOf("key", key, numKeyValueHeads);
    if (this.useGate) this.gateDense = headsOf("gate", query, numQueryHeads, "sigmoid");
    this.valueDense = headsOf("value", value, numKeyValueHeads);
    this.buildAttention(query.length);
    const features = knownSize(query, -1, this.name);
    this.outputDense = this.project("attention_output", projection(2, 2, 1), [null, features]);
    this.outputDense.build([...query.slice(0, -1), numQueryHeads, headDim]);
  }

  protected override checkShapes(shapes: readonly Shape[]): AttentionShapes {
    return attentionShapes(shapes, { least: 3, most: 3 }, this.name);
  }

  protected override axesFor(): readonly number[] {
    return [1];
  }

  protected override queryMaskOf(options: HeadedAttentionCallOptions): Tensor | null | undefined {
    return options.queryMask ?? super.queryMaskOf(options);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { headDim, numQueryHeads, numKeyValueHeads } = this;
    return { ...super.getConfig(), headDim, numQueryHeads, numKeyValueHeads };
  }
}

/**
 * Attention in which groups of query heads share heads of keys and values (Ainslie et al., 2023),
 * called as `layer(query, value, key?, options?)`, or with a list: [batch, queries, features],
 * [batch, keys, features'] → [batch, queries, features].
 */
export function groupedQueryAttention(config: GroupedQueryAttentionConfig): GroupedQueryAttention {
  return new GroupedQueryAttention(config);
}
