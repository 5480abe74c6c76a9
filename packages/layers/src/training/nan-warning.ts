import type { Logs } from "../callbacks/callback.js";

/** Says once, at the first batch, that the loss is lost. */
export class NanWarning {
  readonly #where: string;
  #given = false;

  constructor(where: string) {
    this.#where = where;
  }

  check(logs: Logs, epoch: number, batch: number): void {
    if (this.#given || !Number.isNaN(logs.loss)) return;
    this.#given = true;
    console.warn(
      `${this.#where}: the loss became NaN in epoch ${epoch + 1}, batch ${batch + 1}. All data are finite, so the model diverged: lower the learning rate, or clip gradients (clipnorm).`,
    );
  }
}
