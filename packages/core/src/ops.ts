/**
 * The public `ops`: everything of `ops/`, and the functions of functions that Keras has beside them.
 */
export * from "./ops/index.js";
export { customGradient, jvp, vectorize, vectorizedMap } from "./transform/index.js";
