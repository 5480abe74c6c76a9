import { ArgumentError, ops, type Shape, type Tensor } from "@antler/core";
import { Layer, type LayerConfig, type WeightValue } from "../../base/layer.js";
import type { Mask } from "../../base/masks.js";
import type { TensorStructure } from "../../base/structure.js";
import { checkChoice } from "../checks.js";
import { cloneLayer } from "./clone.js";
import { RNN, type RNNCallOptions } from "./rnn.js";

/** A recurrent layer, whatever it returns. */
export type AnyRNN = RNN | RNN<readonly Tensor[]>;

const mergeModes = ["sum", "mul", "concat", "ave"] as const;

/** How the outputs of both directions become one. */
export type MergeMode = (typeof mergeModes)[number];

/** Options of {@link bidirectional}. */
export interface BidirectionalConfig extends LayerConfig {
  /** The layer for one direction; it is copied. */
  readonly layer: AnyRNN;
  /** Default `"concat"`; `null` returns both outputs. */
  readonly mergeMode?: MergeMode | null | undefined;
  /** First values of the weights, those of the forward layer first. */
  readonly weights?: readonly WeightValue[] | null | undefined;
  /** The layer for the other direction. Default: like `layer`. */
  readonly backwardLayer?: AnyRNN | null | undefined;
}

/** See {@link bidirectional}. */
export class Bidirectional<Out extends TensorStructure = Tensor> extends Layer<
  Tensor,
  Out,
  RNNCallOptions
> {
  static readonly className = "Bidirectional";
  readonly forwardLayer: AnyRNN;
  readonly backwardLayer: AnyRNN;
  readonly mergeMode: MergeMode | null;
  readonly #weights: readonly WeightValue[] | undefined;

  constructor(config: BidirectionalConfig) {
    super(config);
    const { layer, backwardLayer } = config;
    this.#checkLayer(layer, "layer");
    const own = (prefix: string): string => `${prefix}${layer.name.replace(prefix, "")}`;
    this.forwardLayer = cloneLayer(layer, { name: own("forward_") });
    if (backwardLayer === undefined || backwardLayer === null) {
      const goBackwards = !layer.goBackwards;
      this.backwardLayer = cloneLayer(layer, { name: own("backward_"), goBackwards });
    } else {
      this.#checkLayer(backwardLayer, "backwardLayer");
      this.backwardLayer = backwardLayer;
    }
    this.#checkPair();
    for (const each of this.#both) each.zeroOutputForMask = each.returnSequences;
    const { mergeMode = "concat" } = config;
    this.mergeMode =
      mergeMode === null ? null : checkChoice(mergeMode, mergeModes, "mergeMode", this.name);
    this.#weights = config.weights ?? undefined;
    this.supportsMasking = true;
  }

  get returnSequences(): boolean {
    return this.forwardLayer.returnSequences;
  }

  get returnState(): boolean {
    return this.forwardLayer.returnState;
  }

  get stateful(): boolean {
    return this.forwardLayer.stateful;
  }

  override build(inputShape: Shape): void {
    for (const layer of this.#both) layer.build(inputShape);
    if (this.#weights === undefined) return;
    const half = Math.floor(this.#weights.length / 2);
    this.forwardLayer.setWeights(this.#weights.slice(0, half));
    this.backwardLayer.setWeights(this.#weights.slice(half));
  }

  override call(x: Tensor, { initialState, ...options }: RNNCallOptions): Out {
    const states = this.#halves(initialState);
    const [forward, backward] = this.#both.map((layer, i) => {
      const initial = states === undefined ? {} : { initialState: states[i] as Tensor[] };
      return [layer.invoke(x, { ...options, ...initial })].flat() as readonly Tensor[];
    }) as [readonly Tensor[], readonly Tensor[]];
    const [y, ...ownStates] = forward as [Tensor, ...Tensor[]];
    const [reversed, ...otherStates] = backward as [Tensor, ...Tensor[]];
    const merged = this.#merge(y, this.returnSequences ? ops.flip(reversed, 1) : reversed);
    const results = [...merged, ...ownStates, ...otherStates];
    return (results.length === 1 ? results[0] : results) as unknown as Out;
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Mask | undefined {
    if (!this.returnSequences) return undefined;
    return this.mergeMode === null ? [mask, mask] : mask;
  }

  /** Sets the states of both stateful layers to zero. */
  resetState(): void {
    for (const layer of this.#both) layer.resetState();
  }

  /** See {@link resetState}. */
  resetStates(): void {
    this.resetState();
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      mergeMode: this.mergeMode,
      layer: this.forwardLayer,
      backwardLayer: this.backwardLayer,
    };
  }

  get #both(): readonly [AnyRNN, AnyRNN] {
    return [this.forwardLayer, this.backwardLayer];
  }

  #halves(
    initialState: RNNCallOptions["initialState"],
  ): readonly (readonly unknown[])[] | undefined {
    if (initialState === undefined) return undefined;
    if (!Array.isArray(initialState) || initialState.length % 2 !== 0) {
      throw new ArgumentError(
        `${this.name}: initialState does not fall into two halves. Expected the states of the forward layer, then those of the backward layer, received ${Array.isArray(initialState) ? initialState.length : "no list"}.`,
      );
    }
    const half = initialState.length / 2;
    return [initialState.slice(0, half), initialState.slice(half)];
  }

  #merge(y: Tensor, z: Tensor): readonly Tensor[] {
    switch (this.mergeMode) {
      case "concat":
        return [ops.concatenate([y, z], -1)];
      case "sum":
        return [ops.add(y, z)];
      case "ave":
        return [ops.divide(ops.add(y, z), 2)];
      case "mul":
        return [ops.multiply(y, z)];
      case null:
        return [y, z];
    }
  }

  #checkLayer(layer: unknown, option: string): void {
    if (layer instanceof RNN) return;
    throw new ArgumentError(
      `${this.name}: ${option} is no recurrent layer. Expected one, such as layers.lstm({ units }), received ${String(layer)}.`,
    );
  }

  #checkPair(): void {
    const [forward, backward] = this.#both;
    if (forward.goBackwards === backward.goBackwards) {
      throw new ArgumentError(
        `${this.name}: both layers go in the same direction. Expected different goBackwards, received ${forward.goBackwards} twice.`,
      );
    }
    for (const option of ["stateful", "returnSequences", "returnState"] as const) {
      if (forward[option] === backward[option]) continue;
      throw new ArgumentError(
        `${this.name}: the layers differ in ${option}. Expected the same for both, received ${forward[option]} and ${backward[option]}.`,
      );
    }
  }
}

/**
 * A recurrent layer over a sequence in both directions: [batch, time, features] →
 * [batch, (time,) 2 · units], or as `mergeMode` says; states of the forward layer come first.
 *
 * @example
 * layers.bidirectional({ layer: layers.lstm({ units: 16, returnSequences: true }) })
 */
export function bidirectional(
  config: BidirectionalConfig & { readonly mergeMode: null },
): Bidirectional<readonly Tensor[]>;
export function bidirectional(
  config: BidirectionalConfig & { readonly layer: RNN<readonly Tensor[]> },
): Bidirectional<readonly Tensor[]>;
export function bidirectional(config: BidirectionalConfig): Bidirectional;
export function bidirectional(
  config: BidirectionalConfig,
): Bidirectional | Bidirectional<readonly Tensor[]> {
  return new Bidirectional<Tensor>(config);
}
