import { ArgumentError, ops, type Tensor } from "@antler/core";
import { checkNumber } from "../../base/checks.js";
import { checkScheduleOptions, LearningRateSchedule, type ScheduleOptions } from "./schedule.js";

/** Options of {@link PiecewiseConstantDecay}. */
export interface PiecewiseConstantDecayOptions extends ScheduleOptions {
  /** The last step of each piece but the last, rising. */
  readonly boundaries: readonly number[];
  /** The learning rate of each piece: one more than boundaries. */
  readonly values: readonly number[];
}

/** `values[0]` up to and including step `boundaries[0]`, then `values[1]`, and so on. */
export class PiecewiseConstantDecay extends LearningRateSchedule {
  static readonly className = "PiecewiseConstantDecay";
  readonly boundaries: readonly number[];
  readonly values: readonly number[];
  readonly name: string;

  constructor(options: PiecewiseConstantDecayOptions) {
    super();
    const where = "PiecewiseConstantDecay";
    checkScheduleOptions(where, options, ["boundaries", "values"], []);
    const { boundaries, values } = options;
    if (values.length !== boundaries.length + 1) {
      throw new ArgumentError(
        `${where}: values and boundaries do not fit. Expected one value more than the ${boundaries.length} boundaries, received ${values.length} values.`,
      );
    }
    boundaries.forEach((boundary, i) => {
      const after = boundaries[i - 1] ?? -Infinity;
      checkNumber(where, `boundaries[${i}]`, boundary, (b) => b > after, `a number > ${after}`);
    });
    values.forEach((value, i) => {
      checkNumber(where, `values[${i}]`, value, () => true, "a finite number");
    });
    this.boundaries = boundaries;
    this.values = values;
    this.name = options.name ?? "PiecewiseConstant";
  }

  override call(step: Tensor): Tensor {
    // Steps are whole numbers: Keras, too, cuts the boundaries down to them.
    const at = step.cast("float32");
    const last = ops.fill([], this.values.at(-1) as number);
    return this.boundaries.reduceRight<Tensor>(
      (later, boundary, i) =>
        ops.where(at.lessEqual(Math.trunc(boundary)), this.values[i] as number, later),
      last,
    );
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { boundaries, values, name } = this;
    return { boundaries, values, name };
  }
}
