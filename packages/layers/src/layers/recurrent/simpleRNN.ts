import type { Tensor } from "@antler/core";
import type { TensorStructure } from "../../base/structure.js";
import { cellOptions, ownOptions } from "./own-options.js";
import { type RecurrentConfig, RNN, type WithState } from "./rnn.js";
import { SimpleRNNCell, type SimpleRNNCellConfig } from "./simpleRNNCell.js";

/** Options of {@link simpleRNN}. */
export interface SimpleRNNConfig extends RecurrentConfig, SimpleRNNCellConfig {}

/** See {@link simpleRNN}. */
export class SimpleRNN<Out extends TensorStructure = Tensor> extends RNN<Out> {
  static override readonly className = "SimpleRNN";

  constructor(config: SimpleRNNConfig) {
    const cell = new SimpleRNNCell(cellOptions(config, "simple_rnn_cell", "simple_rnn"));
    super({ ...config, cell });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    // Keras's config of this layer alone leaves the seed out.
    const { seed: _seed, ...options } = ownOptions(this);
    return { ...this.recurrentConfig(), ...options };
  }
}

/**
 * A fully connected recurrent layer: [batch, time, features] → [batch, units], or
 * [batch, time, units] with `returnSequences`; with `returnState` a list of that and the state.
 */
export function simpleRNN(config: WithState<SimpleRNNConfig>): SimpleRNN<readonly Tensor[]>;
export function simpleRNN(config: SimpleRNNConfig): SimpleRNN;
export function simpleRNN(config: SimpleRNNConfig): SimpleRNN | SimpleRNN<readonly Tensor[]> {
  return new SimpleRNN<Tensor>(config);
}
