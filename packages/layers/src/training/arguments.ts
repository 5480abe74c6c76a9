import { ArgumentError } from "@antler/core";
import { checkCount } from "./checks.js";
import type { Data } from "./data.js";
import type { FitOptions, ModelEvaluateOptions } from "./options.js";
import { type BatchSource, isBatchSource } from "./source.js";

/** `(x, y, options)` for arrays, `(source, options)` for batches. */
export type LabelledArguments<Options> =
  | [x: Data, y: Data, options?: Options]
  | [source: BatchSource, y: null | undefined, options?: Options]
  | [source: BatchSource, options?: Options];

/** The arguments in their places: a source may have options where arrays have labels. */
export function labelledArguments<Options>(
  args: LabelledArguments<Options>,
): readonly [x: Data | BatchSource, y: Data | null | undefined, options: Options] {
  const [x, second, third] = args;
  if (isBatchSource(x) && args.length === 2 && second !== undefined && second !== null) {
    return [x, undefined, second as Options];
  }
  return [x, second as Data | null | undefined, third ?? ({} as Options)];
}

/** @throws ArgumentError naming the option */
export function checkFitOptions(options: FitOptions, where: string): void {
  const { batchSize = 32, epochs = 1, initialEpoch = 0, validationFreq = 1 } = options;
  checkCount(batchSize, "batchSize", 1, where);
  checkCount(epochs, "epochs", 1, where);
  checkCount(initialEpoch, "initialEpoch", 0, where);
  checkCount(validationFreq, "validationFreq", 1, where);
  for (const name of ["stepsPerEpoch", "validationSteps", "validationBatchSize"] as const) {
    const value = options[name] ?? undefined;
    if (value !== undefined) checkCount(value, name, 1, where);
  }
  checkSignal(options.signal, where);
}

/** @throws ArgumentError naming the option */
export function checkRunOptions(
  { batchSize = 32, steps, signal }: ModelEvaluateOptions,
  where: string,
): void {
  checkCount(batchSize, "batchSize", 1, where);
  if (steps !== undefined && steps !== null) checkCount(steps, "steps", 1, where);
  checkSignal(signal, where);
}

function checkSignal(signal: unknown, where: string): void {
  if (signal === undefined || typeof (signal as AbortSignal)?.throwIfAborted === "function") return;
  throw new ArgumentError(
    `${where}: signal is of the wrong kind. Expected an AbortSignal, received ${typeof signal}.`,
  );
}
