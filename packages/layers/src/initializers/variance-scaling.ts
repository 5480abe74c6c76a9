import {
  ArgumentError,
  drawNormal,
  drawTruncatedNormal,
  drawUniform,
  sizeOf,
  suggestion,
} from "@antler/core";
import { computeFans } from "./fans.js";
import { RandomInitializer, type SeedOption } from "./initializer.js";

/** Options of everything that scales by fans. */
export interface FanOptions extends SeedOption {
  /** Axes that count inputs; with `outputAxes`, in place of the usual ones. */
  readonly inputAxes?: readonly number[] | null | undefined;
  /** Axes that count outputs. */
  readonly outputAxes?: readonly number[] | null | undefined;
}

const modes = ["fan_in", "fan_out", "fan_avg"] as const;
const distributions = ["truncated_normal", "untruncated_normal", "uniform"] as const;

/** Options of {@link varianceScaling}, with Keras's defaults. */
export interface VarianceScalingOptions extends FanOptions {
  /** Default 1. */
  readonly scale?: number | undefined;
  /** Which fan the variance is divided by. Default `"fan_in"`. */
  readonly mode?: (typeof modes)[number] | "fanIn" | "fanOut" | "fanAvg" | undefined;
  /** Default `"truncated_normal"`; `"normal"` is the same. */
  readonly distribution?:
    | (typeof distributions)[number]
    | "truncatedNormal"
    | "untruncatedNormal"
    | "normal"
    | undefined;
}

/** Standard deviation of a standard normal distribution truncated at ±2. */
const truncatedDeviation = 0.8796256610342398;

/** See {@link varianceScaling}. */
export class VarianceScaling extends RandomInitializer {
  static readonly className: string = "VarianceScaling";
  readonly scale: number;
  readonly mode: (typeof modes)[number];
  readonly distribution: (typeof distributions)[number];
  readonly inputAxes: readonly number[] | null;
  readonly outputAxes: readonly number[] | null;

  /** @throws ArgumentError if `scale` is not positive, or a name is unknown */
  constructor(options: VarianceScalingOptions = {}) {
    super(options);
    this.scale = options.scale ?? 1;
    if (!(this.scale > 0)) {
      throw new ArgumentError(
        `${this.className}: scale is out of range. Expected a positive number, received ${this.scale}.`,
      );
    }
    const { distribution = "truncated_normal" } = options;
    this.mode = this.#choice("mode", options.mode ?? "fan_in", modes);
    this.distribution = this.#choice(
      "distribution",
      distribution === "normal" ? "truncated_normal" : distribution,
      distributions,
    );
    this.inputAxes = options.inputAxes ?? null;
    this.outputAxes = options.outputAxes ?? null;
  }

  override values(shape: readonly number[]): Float32Array {
    const [fanIn, fanOut] = computeFans(shape, this.inputAxes, this.outputAxes);
    const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[this.mode];
    const variance = this.scale / Math.max(1, fan);
    const [size, generator] = [sizeOf(shape), this.generator()];
    if (this.distribution === "uniform") {
      const limit = Math.sqrt(3 * variance);
      return drawUniform(generator, size).map((u) => limit * (2 * u - 1));
    }
    const deviation = Math.sqrt(variance);
    return this.distribution === "untruncated_normal"
      ? drawNormal(generator, size).map((z) => deviation * z)
      : drawTruncatedNormal(generator, size).map((z) => (deviation / truncatedDeviation) * z);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { scale, mode, distribution } = this;
    return { ...super.getConfig(), scale, mode, distribution, ...this.axesConfig() };
  }

  protected axesConfig(): Readonly<Record<string, unknown>> {
    return { inputAxes: this.inputAxes, outputAxes: this.outputAxes };
  }

  #choice<T extends string>(option: string, value: string, known: readonly T[]): T {
    const name = value.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if ((known as readonly string[]).includes(name)) return name as T;
    throw new ArgumentError(
      `${this.className}: unknown ${option} "${value}". Expected one of ${known.join(", ")}.${suggestion(value, known)}`,
    );
  }
}

/** Draws with variance scale / fan, so that signals keep their size from layer to layer. */
export function varianceScaling(options?: VarianceScalingOptions): VarianceScaling {
  return new VarianceScaling(options);
}

/** A variance scaling whose rule is fixed: the config holds the seed and the axes alone. */
export abstract class FixedScaling extends VarianceScaling {
  override getConfig(): Readonly<Record<string, unknown>> {
    const { seed } = super.getConfig();
    return { seed, ...this.axesConfig() };
  }
}
