import { ops } from "@antler/core";
import type { PreparedCell } from "./cell.js";
import { UnitsCell, type UnitsConfig } from "./units-cell.js";
import type { Drop, WeightedCellConfig } from "./weighted-cell.js";

/** Options of {@link simpleRNNCell}. */
export interface SimpleRNNCellConfig extends WeightedCellConfig, UnitsConfig {}

/** See {@link simpleRNNCell}. */
export class SimpleRNNCell extends UnitsCell {
  static readonly className = "SimpleRNNCell";

  constructor(config: SimpleRNNCellConfig) {
    super(config, { blocks: 1, states: 1, gated: false });
  }

  protected override plan(dropInput: Drop, dropState: Drop): PreparedCell {
    const recurrent = this.recurrentKernel.read();
    return {
      project: this.projection(dropInput, this.bias?.read()),
      step: (x, [h]) => {
        const output = this.activate(ops.add(ops.matmul(dropState(h as never), recurrent), x));
        return [output, output];
      },
    };
  }
}

/**
 * One step h' = activation(x · kernel + h · recurrentKernel + bias): x [batch, features], state and
 * output [batch, units].
 */
export function simpleRNNCell(config: SimpleRNNCellConfig): SimpleRNNCell {
  return new SimpleRNNCell(config);
}
