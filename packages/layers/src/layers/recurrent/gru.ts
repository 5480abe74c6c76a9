import type { Tensor } from "@antler/core";
import type { TensorStructure } from "../../base/structure.js";
import { GRUCell, type GRUCellConfig } from "./gruCell.js";
import { cellOptions, ownOptions } from "./own-options.js";
import { type RecurrentConfig, RNN, type WithState } from "./rnn.js";

/** Options of {@link gru}. */
export interface GRUConfig extends RecurrentConfig, GRUCellConfig {
  /** Accepted for Keras's sake; each backend chooses its kernels itself. */
  readonly useCudnn?: boolean | "auto" | undefined;
}

/** See {@link gru}. */
export class GRU<Out extends TensorStructure = Tensor> extends RNN<Out> {
  static override readonly className = "GRU";

  constructor(config: GRUConfig) {
    const cell = new GRUCell(cellOptions(config, "gru_cell", "gru"));
    super({ ...config, cell });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...this.recurrentConfig(), ...ownOptions(this) };
  }
}

/**
 * Gated recurrent unit: [batch, time, features] → [batch, units], or [batch, time, units] with
 * `returnSequences`; with `returnState` a list of that and the state. Source: Cho et al. (2014).
 */
export function gru(config: WithState<GRUConfig>): GRU<readonly Tensor[]>;
export function gru(config: GRUConfig): GRU;
export function gru(config: GRUConfig): GRU | GRU<readonly Tensor[]> {
  return new GRU<Tensor>(config);
}
