import { ArgumentError, type Tensor, type TensorLike, tensor } from "@antler/core";
import { Callable } from "../../base/callable.js";
import { checkNumber, checkOptionNames } from "../../base/checks.js";
import { type SerializedObject, serialize } from "../../saving/keys.js";

/** How a schedule is called. */
type ScheduleFunction = (step: TensorLike) => Tensor;

export interface LearningRateSchedule extends ScheduleFunction {}

/**
 * A learning rate that depends on the number of steps done. It is part of the graph of a training
 * step, so it changes at every step without compiling again. Subclasses implement `call` over `ops`
 * and `getConfig`.
 *
 * @example
 * const schedule = schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.9 });
 * await schedule(50).item(); // 0.0949
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds the call signature
export abstract class LearningRateSchedule extends Callable {
  /** The learning rate after `step` steps, a float32 scalar. */
  abstract call(step: Tensor): Tensor;

  /** The options that make an equal schedule. */
  abstract getConfig(): Readonly<Record<string, unknown>>;

  /** The class's name in saved models: `"ExponentialDecay"`. */
  get className(): string {
    const own = this.constructor as { readonly className?: string; readonly name: string };
    return Object.hasOwn(own, "className") && own.className !== undefined
      ? own.className
      : own.name;
  }

  /** @internal what calling the schedule does */
  override invoke(step: TensorLike): Tensor {
    return this.call(tensor(step));
  }

  /** The schedule as Keras's files describe it. */
  toJSON(): SerializedObject {
    return serialize("keras.optimizers.schedules", this.className, this.getConfig(), this);
  }
}

/** Options with a name. */
export interface ScheduleOptions {
  /** Default: the class's. */
  readonly name?: string | undefined;
}

/**
 * Checks the options of a schedule: all known, the required ones there.
 * @throws ArgumentError
 */
export function checkScheduleOptions(
  where: string,
  options: object,
  required: readonly string[],
  optional: readonly string[],
): void {
  if (typeof options !== "object" || options === null) {
    throw new ArgumentError(
      `${where}: there are no options. Expected { ${required.join(", ")} }, received ${String(options)}.`,
    );
  }
  checkOptionNames(where, options, [...required, ...optional, "name"]);
  for (const name of required) {
    if ((options as Readonly<Record<string, unknown>>)[name] !== undefined) continue;
    throw new ArgumentError(
      `${where}: ${name} is missing. Expected ${required.join(", ")}, received ${Object.keys(options).join(", ") || "nothing"}.`,
    );
  }
}

/** @throws ArgumentError unless every value is a finite number */
export function checkNumbers(where: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    checkNumber(where, name, value, () => true, "a finite number");
  }
}

/** @throws ArgumentError unless the number of steps is positive */
export function checkSteps(where: string, option: string, value: unknown): void {
  checkNumber(where, option, value, (steps) => steps > 0, "a number > 0");
}
