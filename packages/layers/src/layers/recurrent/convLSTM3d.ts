import type { Tensor } from "@antler/core";
import type { TensorStructure } from "../../base/structure.js";
import { ConvLSTM, type ConvLSTMConfig } from "./convLSTM.js";
import type { WithState } from "./rnn.js";

/** Options of {@link convLSTM3d}. */
export interface ConvLSTM3DConfig extends ConvLSTMConfig {}

/** See {@link convLSTM3d}. */
export class ConvLSTM3D<Out extends TensorStructure = Tensor> extends ConvLSTM<Out> {
  static override readonly className = "ConvLSTM3D";

  constructor(config: ConvLSTM3DConfig) {
    super(config, 3);
  }
}

/**
 * An LSTM whose products are convolutions: [batch, time, depth, height, width, channels] →
 * [batch, depth', height', width', filters], or [batch, time, ...] with `returnSequences`; with
 * `returnState` a list of that and the states h and c. Source: Shi et al. (2015).
 */
export function convLSTM3d(config: WithState<ConvLSTM3DConfig>): ConvLSTM3D<readonly Tensor[]>;
export function convLSTM3d(config: ConvLSTM3DConfig): ConvLSTM3D;
export function convLSTM3d(config: ConvLSTM3DConfig): ConvLSTM3D | ConvLSTM3D<readonly Tensor[]> {
  return new ConvLSTM3D<Tensor>(config);
}
