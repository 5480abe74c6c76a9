import { ArgumentError, ops, type Tensor, type TensorLike } from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import { checkChoice, checkPositiveInteger } from "../checks.js";
import { encode, type OutputMode, type OutputModeLike } from "./encode.js";

/** Options of {@link categoryEncoding}. */
export interface CategoryEncodingConfig extends LayerConfig {
  /** How many categories there are: 0 … numTokens − 1. */
  readonly numTokens: number;
  /** Default `"multi_hot"`. */
  readonly outputMode?: Exclude<OutputModeLike, "int"> | undefined;
  /** There are no sparse tensors: only false. */
  readonly sparse?: false | undefined;
}

/** Options of a call of {@link categoryEncoding}. */
export interface CategoryEncodingCallOptions extends CallOptions {
  /** What each element adds with `outputMode` `"count"`; shaped like the input. Default 1. */
  readonly countWeights?: TensorLike | undefined;
}

/** See {@link categoryEncoding}. */
export class CategoryEncoding extends Layer<Tensor, Tensor, CategoryEncodingCallOptions> {
  static readonly className = "CategoryEncoding";
  readonly numTokens: number;
  readonly outputMode: Exclude<OutputMode, "int">;

  constructor(config: CategoryEncodingConfig) {
    super(config);
    const { numTokens, outputMode = "multi_hot" } = config;
    this.numTokens = checkPositiveInteger(numTokens, "numTokens", this.name);
    const modes = ["one_hot", "multi_hot", "count"] as const;
    this.outputMode = checkChoice(outputMode, modes, "outputMode", this.name);
    checkDense(config.sparse, this.name);
    this.inputSpecs = [{}];
  }

  override call(x: Tensor, { countWeights }: CategoryEncodingCallOptions): Tensor {
    if (countWeights !== undefined && this.outputMode !== "count") {
      throw new ArgumentError(
        `${this.name}: countWeights has no use here. Expected outputMode "count", received "${this.outputMode}".`,
      );
    }
    const { computeDtype } = this;
    const weights = countWeights === undefined ? undefined : ops.cast(countWeights, computeDtype);
    return encode(x, this.outputMode, this.numTokens, computeDtype, weights);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), numTokens: this.numTokens, outputMode: this.outputMode };
  }
}

/** @throws ArgumentError for sparse outputs */
export function checkDense(sparse: boolean | undefined, where: string): void {
  if (sparse !== true) return;
  throw new ArgumentError(
    `${where}: sparse tensors do not exist. Expected sparse: false, received true.`,
  );
}

/**
 * Whole numbers as rows of `numTokens` places: [batch, n] → [batch, numTokens], with `"one_hot"`
 * [batch, n, numTokens].
 */
export function categoryEncoding(config: CategoryEncodingConfig): CategoryEncoding {
  return new CategoryEncoding(config);
}
