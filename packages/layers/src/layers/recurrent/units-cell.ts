import { ops, type Shape, type Tensor, type Variable } from "@antler/core";
import type { InputRule } from "../../base/input-spec.js";
import type { WeightRule } from "../../base/weight-rule.js";
import { checkPositiveInteger, knownSize } from "../checks.js";
import type { StateSize } from "./cell.js";
import { type Drop, type GatedCellConfig, WeightedCell } from "./weighted-cell.js";

/** Options of cells over vectors. */
export interface UnitsConfig {
  /** The number of features of the output and of each state. */
  readonly units: number;
}

/** How a cell's weights are divided. */
export interface Layout {
  /** Blocks of units side by side in the kernels. */
  readonly blocks: number;
  /** The number of states. */
  readonly states: number;
  readonly gated: boolean;
}

/** A cell over vectors, [batch, features] → [batch, units], with dense kernels. */
export abstract class UnitsCell extends WeightedCell {
  readonly units: number;
  kernel!: Variable;
  recurrentKernel!: Variable;
  bias: Variable | undefined;
  readonly #layout: Layout;

  constructor(config: GatedCellConfig & UnitsConfig, layout: Layout) {
    super(config, layout.gated);
    this.#layout = layout;
    this.units = checkPositiveInteger(config.units, "units", this.where);
    this.inputSpecs = [{ ndim: 2, layout: "[batch, features]" }];
  }

  override get stateSize(): StateSize {
    const { states } = this.#layout;
    return states === 1 ? this.units : Array.from({ length: states }, () => this.units);
  }

  override get sequenceSpec(): InputRule {
    const [features] = this.built ? this.kernel.shape : [];
    const axes = features === undefined ? {} : { axes: { [-1]: features } };
    return { ndim: 3, ...axes, layout: "[batch, time, features]" };
  }

  override build(inputShape: Shape): void {
    const features = knownSize(inputShape, -1, this.name);
    const size = this.units * this.#layout.blocks;
    const { kernel, recurrent, bias } = this.rules;
    this.kernel = this.addWeight({ name: "kernel", shape: [features, size], ...kernel });
    this.recurrentKernel = this.addWeight({
      name: "recurrent_kernel",
      shape: [this.units, size],
      ...recurrent,
    });
    if (this.useBias) {
      this.bias = this.addWeight({
        name: "bias",
        shape: this.biasShape(size),
        ...this.biasRule(bias),
      });
    }
    this.inputSpecs = [{ ndim: 2, axes: { [-1]: features }, layout: "[batch, features]" }];
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), units: this.units };
  }

  protected biasShape(size: number): readonly number[] {
    return [size];
  }

  protected biasRule(rule: WeightRule): WeightRule {
    return rule;
  }

  /** x · kernel + bias, for one step or for all. */
  protected projection(drop: Drop, bias: Tensor | undefined): (x: Tensor) => Tensor {
    const kernel = this.kernel.read();
    return (x) => {
      const product = ops.matmul(drop(x), kernel);
      return bias === undefined ? product : ops.add(product, bias);
    };
  }
}
