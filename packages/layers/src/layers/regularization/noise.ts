import { globalSeedGenerator, SeedGenerator } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";

/** Options of layers that draw. */
export interface NoiseConfig extends LayerConfig {
  /** Default: derived from the global generator. */
  readonly seed?: number | SeedGenerator | null | undefined;
}

/** A layer that draws random numbers in training and is the identity otherwise. Any shape. */
export abstract class NoiseLayer extends Layer {
  readonly seed: number | SeedGenerator | null;
  /** Where the numbers come from: a stream of its own for each layer. */
  readonly seedGenerator: SeedGenerator;

  constructor(config: NoiseConfig) {
    super(config);
    const { seed = null } = config;
    this.seed = seed;
    this.seedGenerator = seedGeneratorOf(seed);
    this.supportsMasking = true;
    this.inputSpecs = [{}];
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { seed } = this;
    return { ...super.getConfig(), seed: seed instanceof SeedGenerator ? seed.seed : seed };
  }
}

/** The generator that an option `seed` stands for; `null` is a new stream of the global one. */
export function seedGeneratorOf(seed: number | SeedGenerator | null): SeedGenerator {
  if (seed instanceof SeedGenerator) return seed;
  return seed === null ? globalSeedGenerator().spawn() : new SeedGenerator(seed);
}
