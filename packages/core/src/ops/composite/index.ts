export * from "./activations.js";
export * from "./argmin.js";
export * from "./arithmetic.js";
export * from "./comparison.js";
export * from "./shapes.js";
