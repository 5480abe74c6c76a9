import { ArgumentError, type Tensor } from "@antler/core";
import type { LayerConfig } from "../../base/layer.js";
import { checkChoice, checkInteger } from "../checks.js";
import { elementsOf, HostLayer, type Nested, type Word } from "./host-layer.js";
import { isBatches } from "./indexLookup.js";
import type { Documents, LookupConfig, LookupMode } from "./lookup-options.js";
import { StringLookup } from "./stringLookup.js";

type Standardize = "lower_and_strip_punctuation" | "lower" | "strip_punctuation";

/** Options of {@link textVectorization}. */
export interface TextVectorizationConfig
  extends LayerConfig,
    Pick<
      LookupConfig<string>,
      "maxTokens" | "outputMode" | "padToMaxTokens" | "vocabulary" | "idfWeights" | "sparse"
    > {
  /** What happens to each text first. Default `"lower_and_strip_punctuation"`; ASCII alone, as in Keras. */
  readonly standardize?: Standardize | ((text: string) => string) | null | undefined;
  /** How a text becomes words. Default `"whitespace"`. */
  readonly split?: "whitespace" | "character" | ((text: string) => readonly string[]) | null;
  /** The lengths of the sequences of words that count as one: all up to n, or those listed. */
  readonly ngrams?: number | readonly number[] | null | undefined;
  /** The length that rows are cut or padded to, with `outputMode` `"int"`. Default: the longest. */
  readonly outputSequenceLength?: number | null | undefined;
  /** There are no ragged tensors: only false. */
  readonly ragged?: false | undefined;
  readonly encoding?: string | undefined;
  readonly vocabularySize?: number | null | undefined;
}

/** See {@link textVectorization}. */
export class TextVectorization extends HostLayer {
  static readonly className = "TextVectorization";
  readonly standardize: Standardize | ((text: string) => string) | null;
  readonly split: "whitespace" | "character" | ((text: string) => readonly string[]) | null;
  readonly ngrams: number | readonly number[] | null;
  readonly outputSequenceLength: number | null;
  readonly encoding: string;
  readonly #lookup: StringLookup;

