import { IndexLookup } from "./indexLookup.js";
import type { LookupConfig } from "./lookup-options.js";

/** Options of {@link integerLookup}. */
export interface IntegerLookupConfig extends LookupConfig<number> {
  /** Keras's dtype of the vocabulary: `"int64"` alone. */
  readonly vocabularyDtype?: "int64" | undefined;
}

/** See {@link integerLookup}. */
export class IntegerLookup extends IndexLookup<number> {
  static override readonly className: string = "IntegerLookup";

  constructor(config: IntegerLookupConfig = {}) {
    const { oovToken = -1 } = config;
    super({ ...config, oovToken, vocabularyDtype: "int64" });
  }
}

/** Whole numbers as their index in a vocabulary, in the shape of the lists; or encoded as `outputMode` says. */
export function integerLookup(config: IntegerLookupConfig = {}): IntegerLookup {
  return new IntegerLookup(config);
}
