import type { Tensor } from "@antler/core";
import type { TensorStructure } from "../../base/structure.js";
import { ConvLSTMCell, type ConvLSTMCellConfig } from "./convLSTMCell.js";
import { cellOptions, ownOptions } from "./own-options.js";
import { type RecurrentConfig, RNN } from "./rnn.js";

/** Options of recurrent layers that convolve. */
export interface ConvLSTMConfig extends RecurrentConfig, ConvLSTMCellConfig {}

/** What the convolutional LSTMs over 1 to 3 spatial axes share. */
export abstract class ConvLSTM<Out extends TensorStructure = Tensor> extends RNN<Out> {
  constructor(config: ConvLSTMConfig, spatial: 1 | 2 | 3) {
    const own = cellOptions(config, "conv_lstm_cell", `conv_lstm${spatial}d`);
    super({ ...config, cell: new ConvLSTMCell(own, spatial) });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...this.recurrentConfig(), ...ownOptions(this) };
  }
}