  constructor(config: TextVectorizationConfig = {}) {
    super(config);
    const { name } = this;
    const { standardize = "lower_and_strip_punctuation", split = "whitespace" } = config;
    const ways = ["lower_and_strip_punctuation", "lower", "strip_punctuation"] as const;
    this.standardize =
      typeof standardize === "string"
        ? checkChoice(standardize, ways, "standardize", name)
        : standardize;
    const splits = ["whitespace", "character"] as const;
    this.split = typeof split === "string" ? checkChoice(split, splits, "split", name) : split;
    this.ngrams = config.ngrams ?? null;
    for (const n of [this.ngrams ?? []].flat()) checkInteger(n, 1, "ngrams", name);
    const { maxTokens, outputMode, padToMaxTokens, vocabulary, idfWeights, sparse } = config;
    this.encoding = config.encoding ?? "utf-8";
    this.#lookup = new StringLookup({
      ...{ maxTokens, outputMode, padToMaxTokens, vocabulary, idfWeights, sparse },
      ...{ name: `${name}_lookup`, maskToken: "", encoding: this.encoding },
    });
    const { outputSequenceLength: length = null } = config;
    if (length !== null) checkInteger(length, 1, "outputSequenceLength", name);
    if (length !== null && this.outputMode !== "int") {
      throw new ArgumentError(
        `${name}: outputSequenceLength has no use here. Expected outputMode "int", received "${this.outputMode}".`,
      );
    }
    if ((config.ragged as boolean | undefined) === true) {
      throw new ArgumentError(
        `${name}: ragged tensors do not exist. Expected ragged: false, received true.`,
      );
    }
    this.outputSequenceLength = length;
  }

  get outputMode(): LookupMode {
    return this.#lookup.outputMode;
  }

  /** All words by index, special tokens first unless `includeSpecialTokens` is false. */
  getVocabulary(includeSpecialTokens = true): readonly (string | null)[] {
    return this.#lookup.getVocabulary(includeSpecialTokens);
  }

  vocabularySize(): number {
    return this.#lookup.vocabularySize();
  }

  /** Replaces the vocabulary; see `StringLookup.setVocabulary`. */
  setVocabulary(vocabulary: readonly string[], idfWeights: readonly number[] | null = null): void {
    this.#lookup.setVocabulary(vocabulary, idfWeights);
  }

  /**
   * Learns the vocabulary of texts, given as one list or in batches: the most frequent words first.
   * @throws ArgumentError if the vocabulary was given
   */
  async adapt(data: Documents<string>): Promise<void> {
    const documents: (readonly string[])[] = [];
    if (isBatches<Nested<string>>(data)) {
      for await (const batch of data) documents.push(...this.#rows(batch));
    } else documents.push(...this.#rows(data as Nested<string>));
    this.#lookup.learn(documents);
  }

  /** @param inputs one text, a list of texts [batch] or [batch, 1]; without `split`, lists of words */
  override call(inputs: Nested<Word>): Tensor {
    const rows = this.#rows(inputs as Nested<string>);
    const longest = rows.reduce((most, { length }) => Math.max(most, length), 0);
    const width = this.outputSequenceLength ?? longest;
    const words = rows.flatMap((row) => Array.from({ length: width }, (_, i) => row[i]));
    const single = !Array.isArray(inputs);
    return this.#lookup.encodeWords(words, single ? [width] : [rows.length, width]);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { standardize, split, ngrams, outputMode, outputSequenceLength, encoding } = this;
    const { maxTokens, padToMaxTokens, vocabulary, idfWeights } = this.#lookup.getConfig();
    return {
      ...super.getConfig(),
      ...{ maxTokens, standardize, split, ngrams, outputMode, outputSequenceLength },
      ...{ padToMaxTokens, sparse: false, ragged: false, vocabulary, idfWeights, encoding },
      vocabularySize: this.vocabularySize(),
    };
  }

  /** The words of each text. */
  #rows(inputs: Nested<string>): (readonly string[])[] {
    const { values, shape } = elementsOf(inputs, this.name);
    const texts = values.map((text) => this.#clean(String(text)));
    const { split } = this;
    if (split === null) {
      const width = shape.length > 1 ? (shape.at(-1) as number) : 1;
      return Array.from({ length: texts.length / width }, (_, i) =>
        this.#grams(texts.slice(i * width, (i + 1) * width)),
      );
    }
    if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
      throw new ArgumentError(
        `${this.name}: the texts stand in lists of several. Expected [batch] or [batch, 1], received [${shape}].`,
      );
    }
    return texts.map((text) => {
      if (typeof split === "function") return this.#grams(split(text));
      return this.#grams(split === "character" ? [...text] : (text.match(/[^\s]+/g) ?? []));
    });
  }

  #clean(text: string): string {
    const { standardize } = this;
    if (typeof standardize === "function") return standardize(text);
    const lower = standardize?.startsWith("lower") ?? false;
    const strip = standardize?.endsWith("punctuation") ?? false;
    const lowered = lower ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
    return strip ? lowered.replace(/[!-/:-@[-`{-~]/g, "") : lowered;
  }

  #grams(words: readonly string[]): readonly string[] {
    const { ngrams } = this;
    if (ngrams === null) return words;
    const widths =
      typeof ngrams === "number" ? Array.from({ length: ngrams }, (_, i) => i + 1) : ngrams;
    return widths.flatMap((width) =>
      Array.from({ length: Math.max(words.length - width + 1, 0) }, (_, i) =>
        words.slice(i, i + width).join(" "),
      ),
    );
  }
}

/**
 * Texts as indices of their words [batch, words], padded with 0; or one row a text as `outputMode` says.
 *
 * @example
 * const vectorize = layers.textVectorization({ maxTokens: 1000, outputSequenceLength: 20 });
 * await vectorize.adapt(texts);
 * const x = vectorize(texts);
 */
export function textVectorization(config: TextVectorizationConfig = {}): TextVectorization {
  return new TextVectorization(config);
}
