export * from "./classes.js";
export * from "./factories.js";
export { deserialize, serialize } from "./resolve.js";
