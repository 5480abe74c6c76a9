// The kit that proves a backend: `@antler/core/testing`.
export { ConformanceError } from "./compare.js";
export { type ConformanceTest, conformance } from "./conformance.js";
export { derivativeTests } from "./derivatives.js";
export { type Support, supportOf } from "./support.js";
