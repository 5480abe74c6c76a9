export { beta, type FloatOptions, gamma, normal, truncatedNormal, uniform } from "./continuous.js";
export {
  binomial,
  categorical,
  dropout,
  type IntegerOptions,
  randint,
  shuffle,
} from "./discrete.js";
export { SeedGenerator, setRandomSeed } from "./generator.js";
export type { RandomOptions } from "./sources.js";
