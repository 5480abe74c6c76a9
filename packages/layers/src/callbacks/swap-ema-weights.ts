import { ArgumentError, evaluate, fromHost, type HostTensor } from "@antler/core";
import type { Averaged } from "../optimizers/averages.js";
import { Callback } from "./callback.js";

export interface SwapEMAWeightsOptions {
  /** Whether the averages are in the model at the end of epochs, too, to be saved; default false. */
  readonly swapOnEpoch?: boolean | undefined;
}

/**
 * Evaluates, and predicts, with the running means of the weights in their place; the optimizer has
 * `useEma: true`.
 */
export class SwapEMAWeights extends Callback {
  readonly #onEpoch: boolean;
  #isSwapped = false;

  constructor(options: SwapEMAWeightsOptions = {}) {
    super();
    this.#onEpoch = options.swapOnEpoch ?? false;
  }

  override async onEpochBegin(): Promise<void> {
    if (this.#onEpoch) await this.#setSwapped(false);
  }

  override async onEpochEnd(epoch: number): Promise<void> {
    if (!this.#onEpoch || this.#isSwapped) return;
    await this.#setSwapped(true);
    // The end of training puts the means into the model; by then they are there.
    if (epoch !== this.plan.epochs - 1) return;
    for (const { weight, average } of this.#averages()) average.assign(weight.read());
  }

  override onTestBegin(): Promise<void> {
    return this.#setSwapped(true);
  }

  override onTestEnd(): Promise<void> {
    return this.#setSwapped(false);
  }

  override onPredictBegin(): Promise<void> {
    return this.#setSwapped(true);
  }

  override onPredictEnd(): Promise<void> {
    return this.#setSwapped(false);
  }

  async #setSwapped(isSwapped: boolean): Promise<void> {
    if (this.#isSwapped === isSwapped) return;
    const pairs = this.#averages();
    const weights = await evaluate(pairs.map(({ weight }) => weight));
    const averages = await evaluate(pairs.map(({ average }) => average));
    pairs.forEach(({ weight, average }, i) => {
      weight.assign(fromHost(averages[i] as HostTensor));
      average.assign(fromHost(weights[i] as HostTensor));
    });
    this.#isSwapped = isSwapped;
  }

  #averages(): readonly Averaged[] {
    const { optimizer } = this.training ?? {};
    if (optimizer?.useEma === true) return optimizer.averages;
    throw new ArgumentError(
      `swapEMAWeights: there are no averages. Expected an optimizer with useEma: true, received ${optimizer?.name ?? "none"} without.`,
    );
  }
}
