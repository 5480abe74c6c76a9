import { globalSeedGenerator, SeedGenerator } from "@antler/core";

/** What the option `seed` takes; `null` stands for a seed of the global generator. */
export type SeedLike = number | SeedGenerator | null | undefined;

/** Where a layer's random numbers come from: a stream of its own. */
export function seedGeneratorOf(seed: SeedLike): SeedGenerator {
  if (seed instanceof SeedGenerator) return seed;
  return typeof seed === "number" ? new SeedGenerator(seed) : globalSeedGenerator().spawn();
}

/** The seed as a config holds it. */
export function describeSeed(seed: SeedLike): unknown {
  return seed instanceof SeedGenerator ? seed.seed : (seed ?? null);
}
