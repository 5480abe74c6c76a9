import { ArgumentError, type Shape } from "@antler/core";
import { checkPositiveInteger, knownSize } from "../checks.js";
import { projection, resolveAxes } from "./equations.js";
import { HeadedAttention, type HeadedAttentionConfig } from "./headed-attention.js";
import { type AttentionShapes, attentionShapes } from "./inputs.js";

/** Options of {@link multiHeadAttention}. */
export interface MultiHeadAttentionConfig extends HeadedAttentionConfig {
  readonly numHeads: number;
  /** Size of each head of query and key. */
  readonly keyDim: number;
  /** Size of each head of the value. Default: `keyDim`. */
  readonly valueDim?: number | null | undefined;
  /** Sizes of the result's axes behind the queries. Default: the features of the query. */
  readonly outputShape?: number | readonly number[] | null | undefined;
  /** The axes that attention goes along. Default: all between batch and features. */
  readonly attentionAxes?: number | readonly number[] | null | undefined;
}

/** See {@link multiHeadAttention}. */
export class MultiHeadAttention extends HeadedAttention {
  static readonly className = "MultiHeadAttention";
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly outputShape: readonly number[] | null;
  readonly attentionAxes: readonly number[] | null;
  protected override readonly scoreSize: number;
  protected override readonly sharing = 1;

  constructor(config: MultiHeadAttentionConfig) {
    // As in Keras, the activity of the inner layers alone is regularized.
    super(config, { ...config, activityRegularizer: undefined });
    const where = this.name;
    this.numHeads = checkPositiveInteger(config.numHeads, "numHeads", where);
    this.keyDim = checkPositiveInteger(config.keyDim, "keyDim", where);
    this.valueDim = checkPositiveInteger(config.valueDim ?? config.keyDim, "valueDim", where);
    this.outputShape = toList(config.outputShape, "outputShape", 1, where);
    this.attentionAxes = toList(config.attentionAxes, "attentionAxes", -Infinity, where);
    this.scoreSize = this.keyDim;
  }

  override build(shapes: readonly Shape[]): void {
    const { query, value, key } = this.checkShapes(shapes);
    this.axesFor(query.length);
    const { numHeads, keyDim, valueDim } = this;
    this.queryDense = this.#headsOf("query", query, keyDim);
    this.keyDense = this.#headsOf("key", key, keyDim);
    if (this.useGate) this.gateDense = this.#headsOf("gate", query, valueDim, "sigmoid");
    this.valueDense = this.#headsOf("value", value, valueDim);
    this.buildAttention(query.length);
    const made = this.outputShape ?? [knownSize(query, -1, this.name)];
    const free = query.length - 1;
    const sizes = [...query.slice(2).map(() => null), ...made];
    this.outputDense = this.project("attention_output", projection(free, 2, made.length), sizes);
    this.outputDense.build([...query.slice(0, -1), numHeads, valueDim]);
  }

  /** A dense layer from [batch, ..., features] to [batch, ..., heads, size]. */
  #headsOf(name: string, shape: Shape, size: number, activation?: "sigmoid") {
    const sizes = [...shape.slice(2).map(() => null), this.numHeads, size];
    const dense = this.project(name, projection(shape.length - 1, 1, 2), sizes, activation);
    dense.build(shape);
    return dense;
  }

  protected override checkShapes(shapes: readonly Shape[]): AttentionShapes {
    return attentionShapes(shapes, { least: 3 }, this.name);
  }

  protected override axesFor(rank: number): readonly number[] {
    return resolveAxes(this.attentionAxes, rank, this.name);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { numHeads, keyDim, valueDim, outputShape, attentionAxes } = this;
    return { ...super.getConfig(), numHeads, keyDim, valueDim, outputShape, attentionAxes };
  }
}

/** One integer or a list of them, as a list. */
function toList(
  value: number | readonly number[] | null | undefined,
  option: string,
  least: number,
  where: string,
): readonly number[] | null {
  if (value === null || value === undefined) return null;
  const list = typeof value === "number" ? [value] : value;
  if (
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((n) => Number.isInteger(n) && n >= least)
  ) {
    return [...list];
  }
  const rule = least === 1 ? "a positive integer" : "an integer";
  throw new ArgumentError(
    `${where}: ${option} is out of range. Expected ${rule} or a list of them, received ${JSON.stringify(value)}.`,
  );
}

/**
 * Attention of several heads (Vaswani et al., 2017), called as `layer(query, value, key?, options?)`,
 * or with a list: [batch, queries, features], [batch, keys, features'] → [batch, queries, features],
 * and with `returnAttentionScores` the scores [batch, heads, queries, keys].
 *
 * @example
 * const y = layers.multiHeadAttention({ numHeads: 4, keyDim: 16 })(x, x, { useCausalMask: true });
 */
export function multiHeadAttention(config: MultiHeadAttentionConfig): MultiHeadAttention {
  return new MultiHeadAttention(config);
}
