import { ops, type Tensor } from "@antler/core";
import type { PreparedCell } from "./cell.js";
import { UnitsCell, type UnitsConfig } from "./units-cell.js";
import type { Drop, GatedCellConfig } from "./weighted-cell.js";

/** Options of {@link gruCell}. */
export interface GRUCellConfig extends GatedCellConfig, UnitsConfig {
  /** Whether the reset gate works on the state after the product with the kernel. Default true. */
  readonly resetAfter?: boolean | undefined;
}

/** See {@link gruCell}. */
export class GRUCell extends UnitsCell {
  static readonly className = "GRUCell";
  readonly resetAfter: boolean;

  constructor(config: GRUCellConfig) {
    super(config, { blocks: 3, states: 1, gated: true });
    this.resetAfter = config.resetAfter ?? true;
  }

  protected override biasShape(size: number): readonly number[] {
    return this.resetAfter ? [2, size] : [size];
  }

  protected override plan(dropInput: Drop, dropState: Drop): PreparedCell {
    const bias = this.bias?.read();
    const biasOf = (i: number): Tensor | undefined =>
      bias === undefined ? undefined : ops.reshape(ops.split(bias, 2)[i] as Tensor, [-1]);
    const own = this.resetAfter ? biasOf(0) : bias;
    return {
      project: this.projection(dropInput, own),
      step: this.resetAfter ? this.#after(dropState, biasOf(1)) : this.#before(dropState),
    };
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), resetAfter: this.resetAfter };
  }

  #after(drop: Drop, bias: Tensor | undefined): PreparedCell["step"] {
    const recurrent = this.recurrentKernel.read();
    return (x, [h]) => {
      const product = ops.matmul(drop(h as Tensor), recurrent);
      const inner = bias === undefined ? product : ops.add(product, bias);
      const [innerGates, innerCandidate] = this.#parts(inner);
      const [ownGates, own] = this.#parts(x);
      const [z, r] = this.#gates(ops.add(ownGates, innerGates));
      return this.#mix(z, h as Tensor, ops.add(own, ops.multiply(r, innerCandidate)));
    };
  }

  #before(drop: Drop): PreparedCell["step"] {
    const [ofGates, ofCandidate] = this.#parts(this.recurrentKernel.read());
    return (x, [h]) => {
      const state = drop(h as Tensor);
      const [ownGates, own] = this.#parts(x);
      const [z, r] = this.#gates(ops.add(ownGates, ops.matmul(state, ofGates)));
      const inner = ops.matmul(ops.multiply(r, state), ofCandidate);
      return this.#mix(z, h as Tensor, ops.add(own, inner));
    };
  }

  /** The two gates together, and the candidate. */
  #parts(x: Tensor): [gates: Tensor, candidate: Tensor] {
    return ops.split(x, [2 * this.units], -1) as [Tensor, Tensor];
  }

  /** The update gate and the reset gate. */
  #gates(sums: Tensor): [z: Tensor, r: Tensor] {
    return ops.split(sums, 2, -1).map(this.activateGate) as [Tensor, Tensor];
  }

  /** z · h + (1 − z) · candidate. */
  #mix(z: Tensor, h: Tensor, sum: Tensor): readonly Tensor[] {
    const candidate = this.activate(sum);
    const next = ops.add(candidate, ops.multiply(z, ops.subtract(h, candidate)));
    return [next, next];
  }
}

/**
 * One step of a gated recurrent unit: x [batch, features], state and output [batch, units]. Weights
 * hold the update gate, the reset gate and the candidate side by side. Source: Cho et al. (2014).
 */
export function gruCell(config: GRUCellConfig): GRUCell {
  return new GRUCell(config);
}
