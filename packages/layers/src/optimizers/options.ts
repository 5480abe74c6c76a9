import { ArgumentError } from "@antler/core";
import { checkCount, checkNumber, isShare, shareRange } from "../base/checks.js";
import type { LearningRate } from "./learning-rate.js";

/** What every optimizer takes. `null` is Python's None: the option is off. */
export interface OptimizerOptions {
  /** Size of a step: a number (settable later), a schedule, or a function of the step's number. */
  readonly learningRate?: LearningRate | undefined;
  /** Decoupled decay: every step shrinks a weight by `weightDecay · learningRate` of itself. */
  readonly weightDecay?: number | null | undefined;
  /** Each gradient's L2 norm is scaled down to this. */
  readonly clipnorm?: number | null | undefined;
  /** Each element of a gradient is held between ± this. */
  readonly clipvalue?: number | null | undefined;
  /** The L2 norm of all gradients together is scaled down to this. */
  readonly globalClipnorm?: number | null | undefined;
  /** Keeps a running mean of every weight and ends training with it; default false. */
  readonly useEma?: boolean | undefined;
  /** Share of the old mean in the new one, in [0, 1]; default 0.99. */
  readonly emaMomentum?: number | undefined;
  /** Every so many steps the weights become their means; default: only at the end. */
  readonly emaOverwriteFrequency?: number | null | undefined;
  /** The loss is multiplied by it before gradients are taken, the gradients divided by it. */
  readonly lossScaleFactor?: number | null | undefined;
  /** Weights change only after so many steps, by the mean of their gradients; at least 2. */
  readonly gradientAccumulationSteps?: number | null | undefined;
  /** Default: the class name in snake case, numbered: `adam`, `adam_1`… */
  readonly name?: string | null | undefined;
}

/** The options of the base class with their values, in the order of Keras's config. */
export interface BaseSettings {
  readonly weightDecay: number | null;
  readonly clipnorm: number | null;
  readonly globalClipnorm: number | null;
  readonly clipvalue: number | null;
  readonly useEma: boolean;
  readonly emaMomentum: number;
  readonly emaOverwriteFrequency: number | null;
  readonly lossScaleFactor: number | null;
  readonly gradientAccumulationSteps: number | null;
}

/** Fills in defaults. @throws ArgumentError for a value out of range */
export function baseSettings(where: string, options: OptimizerOptions): BaseSettings {
  const settings: BaseSettings = {
    weightDecay: options.weightDecay ?? null,
    clipnorm: options.clipnorm ?? null,
    globalClipnorm: options.globalClipnorm ?? null,
    clipvalue: options.clipvalue ?? null,
    useEma: options.useEma ?? false,
    emaMomentum: options.emaMomentum ?? 0.99,
    emaOverwriteFrequency: options.emaOverwriteFrequency ?? null,
    lossScaleFactor: options.lossScaleFactor ?? null,
    gradientAccumulationSteps: options.gradientAccumulationSteps ?? null,
  };
  const clips = (["clipnorm", "clipvalue", "globalClipnorm"] as const).filter(
    (option) => settings[option] !== null,
  );
  if (clips.length > 1) {
    throw new ArgumentError(
      `${where}: only one way of clipping can be used. Expected one of clipnorm, clipvalue and globalClipnorm, received ${clips.join(" and ")}.`,
    );
  }
  for (const option of [...clips, "lossScaleFactor"] as const) {
    if (settings[option] !== null) {
      checkNumber(where, option, settings[option], (value) => value > 0, "a number > 0");
    }
  }
  if (settings.weightDecay !== null) {
    checkNumber(where, "weightDecay", settings.weightDecay, (value) => value >= 0, "a number ≥ 0");
  }
  checkNumber(where, "emaMomentum", settings.emaMomentum, isShare, shareRange);
  const { emaOverwriteFrequency, gradientAccumulationSteps } = settings;
  if (emaOverwriteFrequency !== null) {
    checkCount(where, "emaOverwriteFrequency", emaOverwriteFrequency, 1);
  }
  if (gradientAccumulationSteps !== null) {
    checkCount(where, "gradientAccumulationSteps", gradientAccumulationSteps, 2);
  }
  return settings;
}
