// Keras writes the class's own name into files, and has the layer under this one.
export {
  GroupedQueryAttention as GroupQueryAttention,
  groupedQueryAttention as groupQueryAttention,
} from "./groupedQueryAttention.js";
