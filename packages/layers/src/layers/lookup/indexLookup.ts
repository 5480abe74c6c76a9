import { ArgumentError, ops, type Tensor } from "@antler/core";
import { checkChoice, checkInteger } from "../checks.js";
import { checkDense } from "../preprocessing/categoryEncoding.js";
import { encode } from "../preprocessing/encode.js";
import {
  bucketOf,
  checkSalt,
  elementsOf,
  HostLayer,
  indexTensor,
  type Nested,
  nest,
  type Word,
} from "./host-layer.js";
import {
  type Documents,
  type LookupConfig,
  type LookupMode,
  lookupModes,
} from "./lookup-options.js";
import { WordCounts } from "./vocabulary.js";

/** Options of {@link indexLookup}. */
export interface IndexLookupConfig<T extends Word = Word> extends LookupConfig<T> {
  /** Default `"string"`. */
  readonly vocabularyDtype?: "string" | "int64" | undefined;
}

/** See {@link indexLookup}. */
export class IndexLookup<T extends Word = Word> extends HostLayer {
  static readonly className: string = "IndexLookup";
  readonly maxTokens: number | null;
  readonly numOovIndices: number;
  readonly maskToken: T | null;
  readonly oovToken: T | null;
  readonly vocabularyDtype: "string" | "int64";
  readonly invert: boolean;
  readonly outputMode: LookupMode;
  readonly padToMaxTokens: boolean;
  readonly oovMethod: "floormod" | "farmhash";
  readonly salt: readonly number[] | null;
  readonly #given: readonly T[] | null;
  readonly #givenWeights: readonly number[] | null;
  #words: readonly T[] = [];
  #places = new Map<Word, number>();
  #weights: readonly number[] | undefined;

