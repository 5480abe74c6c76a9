import { ops, random, type Tensor } from "@antler/core";
import { checkNumber } from "../checks.js";
import { type RandomImageConfig, RandomImageLayer } from "./image-layer.js";

/** Options of {@link randomGrayscale}. */
export interface RandomGrayscaleConfig extends RandomImageConfig {
  /** How likely each image is to lose its colours, in [0, 1]. Default 0.5. */
  readonly factor?: number | undefined;
}

/** See {@link randomGrayscale}. */
export class RandomGrayscale extends RandomImageLayer {
  static readonly className = "RandomGrayscale";
  readonly factor: number;

  constructor(config: RandomGrayscaleConfig = {}) {
    super(config);
    const range = { least: 0, most: 1 };
    this.factor = checkNumber(config.factor ?? 0.5, "factor", this.name, range);
  }

  protected override augment(images: Tensor): Tensor {
    const [batch = 1] = images.shape;
    const drawn = random.uniform([batch, 1, 1, 1], { seed: this.seedGenerator });
    const gray = ops.image.rgbToGrayscale(images, { dataFormat: this.dataFormat });
    return ops.where(ops.less(drawn, this.factor), gray, images);
  }

  /** Keras does not write the seed. */
  override getConfig(): Readonly<Record<string, unknown>> {
    const { seed: _, ...config } = super.getConfig();
    return { ...config, factor: this.factor };
  }
}

/** In training, takes the colours from some images [batch, height, width, 3]. Shape kept. */
export function randomGrayscale(config: RandomGrayscaleConfig = {}): RandomGrayscale {
  return new RandomGrayscale(config);
}
