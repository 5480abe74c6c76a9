import type { LayerConfig } from "../../base/layer.js";
import type { OutputModeLike } from "../preprocessing/encode.js";
import type { Nested, Word } from "./host-layer.js";

/** What lookups give: as `OutputMode`, or counts weighted by how rare a word is. */
export type LookupMode = "int" | "one_hot" | "multi_hot" | "count" | "tf_idf";

export const lookupModes = ["int", "one_hot", "multi_hot", "count", "tf_idf"] as const;

/** Options that all lookups share. */
export interface LookupConfig<T extends Word> extends LayerConfig {
  /** The size of the vocabulary at most, special tokens included. Default: any. */
  readonly maxTokens?: number | null | undefined;
  /** How many indices unknown words share; 0 makes them an error. Default 1. */
  readonly numOovIndices?: number | undefined;
  /** The word of missing steps, index 0. Default: none. */
  readonly maskToken?: T | null | undefined;
  /** What stands for unknown words. */
  readonly oovToken?: T | null | undefined;
  /** Default: learned by `adapt`. */
  readonly vocabulary?: readonly T[] | null | undefined;
  /** The weight of each word, with `outputMode` `"tf_idf"`. */
  readonly idfWeights?: readonly number[] | null | undefined;
  /** Whether to turn indices into words instead. Default false. */
  readonly invert?: boolean | undefined;
  /** Default `"int"`. */
  readonly outputMode?: OutputModeLike | "tf_idf" | "tfIdf" | undefined;
  /** Whether outputs have `maxTokens` places even if there are fewer words. Default false. */
  readonly padToMaxTokens?: boolean | undefined;
  /** There are no sparse tensors: only false. */
  readonly sparse?: false | undefined;
  /** How unknown numbers share indices: by remainder, or by hash. Default `"floormod"`. */
  readonly oovMethod?: "floormod" | "farmhash" | undefined;
  /** The key of SipHash in place of FarmHash64, one number or two. */
  readonly salt?: number | readonly number[] | null | undefined;
  readonly vocabularySize?: number | null | undefined;
}

/** What `adapt` reads: documents as rows of words, a list of words (a document each), or batches of rows. */
export type Documents<T extends Word> = Nested<T> | Iterable<Nested<T>> | AsyncIterable<Nested<T>>;
