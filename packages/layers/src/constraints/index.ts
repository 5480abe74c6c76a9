export { Constraint } from "./constraint.js";
export * from "./list.js";
export {
  type ConstraintLike,
  type ConstraintName,
  deserialize,
  get,
  serialize,
} from "./resolve.js";
