import type { Tensor } from "@antler/core";
import type { TensorStructure } from "../../base/structure.js";
import { ConvLSTM, type ConvLSTMConfig } from "./convLSTM.js";
import type { WithState } from "./rnn.js";

/** Options of {@link convLSTM1d}. */
export interface ConvLSTM1DConfig extends ConvLSTMConfig {}

/** See {@link convLSTM1d}. */
export class ConvLSTM1D<Out extends TensorStructure = Tensor> extends ConvLSTM<Out> {
  static override readonly className = "ConvLSTM1D";

  constructor(config: ConvLSTM1DConfig) {
    super(config, 1);
  }
}

/**
 * An LSTM whose products are convolutions: [batch, time, length, channels] →
 * [batch, length', filters], or [batch, time, ...] with `returnSequences`; with
 * `returnState` a list of that and the states h and c. Source: Shi et al. (2015).
 */
export function convLSTM1d(config: WithState<ConvLSTM1DConfig>): ConvLSTM1D<readonly Tensor[]>;
export function convLSTM1d(config: ConvLSTM1DConfig): ConvLSTM1D;
export function convLSTM1d(config: ConvLSTM1DConfig): ConvLSTM1D | ConvLSTM1D<readonly Tensor[]> {
  return new ConvLSTM1D<Tensor>(config);
}
