import { ArgumentError, ops, type Shape, type Tensor } from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import { maskOf } from "../../base/masks.js";
import type { BiasOptions, KernelOptions } from "../../base/options.js";
import { knownShapes, type LooseShape } from "../../base/specs.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import { describeRegularizer, type RegularizerLike } from "../../regularizers/resolve.js";
import { Softmax } from "../activations/softmax.js";
import { checkNumber, checkPositiveInteger } from "../checks.js";
import { EinsumDense } from "../core/einsumDense.js";
import { Dropout } from "../regularization/dropout.js";
import { describeSeed, type SeedLike } from "../seed.js";
import { attentionEquations, type Projection } from "./equations.js";
import {
  type AttentionResult,
  type AttentionShapes,
  checkCount,
  splitArguments,
} from "./inputs.js";
import { allOf, causalMask, slidingWindowMask } from "./masks.js";

/** How attention with heads is called. */
export interface HeadedAttentionCallOptions extends CallOptions<readonly Tensor[]> {
  /**
   * Which queries count, bool [batch, queries]. `multiHeadAttention` takes it from the query itself
   * only, as Keras does.
   */
  readonly queryMask?: Tensor | null | undefined;
  /** Which values count, bool [batch, keys]. Default: what the value carries. */
  readonly valueMask?: Tensor | null | undefined;
  /** Which keys count, bool [batch, keys]. Default: what the key carries. */
  readonly keyMask?: Tensor | null | undefined;
  /** What each query may see, bool [batch, queries, keys] or [batch, heads, queries, keys]. */
  readonly attentionMask?: Tensor | null | undefined;
  /** Whether to return `[output, scores]`. Default false. */
  readonly returnAttentionScores?: boolean | undefined;
  /** Whether a query sees no key behind its own position. Default false. */
  readonly useCausalMask?: boolean | undefined;
}

/** Options that layers of attention with heads share. */
export interface HeadedAttentionConfig extends LayerConfig, KernelOptions, BiasOptions {
  /** Share of the scores that are dropped in training. Default 0. */
  readonly dropout?: number | undefined;
  /** Whether the result of each head is multiplied by a gate made of the query. Default false. */
  readonly useGate?: boolean | undefined;
  /** A query sees keys nearer than this only. Default: all keys. */
  readonly slidingWindow?: number | null | undefined;
  /** Leave for faster kernels; the result is the same. Excludes dropout and scores. Default false. */
  readonly flashAttention?: boolean | null | undefined;
  /** Default: derived from the global generator. */
  readonly seed?: SeedLike;
}

/** The two forms of a call: with a list, as for any layer, or with one argument each. */
export interface HeadedAttention {
  <const O extends HeadedAttentionCallOptions = HeadedAttentionCallOptions>(
    inputs: readonly Tensor[],
    options?: O,
  ): AttentionResult<O>;
  <const O extends HeadedAttentionCallOptions = HeadedAttentionCallOptions>(
    query: Tensor,
    value: Tensor,
    key: Tensor | null | undefined,
    options?: O,
  ): AttentionResult<O>;
  <const O extends HeadedAttentionCallOptions = HeadedAttentionCallOptions>(
    query: Tensor,
    value: Tensor,
    options?: O,
  ): AttentionResult<O>;
}