  constructor(config: IndexLookupConfig<T> = {}) {
    super(config);
    const { name } = this;
    this.maxTokens = config.maxTokens ?? null;
    if (this.maxTokens !== null) checkInteger(this.maxTokens, 2, "maxTokens", name);
    this.numOovIndices = checkInteger(config.numOovIndices ?? 1, 0, "numOovIndices", name);
    this.maskToken = config.maskToken ?? null;
    this.oovToken = config.oovToken ?? null;
    this.vocabularyDtype = config.vocabularyDtype ?? "string";
    this.invert = config.invert ?? false;
    this.outputMode = checkChoice(config.outputMode ?? "int", lookupModes, "outputMode", name);
    this.padToMaxTokens = config.padToMaxTokens ?? false;
    const methods = ["floormod", "farmhash"] as const;
    this.oovMethod = checkChoice(config.oovMethod ?? "floormod", methods, "oovMethod", name);
    this.salt = checkSalt(config.salt, name);
    checkDense(config.sparse, name);
    this.#given = config.vocabulary ?? null;
    this.#givenWeights = config.idfWeights ?? null;
    this.#checkOptions();
    if (this.#given !== null) this.setVocabulary(this.#given, this.#givenWeights);
  }

  /** All words by index, special tokens first unless `includeSpecialTokens` is false. */
  getVocabulary(includeSpecialTokens = true): readonly (T | null)[] {
    return includeSpecialTokens ? [...this.#special(), ...this.#words] : this.#words;
  }

  vocabularySize(): number {
    return this.#words.length + this.#special().length;
  }

  /**
   * Replaces the vocabulary, given with all special tokens first or without any.
   * @throws ArgumentError for words that repeat, special tokens elsewhere, or too many words
   */
  setVocabulary(vocabulary: readonly T[], idfWeights: readonly number[] | null = null): void {
    const special = this.#special();
    const found = special.every((token, i) => vocabulary[i] === token) && special.length > 0;
    const words = found ? vocabulary.slice(special.length) : [...vocabulary];
    this.#checkWords(vocabulary, words, idfWeights);
    this.#setWords(words);
    if (idfWeights === null) return;
    const mean = idfWeights.reduce((a, b) => a + b, 0) / idfWeights.length;
    this.#weights = [...(found ? [] : special.map(() => mean)), ...idfWeights];
  }

  /**
   * Learns the vocabulary: the most frequent words first.
   * @throws ArgumentError if the vocabulary was given
   */
  async adapt(data: Documents<T>): Promise<void> {
    const documents: (readonly Word[])[] = [];
    if (isBatches(data)) {
      for await (const batch of data) documents.push(...this.#rows(batch, false));
    } else documents.push(...this.#rows(data as Nested<T>, true));
    this.learn(documents);
  }

  /** @internal learns the vocabulary of documents */
  learn(documents: readonly (readonly Word[])[]): void {
    if (this.#given !== null) {
      throw new ArgumentError(
        `${this.name}: adapt would replace the given vocabulary. Expected a layer without one, received ${this.#given.length} words.`,
      );
    }
    const counts = new WordCounts();
    for (const words of documents) counts.add(words);
    const special = this.#special().length;
    const words = counts.words([this.maskToken, this.oovToken]);
    if (this.maxTokens !== null) words.splice(this.maxTokens - special);
    this.#setWords(words as T[]);
    if (this.outputMode !== "tf_idf") return;
    const weights = words.map((word) => counts.inverseDocumentFrequency(word));
    const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
    this.#weights = [...new Array<number>(special).fill(mean), ...weights];
  }

  override call(inputs: Nested<Word>): Tensor | Nested<T | null> {
    const { values, shape } = elementsOf(inputs, this.name);
    if (this.invert) return nest({ values: values.map((index) => this.#wordAt(index)), shape });
    return this.encodeWords(values, shape);
  }

  /** @internal words in that shape as the output mode says; `undefined` is no word */
  encodeWords(words: readonly (Word | undefined)[], shape: readonly number[]): Tensor {
    const { outputMode } = this;
    const none = outputMode === "int" ? 0 : -1;
    const values = words.map((word) => (word === undefined ? none : this.#indexOf(word)));
    const indices = indexTensor({ values, shape });
    if (outputMode === "int") return ops.cast(indices, "int64");
    const depth = this.padToMaxTokens ? (this.maxTokens as number) : this.vocabularySize();
    if (this.#words.length === 0 && !this.padToMaxTokens) throw this.#unknown();
    if (outputMode !== "tf_idf") return encode(indices, outputMode, depth, "int64");
    if (this.#weights === undefined) throw this.#unknown();
    const weights = [...this.#weights, ...new Array<number>(depth - this.#weights.length).fill(0)];
    const counts = encode(indices, "count", depth, "float32");
    return ops.multiply(counts, ops.cast(weights, "float32"));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { invert, maxTokens, numOovIndices, oovToken, maskToken, outputMode } = this;
    const { padToMaxTokens, vocabularyDtype, oovMethod, salt } = this;
    return {
      ...super.getConfig(),
      ...{ invert, maxTokens, numOovIndices, oovToken, maskToken, outputMode, padToMaxTokens },
      ...{ sparse: false, vocabularyDtype, oovMethod, salt },
      idfWeights: this.#givenWeights,
      vocabulary: this.#given,
      vocabularySize: this.#words.length === 0 ? null : this.vocabularySize(),
    };
  }

  #special(): readonly (T | null)[] {
    const mask = this.maskToken !== null && this.outputMode === "int" ? [this.maskToken] : [];
    return [...mask, ...new Array<T | null>(this.numOovIndices).fill(this.oovToken)];
  }

  #setWords(words: readonly T[]): void {
    const first = this.#special().length;
    this.#words = words;
    this.#places = new Map(words.map((word, i) => [word, first + i]));
  }

  #wordAt(index: Word): T | null {
    if (index === 0 && this.maskToken !== null) return this.maskToken;
    return this.#words[Number(index) - this.#special().length] ?? this.oovToken;
  }

  #indexOf(word: Word): number {
    const { maskToken, numOovIndices, outputMode, oovMethod, salt } = this;
    if (word === maskToken) return outputMode === "int" ? 0 : -1;
    const place = this.#places.get(word);
    if (place !== undefined) return place;
    if (numOovIndices === 0) {
      throw new ArgumentError(
        `${this.name}: ${JSON.stringify(word)} is not in the vocabulary. Expected a known word, since numOovIndices is 0. Set numOovIndices to 1 to accept others.`,
      );
    }
    const start = this.#special().length - numOovIndices;
    if (numOovIndices === 1) return start;
    if (typeof word === "number" && oovMethod === "floormod") {
      return start + (((word % numOovIndices) + numOovIndices) % numOovIndices);
    }
    return start + bucketOf(word, numOovIndices, salt);
  }

  /** Documents of words; in a plain list each word is one. */
  #rows(data: Nested<T>, plain: boolean): (readonly Word[])[] {
    const list = Array.isArray(data) ? (data as readonly Nested<T>[]) : [data];
    if (list.some((row) => Array.isArray(row))) {
      return list.map((row) => elementsOf(row, this.name).values);
    }
    return plain ? list.map((word) => [word as Word]) : [list as readonly Word[]];
  }

  #checkOptions(): void {
    const { name, outputMode, maxTokens } = this;
    const fail = (what: string, expected: string, received: unknown): never => {
      throw new ArgumentError(`${name}: ${what}. Expected ${expected}, received ${received}.`);
    };
    if (this.padToMaxTokens && maxTokens === null) {
      fail("padToMaxTokens needs a size", "maxTokens", "none");
    }
    if (this.invert && outputMode !== "int") {
      fail("invert gives words", 'outputMode "int"', `"${outputMode}"`);
    }
    if (this.salt !== null && this.vocabularyDtype === "int64" && this.oovMethod !== "farmhash") {
      fail("salt has no use here", 'oovMethod "farmhash"', `"${this.oovMethod}"`);
    }
    if (this.#givenWeights !== null && outputMode !== "tf_idf") {
      fail("idfWeights have no use here", 'outputMode "tf_idf"', `"${outputMode}"`);
    }
  }

  #checkWords(given: readonly T[], words: readonly T[], weights: readonly number[] | null): void {
    const { name, maskToken, oovToken, maxTokens, outputMode } = this;
    const fail = (what: string, expected: string, received: unknown): never => {
      throw new ArgumentError(`${name}: ${what}. Expected ${expected}, received ${received}.`);
    };
    if (given.length === 0) fail("the vocabulary is empty", "at least one word", "none");
    const repeated = words.filter((word, i) => words.indexOf(word) !== i && words.length < 1000);
    if (repeated.length > 0 || new Set(words).size !== words.length) {
      fail("words of the vocabulary repeat", "each word once", JSON.stringify(repeated));
    }
    for (const token of [maskToken, this.invert ? oovToken : null]) {
      if (token === null || !words.includes(token)) continue;
      const expected = `none of the special tokens, or all first: ${JSON.stringify(this.#special())}`;
      fail("the vocabulary holds a special token", expected, JSON.stringify(token));
    }
    const size = this.#special().length + words.length;
    if (maxTokens !== null && size > maxTokens) {
      fail(
        "the vocabulary is too large",
        `at most ${maxTokens} words, special ones included`,
        size,
      );
    }
    if ((outputMode === "tf_idf") !== (weights !== null)) {
      fail('idfWeights belong to outputMode "tf_idf"', "both or none", weights);
    }
    if (weights !== null && weights.length !== given.length) {
      fail("idfWeights do not fit", `${given.length} of them, one for each word`, weights.length);
    }
  }

  #unknown(): ArgumentError {
    return new ArgumentError(
      `${this.name}: the vocabulary is not known yet. Expected the option vocabulary, or a call of adapt before, received neither.`,
    );
  }
}

/** Whether data comes in batches, one after another. */
export function isBatches<T>(data: unknown): data is AsyncIterable<T> | Iterable<T> {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return false;
  return Symbol.asyncIterator in data || (Symbol.iterator in data && !ArrayBuffer.isView(data));
}

/** Words or whole numbers as their index in a vocabulary that is given or learned, or the way back. */
export function indexLookup(config: IndexLookupConfig = {}): IndexLookup {
  return new IndexLookup(config);
}
