import { ArgumentError, type Variable } from "@antler/core";
import { type SerializedObject, serialize } from "../saving/keys.js";
import { Optimizer } from "./optimizer.js";

/** Options of {@link OptimizerMap}. */
export interface OptimizerMapOptions {
  /** Moves all weights that no pattern matches. */
  readonly defaultOptimizer: Optimizer;
  /** Optimizers by the path of a weight, or by a regular expression that matches all of it. */
  readonly optimizerMap?: Readonly<Record<string, Optimizer>> | undefined;
}

/** Says which optimizer moves which weight. */
export class OptimizerMap {
  readonly defaultOptimizer: Optimizer;
  readonly optimizerMap: Readonly<Record<string, Optimizer>>;

  constructor({ defaultOptimizer, optimizerMap = {} }: OptimizerMapOptions) {
    for (const [where, optimizer] of Object.entries({ defaultOptimizer, ...optimizerMap })) {
      if (optimizer instanceof Optimizer) continue;
      throw new ArgumentError(
        `OptimizerMap: ${where} has no optimizer. Expected an Optimizer, received ${String(optimizer)}.`,
      );
    }
    this.defaultOptimizer = defaultOptimizer;
    this.optimizerMap = optimizerMap;
  }

  /** The optimizers of the patterns, then the default. */
  get optimizers(): readonly Optimizer[] {
    return [...new Set([...Object.values(this.optimizerMap), this.defaultOptimizer])];
  }

  /** @throws ArgumentError if two patterns match */
  optimizerFor({ name }: Variable): Optimizer {
    const exact = this.optimizerMap[name];
    if (exact !== undefined) return exact;
    const matches = Object.keys(this.optimizerMap).filter((pattern) =>
      new RegExp(`^(?:${pattern})$`).test(name),
    );
    if (matches.length > 1) {
      throw new ArgumentError(
        `OptimizerMap: ${name} has several optimizers. Expected one pattern that matches, received ${matches.join(" and ")}.`,
      );
    }
    const [match] = matches;
    return match === undefined ? this.defaultOptimizer : (this.optimizerMap[match] as Optimizer);
  }

  getConfig(): Readonly<Record<string, unknown>> {
    const { defaultOptimizer, optimizerMap } = this;
    return { defaultOptimizer, optimizerMap };
  }

  /** The map as Keras's files describe it. */
  toJSON(): SerializedObject {
    const map = Object.entries(this.optimizerMap).map(([key, value]) => [key, value.toJSON()]);
    return serialize("keras.optimizers", "OptimizerMap", {
      defaultOptimizer: this.defaultOptimizer.toJSON(),
      optimizerMap: Object.fromEntries(map),
    });
  }
}
