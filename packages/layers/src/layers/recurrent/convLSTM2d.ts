import type { Tensor } from "@antler/core";
import type { TensorStructure } from "../../base/structure.js";
import { ConvLSTM, type ConvLSTMConfig } from "./convLSTM.js";
import type { WithState } from "./rnn.js";

/** Options of {@link convLSTM2d}. */
export interface ConvLSTM2DConfig extends ConvLSTMConfig {}

/** See {@link convLSTM2d}. */
export class ConvLSTM2D<Out extends TensorStructure = Tensor> extends ConvLSTM<Out> {
  static override readonly className = "ConvLSTM2D";

  constructor(config: ConvLSTM2DConfig) {
    super(config, 2);
  }
}

/**
 * An LSTM whose products are convolutions: [batch, time, height, width, channels] →
 * [batch, height', width', filters], or [batch, time, ...] with `returnSequences`; with
 * `returnState` a list of that and the states h and c. Source: Shi et al. (2015).
 */
export function convLSTM2d(config: WithState<ConvLSTM2DConfig>): ConvLSTM2D<readonly Tensor[]>;
export function convLSTM2d(config: ConvLSTM2DConfig): ConvLSTM2D;
export function convLSTM2d(config: ConvLSTM2DConfig): ConvLSTM2D | ConvLSTM2D<readonly Tensor[]> {
  return new ConvLSTM2D<Tensor>(config);
}
