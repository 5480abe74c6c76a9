// What Keras has in keras.activations.
export * from "./list.js";
export { deserialize, get, serialize } from "./resolve.js";
