import { ops, random, type Tensor } from "@antler/core";
import { checkChoice } from "../checks.js";
import { type RandomImageConfig, RandomImageLayer } from "./image-layer.js";

const modes = ["horizontal", "vertical", "horizontal_and_vertical"] as const;

/** Options of {@link randomFlip}. */
export interface RandomFlipConfig extends RandomImageConfig {
  /** Default `"horizontal_and_vertical"`. */
  readonly mode?: (typeof modes)[number] | "horizontalAndVertical" | undefined;
}

/** See {@link randomFlip}. */
export class RandomFlip extends RandomImageLayer {
  static readonly className = "RandomFlip";
  readonly mode: (typeof modes)[number];

  constructor(config: RandomFlipConfig = {}) {
    super(config);
    this.mode = checkChoice(config.mode ?? "horizontal_and_vertical", modes, "mode", this.name);
  }

  protected override augment(images: Tensor): Tensor {
    const x = ops.cast(images, this.computeDtype);
    const [batch = 1] = x.shape;
    const drawn = random.uniform([batch, 1, 1, 1], { seed: this.seedGenerator });
    const [height, width] = this.spatialAxes;
    // One draw for both directions, as in Keras.
    const axes = [
      ...(this.mode === "vertical" ? [] : [width]),
      ...(this.mode === "horizontal" ? [] : [height]),
    ];
    return ops.where(ops.lessEqual(drawn, 0.5), ops.flip(x, axes), x);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), mode: this.mode };
  }
}

/** In training, flips every second image or so. Shape kept. */
export function randomFlip(config: RandomFlipConfig = {}): RandomFlip {
  return new RandomFlip(config);
}
