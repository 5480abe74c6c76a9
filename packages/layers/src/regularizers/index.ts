export * from "./list.js";
export { Regularizer } from "./regularizer.js";
export {
  deserialize,
  get,
  type RegularizerLike,
  type RegularizerName,
  serialize,
} from "./resolve.js";
