import { DataError } from "@antler/core";
import { printMessage } from "../utils/logging.js";
import { Callback, type Logs } from "./callback.js";

export interface TerminateOnNaNOptions {
  /** Whether `fit` rejects; default false: it ends as if it were done. */
  readonly raiseError?: boolean | undefined;
}

/** Ends training when the loss is NaN or infinite. */
export class TerminateOnNaN extends Callback {
  readonly #raises: boolean;

  constructor(options: TerminateOnNaNOptions = {}) {
    super();
    this.#raises = options.raiseError ?? false;
  }

  override onTrainBatchEnd(batch: number, { loss }: Logs): void {
    if (loss === undefined || Number.isFinite(loss)) return;
    if (this.#raises) {
      throw new DataError(
        `terminateOnNaN: the loss can't be used any more. Expected a finite number, received ${loss} at batch ${batch}.`,
      );
    }
    printMessage(`Batch ${batch}: Invalid loss, terminating training`);
    if (this.training !== undefined) this.training.stopTraining = true;
  }
}
