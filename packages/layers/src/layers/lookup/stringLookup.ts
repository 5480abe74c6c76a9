import { IndexLookup } from "./indexLookup.js";
import type { LookupConfig } from "./lookup-options.js";

/** Options of {@link stringLookup}. */
export interface StringLookupConfig extends LookupConfig<string> {
  /** Keras's encoding of bytes; strings have none here. Default `"utf-8"`. */
  readonly encoding?: string | undefined;
}

/** See {@link stringLookup}. */
export class StringLookup extends IndexLookup<string> {
  static override readonly className: string = "StringLookup";
  readonly encoding: string;

  constructor(config: StringLookupConfig = {}) {
    const { oovToken = "[UNK]" } = config;
    super({ ...config, oovToken, vocabularyDtype: "string" });
    this.encoding = config.encoding ?? "utf-8";
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { vocabularyDtype: _, ...config } = super.getConfig();
    return { ...config, encoding: this.encoding };
  }
}

/**
 * Words as their index in a vocabulary, in the shape of the lists; or encoded as `outputMode` says.
 *
 * @example
 * const lookup = layers.stringLookup({ vocabulary: ["cat", "dog"] });
 * lookup(["dog", "owl"]); // [2, 0]
 */
export function stringLookup(config: StringLookupConfig = {}): StringLookup {
  return new StringLookup(config);
}
