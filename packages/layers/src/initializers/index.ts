// The one list of initializers: names, types and messages derive from it.
export { constant, ones, randomNormal, randomUniform, truncatedNormal, zeros } from "./basic.js";
export {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  varianceScaling,
} from "./variance-scaling.js";
