// The one list of constraints: classes, and functions that make them. Names, types, messages and the
// deserializer derive from it.
export * from "./maxNorm.js";
export * from "./minMaxNorm.js";
export * from "./nonNeg.js";
export * from "./unitNorm.js";
