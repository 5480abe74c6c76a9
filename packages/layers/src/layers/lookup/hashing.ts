import { ArgumentError, isFloat, type Tensor } from "@antler/core";
import type { LayerConfig } from "../../base/layer.js";
import { checkChoice, checkPositiveInteger } from "../checks.js";
import { checkDense } from "../preprocessing/categoryEncoding.js";
import { encode, type OutputMode, type OutputModeLike } from "../preprocessing/encode.js";
import {
  bucketOf,
  checkSalt,
  elementsOf,
  HostLayer,
  indexTensor,
  type Nested,
  type Word,
} from "./host-layer.js";

/** Options of {@link hashing}. */
export interface HashingConfig extends LayerConfig {
  readonly numBins: number;
  /** This word alone falls into bin 0. Default: none does. */
  readonly maskValue?: Word | null | undefined;
  /** The key of SipHash, one number or two. Default: FarmHash64, which has none. */
  readonly salt?: number | readonly number[] | null | undefined;
  /** Default `"int"`. */
  readonly outputMode?: OutputModeLike | undefined;
  /** There are no sparse tensors: only false. */
  readonly sparse?: false | undefined;
}

/** See {@link hashing}. */
export class Hashing extends HostLayer {
  static readonly className = "Hashing";
  readonly numBins: number;
  readonly maskValue: Word | null;
  readonly salt: readonly number[] | null;
  readonly outputMode: OutputMode;

  constructor(config: HashingConfig) {
    super({ ...config, dtype: config.dtype ?? dtypeFor(config.outputMode) });
    this.numBins = checkPositiveInteger(config.numBins, "numBins", this.name);
    this.maskValue = config.maskValue ?? null;
    this.salt = checkSalt(config.salt, this.name);
    const modes = ["int", "one_hot", "multi_hot", "count"] as const;
    this.outputMode = checkChoice(config.outputMode ?? "int", modes, "outputMode", this.name);
    checkDense(config.sparse, this.name);
    if (this.outputMode === "int" && isFloat(this.dtype)) {
      throw new ArgumentError(
        `${this.name}: dtype holds no bins. Expected an integer dtype with outputMode "int", received "${this.dtype}".`,
      );
    }
  }

  override call(inputs: Nested<Word>): Tensor {
    const { values, shape } = elementsOf(inputs, this.name);
    const indices = indexTensor({ values: values.map((word) => this.#bin(word)), shape });
    return encode(indices, this.outputMode, this.numBins, this.dtype);
  }

  #bin(word: Word): number {
    const { numBins, maskValue, salt } = this;
    const masks = maskValue !== null && numBins > 1;
    if (!masks) return bucketOf(word, numBins, salt);
    return word === maskValue ? 0 : 1 + bucketOf(word, numBins - 1, salt);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { numBins, salt, maskValue, outputMode } = this;
    return { ...super.getConfig(), numBins, salt, maskValue, outputMode, sparse: false };
  }
}

/** Keras's default: whole numbers for bins, floats for encoded ones. */
export function dtypeFor(mode: OutputModeLike = "int"): "int64" | undefined {
  return mode === "int" ? "int64" : undefined;
}

/** Words or whole numbers as one of `numBins` bins, by their hash; the same bins as TensorFlow's. */
export function hashing(config: HashingConfig): Hashing {
  return new Hashing(config);
}
