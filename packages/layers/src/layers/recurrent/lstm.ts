import type { Tensor } from "@antler/core";
import type { TensorStructure } from "../../base/structure.js";
import { LSTMCell, type LSTMCellConfig } from "./lstmCell.js";
import { cellOptions, ownOptions } from "./own-options.js";
import { type RecurrentConfig, RNN, type WithState } from "./rnn.js";

/** Options of {@link lstm}. */
export interface LSTMConfig extends RecurrentConfig, LSTMCellConfig {
  /** Accepted for Keras's sake; each backend chooses its kernels itself. */
  readonly useCudnn?: boolean | "auto" | undefined;
}

/** See {@link lstm}. */
export class LSTM<Out extends TensorStructure = Tensor> extends RNN<Out> {
  static override readonly className = "LSTM";

  constructor(config: LSTMConfig) {
    const cell = new LSTMCell(cellOptions(config, "lstm_cell", "lstm"));
    super({ ...config, cell });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...this.recurrentConfig(), ...ownOptions(this) };
  }
}

/**
 * Long short-term memory: [batch, time, features] → [batch, units], or [batch, time, units] with
 * `returnSequences`; with `returnState` a list of that and the states h and c.
 * Source: Hochreiter & Schmidhuber (1997).
 *
 * @example
 * layers.lstm({ units: 32, returnSequences: true })
 */
export function lstm(config: WithState<LSTMConfig>): LSTM<readonly Tensor[]>;
export function lstm(config: LSTMConfig): LSTM;
export function lstm(config: LSTMConfig): LSTM | LSTM<readonly Tensor[]> {
  return new LSTM<Tensor>(config);
}
