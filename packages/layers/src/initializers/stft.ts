import { ArgumentError, formatShape } from "@antler/core";
import { Initializer } from "./initializer.js";
import { type WindowName, windowNames, windowValues } from "./windows.js";

export interface STFTOptions {
  /** Which part of the spectrum the kernel computes. Default `"real"`. */
  readonly side?: "real" | "imag" | undefined;
  /** A window's name, its values, or `null` for none. Default `"hann"`. */
  readonly window?: WindowName | readonly number[] | null | undefined;
  /** Divides by the window's L2 (`"density"`) or L1 norm (`"spectrum"`). Default `"density"`. */
  readonly scaling?: "density" | "spectrum" | null | undefined;
  /** Whether the window is one period of a periodic function. Default false. */
  readonly periodic?: boolean | undefined;
}

/** See {@link stft}. */
export class STFT extends Initializer {
  static readonly className = "STFT";
  readonly side: "real" | "imag";
  readonly window: WindowName | readonly number[] | null;
  readonly scaling: "density" | "spectrum" | null;
  readonly periodic: boolean;

  /** @throws ArgumentError for an unknown name */
  constructor(options: STFTOptions = {}) {
    super();
    this.side = options.side ?? "real";
    this.window = options.window === undefined ? "hann" : options.window;
    this.scaling = options.scaling === undefined ? "density" : options.scaling;
    this.periodic = options.periodic ?? false;
    check("side", this.side, ["real", "imag"]);
    if (this.scaling !== null) check("scaling", this.scaling, ["density", "spectrum"]);
    if (typeof this.window === "string") check("window", this.window, windowNames);
  }

  override values(shape: readonly number[]): Float64Array {
    const [frames, channels, bands] = shape;
    if (frames === undefined || channels === undefined || bands === undefined || shape.length > 3) {
      throw new ArgumentError(
        `STFT: the weight has another shape. Expected [frame length, 1, fft length / 2 + 1], received ${formatShape(shape)}.`,
      );
    }
    const taper = this.#taper(frames);
    const part = this.side === "real" ? Math.cos : Math.sin;
    const period = (bands - 1) * 2;
    const kernel = taper.flatMap((height, time) =>
      Array.from({ length: bands }, (_, band) => {
        return height * part((-2 * Math.PI * time * band) / period);
      }),
    );
    const out = new Float64Array(frames * channels * bands);
    for (let i = 0; i < out.length; i++) {
      const [time, band] = [Math.floor(i / (channels * bands)), i % bands];
      out[i] = kernel[time * bands + band] as number;
    }
    return out;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { side, window, periodic, scaling } = this;
    return { side, window, periodic, scaling };
  }

  /** The window over its norm. */
  #taper(length: number): number[] {
    if (this.window === null) return Array<number>(length).fill(1);
    const given =
      typeof this.window === "string"
        ? windowValues(this.window, length, this.periodic)
        : [...this.window];
    if (given.length !== length) {
      throw new ArgumentError(
        `STFT: the window has another length. Expected ${length} values, received ${given.length}.`,
      );
    }
    const norm =
      this.scaling === null
        ? 1
        : this.scaling === "density"
          ? Math.sqrt(given.reduce((sum, w) => sum + w * w, 0))
          : given.reduce((sum, w) => sum + Math.abs(w), 0);
    return given.map((w) => w / norm);
  }
}

/**
 * Real or imaginary part of the discrete Fourier transform of windowed frames, as the kernel
 * [frame length, 1, fft length / 2 + 1] of a convolution over time.
 */
export function stft(options?: STFTOptions): STFT {
  return new STFT(options);
}

function check(option: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new ArgumentError(
    `STFT: unknown ${option} "${value}". Expected one of ${known.join(", ")}.`,
  );
}
