import {
  ArgumentError,
  isDeviceTensor,
  type Tensor,
  type TensorLike,
  Variable,
} from "@antler/core";
import { checkNumber, isNonNegative, nonNegativeRange } from "../base/checks.js";
import { LearningRateSchedule } from "./schedules/schedule.js";

/**
 * A learning rate that is computed inside the graph, from the number of steps done (int32). Every
 * `LearningRateSchedule` is one.
 */
export type RateFunction = (iterations: Tensor) => TensorLike;

/** A number, or a schedule or other function of the number of steps done. */
export type LearningRate = number | RateFunction;

/** Where an optimizer's learning rate comes from: a variable, or something computed per step. */
export type RateSource = Variable | RateFunction;

/** @throws ArgumentError unless `value` can serve as a learning rate */
export function checkLearningRate(where: string, value: unknown): asserts value is LearningRate {
  if (typeof value === "function") return; // Schedules are functions too.
  if (typeof value !== "number") {
    throw new ArgumentError(
      `${where}: learningRate can't be used. Expected a number, a schedule or a function of the number of steps, received ${String(value)}.`,
    );
  }
  checkNumber(where, "learningRate", value, isNonNegative, nonNegativeRange);
}

/** The number in a learning rate's variable, where it is in memory. */
export function rateValue(where: string, rate: Variable): number {
  const { value } = rate;
  if (value !== undefined && !isDeviceTensor(value)) return value.data[0] as number;
  throw new ArgumentError(
    `${where}: the learning rate is not known yet. Await optimizer.learningRate.item() first.`,
  );
}

/** How a config holds a learning rate: a number, or the schedule or function itself. */
export function describeRate(where: string, source: RateSource): LearningRate {
  return source instanceof Variable ? rateValue(where, source) : source;
}

/** A learning rate for a file: schedules as Keras describes them. */
export function serializeRate(where: string, source: RateSource): unknown {
  if (source instanceof LearningRateSchedule) return source.toJSON();
  if (source instanceof Variable) return rateValue(where, source);
  throw new ArgumentError(
    `${where}: a learning rate that is a function can't be saved. Use a LearningRateSchedule.`,
  );
}
