export * from "./classes.js";
export * from "./factories.js";
