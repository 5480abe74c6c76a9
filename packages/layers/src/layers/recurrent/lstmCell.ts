import { ops, type Tensor } from "@antler/core";
import type { WeightRule } from "../../base/weight-rule.js";
import type { PreparedCell } from "./cell.js";
import { forgetBias } from "./forget-bias.js";
import { lstmStep } from "./lstm-step.js";
import { UnitsCell, type UnitsConfig } from "./units-cell.js";
import type { Drop, GatedCellConfig } from "./weighted-cell.js";

/** Options that all LSTMs share. */
export interface ForgetBiasOptions {
  /** Whether the bias of the forget gate starts at 1. Default true. */
  readonly unitForgetBias?: boolean | undefined;
}

/** Options of {@link lstmCell}. */
export interface LSTMCellConfig extends GatedCellConfig, UnitsConfig, ForgetBiasOptions {}

/** See {@link lstmCell}. */
export class LSTMCell extends UnitsCell {
  static readonly className = "LSTMCell";
  readonly unitForgetBias: boolean;

  constructor(config: LSTMCellConfig) {
    super(config, { blocks: 4, states: 2, gated: true });
    this.unitForgetBias = config.unitForgetBias ?? true;
  }

  protected override biasRule(rule: WeightRule): WeightRule {
    return this.unitForgetBias ? forgetBias(rule, this.units, this.name) : rule;
  }

  protected override plan(dropInput: Drop, dropState: Drop): PreparedCell {
    const recurrent = this.recurrentKernel.read();
    const gates = lstmStep(this.activate, this.activateGate, -1);
    return {
      project: this.projection(dropInput, this.bias?.read()),
      step: (x, [h, c]) => {
        const sum = ops.add(ops.matmul(dropState(h as Tensor), recurrent), x);
        return gates(sum, c as Tensor);
      },
    };
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), unitForgetBias: this.unitForgetBias };
  }
}

/**
 * One step of a long short-term memory: x [batch, features], states h and c and output h
 * [batch, units]. Weights hold the input gate, the forget gate, the candidate and the output gate
 * side by side. Source: Hochreiter & Schmidhuber (1997).
 */
export function lstmCell(config: LSTMCellConfig): LSTMCell {
  return new LSTMCell(config);
}
