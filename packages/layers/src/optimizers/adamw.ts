import { ArgumentError } from "@antler/core";
import { Adam, type AdamOptions } from "./adam.js";

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2017); default decay 0.004. */
export class AdamW extends Adam {
  static override readonly className = "AdamW";

  constructor(options: AdamOptions = {}) {
    const { weightDecay = 0.004 } = options;
    super({ ...options, weightDecay });
    if (weightDecay === null) {
      throw new ArgumentError(
        `${this.name}: weightDecay is missing. Expected a number ≥ 0, received null. Use adam for none.`,
      );
    }
  }
}
