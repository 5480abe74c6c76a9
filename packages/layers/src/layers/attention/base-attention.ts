import { ops, random, type SeedGenerator, type Tensor, type Variable } from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import { checkNumber } from "../checks.js";
import { describeSeed, type SeedLike, seedGeneratorOf } from "../seed.js";
import { attentionShapes, checkCount, checkFeatures } from "./inputs.js";
import { allOf, causalMask } from "./masks.js";

/** How `attention` and `additiveAttention` are called. */
export interface AttentionCallOptions extends CallOptions<readonly Tensor[]> {
  /** Whether to return `[output, scores]`. Default false. */
  readonly returnAttentionScores?: boolean | undefined;
  /** Whether a query sees no key behind its own position. Default false. */
  readonly useCausalMask?: boolean | undefined;
}

/** Options of attention without projections. */
export interface BaseAttentionConfig extends LayerConfig {
  /** Whether the scores are scaled by a weight. */
  readonly useScale?: boolean | undefined;
  /** Share of the scores that are dropped in training. Default 0. */
  readonly dropout?: number | undefined;
  /** Default: derived from the global generator. */
  readonly seed?: SeedLike;
}

/** The result of a call depends on its options. */
export interface BaseAttention {
  (
    inputs: readonly Tensor[],
    options: AttentionCallOptions & { readonly returnAttentionScores: true },
  ): readonly [output: Tensor, scores: Tensor];
  (
    inputs: readonly Tensor[],
    options?: AttentionCallOptions & { readonly returnAttentionScores?: false | undefined },
  ): Tensor;
}

/** What attention without projections shares: everything but the scores. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds a call signature
export abstract class BaseAttention extends Layer<
  readonly Tensor[],
  Tensor | readonly Tensor[],
  AttentionCallOptions
> {
  readonly useScale: boolean;
  readonly dropout: number;
  readonly seed: SeedLike;
  scale: Variable | undefined;
  readonly #generator: SeedGenerator | undefined;

  constructor(config: BaseAttentionConfig, useScale: boolean) {
    super(config);
    this.useScale = config.useScale ?? useScale;
    this.dropout = checkNumber(config.dropout ?? 0, "dropout", this.name, { least: 0, most: 1 });
    this.seed = config.seed ?? null;
    this.#generator = this.dropout > 0 ? seedGeneratorOf(this.seed) : undefined;
    this.supportsMasking = true;
  }

  /** How well queries [batch, queries, size] and keys [batch, keys, size] fit: [batch, queries, keys]. */
  protected abstract scores(query: Tensor, key: Tensor): Tensor;

  /** @internal */
  override invoke(
    inputs: readonly Tensor[],
    options?: AttentionCallOptions,
  ): Tensor | readonly Tensor[] {
    checkCount(inputs, this.name);
    return super.invoke(inputs, options);
  }

  override call(
    inputs: readonly Tensor[],
    options: AttentionCallOptions & { readonly training: boolean },
  ): Tensor | readonly Tensor[] {
    const [query, value, key = value] = inputs as readonly [Tensor, Tensor, Tensor?];
    checkFeatures(
      attentionShapes(
        inputs.map(({ shape }) => shape),
        { least: 3 },
        this.name,
      ),
      this.name,
    );
    const { mask: [queryMask, valueMask] = [], useCausalMask, returnAttentionScores } = options;
    const scores = this.scores(query, key);
    const [queries = 1, keys = 1] = scores.shape.slice(-2);
    const visible = allOf([
      valueMask && ops.expandDims(ops.cast(valueMask, "bool"), -2),
      useCausalMask ? causalMask(queries, keys) : undefined,
    ]);
    const weights = ops.softmax(visible === undefined ? scores : hidden(scores, visible));
    const kept =
      options.training && this.dropout > 0
        ? random.dropout(weights, this.dropout, { seed: this.#generator })
        : weights;
    const sums = ops.matmul(kept, value);
    const output = queryMask ? ops.where(ops.expandDims(queryMask, -1), sums, 0) : sums;
    return returnAttentionScores ? [output, kept] : output;
  }

  /** The mask of the queries. */
  override computeMask(
    _inputs: readonly Tensor[],
    masks: readonly (Tensor | undefined)[] | undefined,
  ): Tensor | undefined {
    return masks?.[0];
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { useScale, dropout, seed } = this;
    return { ...super.getConfig(), useScale, dropout, seed: describeSeed(seed) };
  }
}

/** Scores far below all others where nothing is to be seen. */
function hidden(scores: Tensor, visible: Tensor): Tensor {
  // Half precision ends at 65504.
  const most = scores.dtype === "float16" ? 65504 : 1e9;
  return ops.where(visible, scores, ops.subtract(scores, most));
}
