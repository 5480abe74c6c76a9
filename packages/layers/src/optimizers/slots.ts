import {
  allocate,
  type DType,
  ops,
  sizeOf,
  type Tensor,
  type TensorLike,
  tensor,
  Variable,
} from "@antler/core";
import { toKerasKey } from "../saving/keys.js";

/** Accumulators beside a weight, by name: `{ momentum, velocity }`. */
export type Slots = Readonly<Record<string, Variable>>;

/** What an accumulator looks like; default: zeros in the shape and dtype of its weight. */
export interface SlotOptions {
  readonly fill?: number | undefined;
  readonly shape?: readonly number[] | undefined;
  readonly dtype?: DType | undefined;
  /** Makes a {@link RunningMean} of this decay. */
  readonly mean?: number | undefined;
}

/** A weight's name without the path of its layer. */
export function ownName(variable: Variable): string {
  return variable.name.split("/").at(-1) as string;
}

/** The accumulator `slot` of a weight, named as Keras does: `adam/dense_kernel_momentum`. */
export function makeSlot(
  owner: string,
  weight: Variable,
  slot: string,
  options: SlotOptions,
): Variable {
  const name = `${owner}/${weight.name.replaceAll("/", "_")}_${toKerasKey(slot)}`;
  const { mean } = options;
  return mean === undefined
    ? stateVariable(name, weight, options)
    : new RunningMean(name, weight, mean);
}

/** A variable of an optimizer. */
export function stateVariable(name: string, weight: Variable, options: SlotOptions = {}): Variable {
  const { fill = 0, shape = weight.shape, dtype = weight.dtype } = options;
  const data = allocate(dtype, sizeOf(shape));
  if (fill !== 0) data.fill(fill);
  return new Variable({ dtype, shape, data }, { name, trainable: false });
}

/**
 * A running mean m ← decay·m + (1 − decay)·x that is kept as the sum s = m / (1 − decay): its step
 * s ← decay·s + x takes one operation on the whole array less. As a variable it is the mean.
 */
export class RunningMean extends Variable {
  /** What optimizers compute with. */
  readonly total: Variable;
  readonly decay: number;

  constructor(name: string, weight: Variable, decay: number) {
    // The values are those of `total`; this one has none of its own.
    super(ops.fill(weight.shape, 0, weight.dtype), { name, trainable: false });
    this.total = stateVariable(`${name}_total`, weight);
    this.decay = decay;
  }

  /** The sum after one more value. */
  next(x: Tensor): Tensor {
    return this.decay === 0 ? x : this.total.read().multiply(this.decay).add(x);
  }

  override readStored(): Tensor {
    return this.total.read().multiply(1 - this.decay);
  }

  override assign(value: TensorLike): void {
    this.total.assign(
      tensor(value)
        .cast(this.dtype)
        .divide(1 - this.decay),
    );
  }
}
