// The one list of initializers: classes, and functions that make them. Names, types, messages and the
// deserializer derive from it.
export * from "./constant.js";
export * from "./fixed-scaling.js";
export * from "./orthogonal.js";
export * from "./random.js";
export * from "./stft.js";
export {
  VarianceScaling,
  type VarianceScalingOptions,
  varianceScaling,
} from "./variance-scaling.js";