/** What attention with heads shares: projections, masks, scores. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds call signatures
export abstract class HeadedAttention extends Layer<
  readonly Tensor[],
  Tensor | readonly Tensor[],
  HeadedAttentionCallOptions
> {
  readonly dropout: number;
  readonly useBias: boolean;
  readonly useGate: boolean;
  readonly slidingWindow: number | null;
  readonly flashAttention: boolean;
  readonly seed: SeedLike;
  // The order of Keras's weights.
  queryDense!: EinsumDense;
  keyDense!: EinsumDense;
  gateDense: EinsumDense | undefined;
  valueDense!: EinsumDense;
  outputDense!: EinsumDense;
  softmax!: Softmax;
  dropoutLayer!: Dropout;
  readonly #kernel: WeightRule;
  readonly #bias: WeightRule;
  readonly #activityRegularizer: RegularizerLike | null | undefined;

  /** @param own what of the config the layer itself heeds, beside its inner layers */
  constructor(config: HeadedAttentionConfig, own: LayerConfig = config) {
    super(own);
    const where = this.name;
    this.dropout = checkNumber(config.dropout ?? 0, "dropout", where, { least: 0, most: 1 });
    this.useBias = config.useBias ?? true;
    this.useGate = config.useGate ?? false;
    const { slidingWindow = null } = config;
    this.slidingWindow =
      slidingWindow === null ? null : checkPositiveInteger(slidingWindow, "slidingWindow", where);
    this.flashAttention = config.flashAttention ?? false;
    if (this.flashAttention && this.dropout > 0) {
      throw new ArgumentError(
        `${where}: flashAttention excludes dropout. Expected dropout 0, received ${this.dropout}.`,
      );
    }
    this.seed = config.seed ?? null;
    this.#kernel = weightRule(config, "kernel", "glorotUniform", where);
    this.#bias = weightRule(config, "bias", "zeros", where);
    this.#activityRegularizer = config.activityRegularizer;
    this.supportsMasking = true;
    // Keras's `build(queryShape, valueShape, keyShape)` works beside that of a list.
    const build = this.build as (shapes: readonly Shape[]) => void;
    const value = (...shapes: readonly Shape[]): void => build(asList(shapes) as readonly Shape[]);
    Object.defineProperty(this, "build", { value, configurable: true });
  }

  /** The size that scores are scaled by, 1 / √size. */
  protected abstract readonly scoreSize: number;

  /** How many heads of queries share one of keys and values. */
  protected abstract readonly sharing: number;

  /** @throws ShapeError if the inputs do not fit each other */
  protected abstract checkShapes(shapes: readonly Shape[]): AttentionShapes;

  /** The axes of the query that attention goes along. */
  protected abstract axesFor(rank: number): readonly number[];

  /** @internal */
  override invoke(...args: readonly unknown[]): Tensor | readonly Tensor[] {
    const { inputs, options } = splitArguments(args);
    checkCount(inputs, this.name);
    return super.invoke(inputs, options as HeadedAttentionCallOptions);
  }

  /** The shape of the result; shapes of query, value and key one by one or as a list. */
  override computeOutputShape(
    ...shapes: readonly (LooseShape | readonly LooseShape[])[]
  ): Shape | readonly Shape[] {
    return super.computeOutputShape(asList(shapes));
  }

  /** An inner dense layer with the options of this one. */
  protected project(
    name: string,
    { equation, biasAxes }: Projection,
    outputShape: readonly (number | null)[],
    activation: "linear" | "sigmoid" = "linear",
  ): EinsumDense {
    return new EinsumDense({
      name,
      equation,
      outputShape,
      activation,
      biasAxes: this.useBias ? biasAxes : null,
      kernelInitializer: this.#kernel.initializer,
      kernelRegularizer: this.#kernel.regularizer,
      kernelConstraint: this.#kernel.constraint,
      biasInitializer: this.#bias.initializer,
      biasRegularizer: this.#bias.regularizer,
      biasConstraint: this.#bias.constraint,
      activityRegularizer: this.#activityRegularizer,
      dtype: this.dtypePolicy,
      trainable: this.trainable,
    });
  }

  /** Makes what turns scores into weights, for queries of this rank. */
  protected buildAttention(rank: number): void {
    const dtype = this.dtypePolicy;
    const { keyAxes } = attentionEquations(rank + 1, this.axesFor(rank));
    this.softmax = new Softmax({ axis: keyAxes, dtype });
    this.dropoutLayer = new Dropout({ rate: this.dropout, seed: this.seed, dtype });
  }

  override call(
    inputs: readonly Tensor[],
    options: HeadedAttentionCallOptions & { readonly training: boolean },
  ): Tensor | readonly Tensor[] {
    const [query, value, key = value] = inputs as readonly [Tensor, Tensor, Tensor?];
    this.checkShapes(inputs.map(({ shape }) => shape));
    const { returnAttentionScores = false, training } = options;
    if (this.flashAttention && returnAttentionScores) {
      throw new ArgumentError(
        `${this.name}: flashAttention excludes returnAttentionScores. Expected one of them, received both.`,
      );
    }
    const mask = this.#mask(query, value, options);
    const seen = withoutMask(query);
    const gate = this.gateDense?.(seen);
    const q = this.queryDense(seen);
    const k = this.keyDense(withoutMask(key));
    const v = this.valueDense(withoutMask(value));
    const needed = returnAttentionScores || this.dropout > 0 || q.rank !== 4;
    const [heads, scores] = needed
      ? this.#withScores(q, k, v, mask, training)
      : [ops.dotProductAttention(q, k, v, { mask, scale: 1 / Math.sqrt(this.scoreSize) })];
    const output = this.outputDense(gate === undefined ? heads : ops.multiply(heads, gate));
    return returnAttentionScores ? [output, scores as Tensor] : output;
  }

  /** Which query may see which key, of the scores' rank; `undefined`: all may see all. */
  #mask(query: Tensor, value: Tensor, options: HeadedAttentionCallOptions): Tensor | undefined {
    const { mask: carried = [], useCausalMask = false, attentionMask } = options;
    const { slidingWindow } = this;
    const axes = this.axesFor(query.rank);
    const rank = query.rank + axes.length;
    const full = (mask: Tensor): Tensor => {
      let result = ops.cast(mask, "bool");
      while (result.rank < rank) result = ops.expandDims(result, -2 * axes.length - 1);
      return result;
    };
    const ofQueries = (mask: Tensor | null | undefined): Tensor | undefined =>
      mask ? full(ops.expandDims(mask, -1)) : undefined;
    const ofKeys = (mask: Tensor | null | undefined): Tensor | undefined =>
      mask ? full(ops.expandDims(mask, -2)) : undefined;
    if ((useCausalMask || slidingWindow !== null) && axes.length > 1) {
      throw new ArgumentError(
        `${this.name}: useCausalMask and slidingWindow need one order of positions. Expected one attention axis, received ${axes.length}.`,
      );
    }
    const [axis = 1] = axes;
    const [queries, keys] = [query.shape[axis] ?? 1, value.shape[axis] ?? 1];
    return allOf([
      attentionMask ? full(attentionMask) : undefined,
      ofQueries(this.queryMaskOf(options)),
      ofKeys(options.valueMask ?? carried[1]),
      ofKeys(options.keyMask ?? carried[2]),
      useCausalMask ? full(causalMask(queries, keys)) : undefined,
      slidingWindow === null ? undefined : full(slidingWindowMask(queries, keys, slidingWindow)),
    ]);
  }

  /** Which queries count. */
  protected queryMaskOf({ mask }: HeadedAttentionCallOptions): Tensor | null | undefined {
    return mask?.[0];
  }

  #withScores(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    mask: Tensor | undefined,
    training: boolean,
  ): [Tensor, Tensor] {
    const equations = attentionEquations(query.rank, this.axesFor(query.rank - 1));
    const shared = (x: Tensor): Tensor =>
      this.sharing === 1 ? x : ops.repeat(x, this.sharing, x.rank - 2);
    const scaled = ops.multiply(query, 1 / Math.sqrt(this.scoreSize));
    const logits = ops.einsum(equations.scores, shared(key), scaled);
    // Not through the layer's mask handling: this mask is none of steps that go on.
    const scores = this.softmax.call(logits, { mask, training });
    const kept = this.dropout > 0 ? this.dropoutLayer(scores, { training }) : scores;
    return [ops.einsum(equations.result, kept, shared(value)), scores];
  }

  /** The mask of the queries. */
  override computeMask(
    _inputs: readonly Tensor[],
    masks: readonly (Tensor | undefined)[] | undefined,
  ): Tensor | undefined {
    return masks?.[0];
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { dropout, useBias, useGate, slidingWindow, seed } = this;
    return {
      ...super.getConfig(),
      dropout,
      useBias,
      useGate,
      slidingWindow,
      ...describeRule("kernel", this.#kernel),
      ...describeRule("bias", this.#bias),
      activityRegularizer: describeRegularizer(this.#activityRegularizer ?? undefined),
      seed: describeSeed(seed),
    };
  }
}

/** The same values for inner layers, which need not know of the mask. */
function withoutMask(x: Tensor): Tensor {
  return maskOf(x) === undefined ? x : ops.reshape(x, x.shape);
}

/** Shapes that were given one by one, as a list. */
function asList(shapes: readonly (LooseShape | readonly LooseShape[])[]): readonly LooseShape[] {
  const [first = []] = shapes;
  return knownShapes(first).single
    ? (shapes as readonly LooseShape[])
    : (first as readonly LooseShape[]);
}
