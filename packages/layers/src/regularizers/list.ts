// The one list of regularizers: classes, and functions that make them. Names, types, messages and the
// deserializer derive from it.
export * from "./norms.js";
export * from "./orthogonal.js";
