import type { Word } from "./host-layer.js";

/** Words with how often they occur, and in how many documents. */
export class WordCounts {
  readonly #counts = new Map<Word, number>();
  readonly #documents = new Map<Word, number>();
  #total = 0;

  /** Adds the words of one document. */
  add(words: readonly Word[]): void {
    this.#total++;
    for (const word of words) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    for (const word of new Set(words)) {
      this.#documents.set(word, (this.#documents.get(word) ?? 0) + 1);
    }
  }

  /** The words but `special`, most frequent first; equally frequent ones in descending order. */
  words(special: readonly unknown[]): Word[] {
    return [...this.#counts]
      .filter(([word]) => !special.includes(word))
      .sort(([a, n], [b, m]) => m - n || compare(b, a))
      .map(([word]) => word);
  }

  /** ln(1 + documents / (1 + documents with the word)). */
  inverseDocumentFrequency(word: Word): number {
    return Math.log(1 + this.#total / (1 + (this.#documents.get(word) ?? 0)));
  }
}

/** By code points, which is the order of UTF-8 bytes; numbers by size. */
function compare(a: Word, b: Word): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [x, y] = [a, b].map((word) => Array.from(String(word), (c) => c.codePointAt(0) as number));
  for (const [i, point] of (x as number[]).entries()) {
    const other = y?.[i];
    if (other === undefined) return 1;
    if (point !== other) return point - other;
  }
  return (x as number[]).length - (y as number[]).length;
}
