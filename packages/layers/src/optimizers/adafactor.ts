import { ops, type Tensor, Variable } from "@antler/core";
import { checkNumber, isNonNegative, nonNegativeRange } from "../base/checks.js";
import { Optimizer, type StepScalars } from "./optimizer.js";
import type { OptimizerOptions } from "./options.js";
import { ownName, type Slots, stateVariable } from "./slots.js";

/** Options of {@link Adafactor}. */
export interface AdafactorOptions extends OptimizerOptions {
  /** How the decay of the mean of squares approaches 1: 1 − step^beta2Decay; default −0.8. */
  readonly beta2Decay?: number | undefined;
  /** Keeps the mean of squares above 0; default 1e-30. */
  readonly epsilon1?: number | undefined;
  /** The least size of a weight that steps are scaled by; default 0.001. */
  readonly epsilon2?: number | undefined;
  /** The greatest root mean square of an update; default 1. */
  readonly clipThreshold?: number | undefined;
  /** Whether a learning rate that is a number falls with the root of the step; default true. */
  readonly relativeStep?: boolean | undefined;
}

interface Scalars extends StepScalars {
  readonly rho: Tensor;
  /** The decay of the mean of squares. */
  readonly decay: Tensor;
  /** 1 − decay */
  readonly share: Tensor;
}

/**
 * Adafactor (Shazeer and Stern, 2018): means of squares by rows and columns in place of every
 * element. Default learning rate 0.001.
 */
export class Adafactor extends Optimizer<Scalars> {
  static readonly className = "Adafactor";
  readonly beta2Decay: number;
  readonly epsilon1: number;
  readonly epsilon2: number;
  readonly clipThreshold: number;
  readonly relativeStep: boolean;

  constructor(options: AdafactorOptions = {}) {
    const {
      beta2Decay = -0.8,
      epsilon1 = 1e-30,
      epsilon2 = 1e-3,
      clipThreshold = 1,
      relativeStep = true,
    } = options;
    super(options, 0.001, { beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep });
    checkNumber(this.name, "beta2Decay", beta2Decay, (decay) => decay <= 0, "a number ≤ 0");
    checkNumber(this.name, "epsilon1", epsilon1, isNonNegative, nonNegativeRange);
    checkNumber(this.name, "epsilon2", epsilon2, isNonNegative, nonNegativeRange);
    checkNumber(this.name, "clipThreshold", clipThreshold, (limit) => limit > 0, "a number > 0");
    this.beta2Decay = beta2Decay;
    this.epsilon1 = epsilon1;
    this.epsilon2 = epsilon2;
    this.clipThreshold = clipThreshold;
    this.relativeStep = relativeStep;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    for (const weight of weights) {
      const { shape } = weight;
      const name = `${this.name}/${ownName(weight)}`;
      if (shape.length < 2) {
        // Keras's files hold two zeros here.
        const unused = () =>
          new Variable(0, { name: weight.name, dtype: "int32", trainable: false });
        this.addState(unused());
        this.addState(unused());
      } else {
        this.addSlot(weight, "rows", stateVariable(name, weight, { shape: shape.slice(0, -1) }));
        const columns = [...shape.slice(0, -2), shape.at(-1) as number];
        this.addSlot(weight, "columns", stateVariable(name, weight, { shape: columns }));
      }
      this.addSlots([weight], { velocity: {} });
    }
  }

  protected override prepare({ rate, step }: StepScalars): Scalars {
    const falling = ops.divide(1, step.sqrt());
    const share = step.power(this.beta2Decay);
    const limited = this.relativeStep && this.hasVariableRate ? rate.minimum(falling) : rate;
    return { rate, step, rho: limited.minimum(falling), share, decay: ops.subtract(1, share) };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    scalars: Scalars,
  ): Tensor {
    const squares = ops.square(gradient).add(this.epsilon1);
    const velocity = this.#velocity(squares, slots, scalars);
    this.assign(slots.velocity as Variable, velocity);
    const direction = gradient.divide(velocity.sqrt());
    const excess = rootMeanSquare(direction).divide(this.clipThreshold).maximum(1);
    const size = rootMeanSquare(weight).maximum(this.epsilon2).multiply(scalars.rho);
    return weight.subtract(direction.multiply(size.divide(excess)));
  }

  #velocity(squares: Tensor, slots: Slots, { decay, share }: Scalars): Tensor {
    const mean = (slot: Variable, value: Tensor): Tensor =>
      slot.read().multiply(decay).add(value.multiply(share));
    if (slots.rows === undefined) return mean(slots.velocity as Variable, squares);
    const rows = mean(slots.rows, squares.mean(-1));
    const columns = mean(slots.columns as Variable, squares.mean(-2));
    this.assign(slots.rows, rows);
    this.assign(slots.columns as Variable, columns);
    const shares = rows.divide(rows.mean(-1, { keepdims: true }));
    return shares.expandDims(-1).multiply(columns.expandDims(-2));
  }
}

function rootMeanSquare(x: Tensor): Tensor {
  return ops.square(x).mean().sqrt();
}
