import type { Tensor } from "@antler/core";
import { alignRanks } from "./alignment.js";
import { type LabelKind, Loss, type LossFunction, type LossOptions } from "./loss.js";

/** A loss made of a function of labels and predictions. */
export class FunctionLoss extends Loss {
  readonly #perSample: LossFunction;
  readonly #config: Readonly<Record<string, unknown>>;

  /** @param config - what `getConfig` adds to name and reduction */
  constructor(
    perSample: LossFunction,
    defaultName: string,
    options: LossOptions = {},
    config: Readonly<Record<string, unknown>> = {},
  ) {
    super({ ...options, name: options.name ?? defaultName });
    this.#perSample = perSample;
    this.#config = config;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.#perSample(...alignRanks(yTrue, yPred));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), ...this.#config };
  }
}

/** A loss whose labels are integers that count the last axis of the predictions. */
export class ClassIndexLoss extends FunctionLoss {
  override get labels(): LabelKind {
    return "classIndices";
  }
}
