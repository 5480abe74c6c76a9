export { Identity as IdentityInitializer } from "./constant.js";
export { computeFans } from "./fans.js";
export {
  Initializer,
  type InitializerCallOptions,
  RandomInitializer,
  type SeedOption,
} from "./initializer.js";
export * from "./list.js";
export { Orthogonal as OrthogonalInitializer } from "./orthogonal.js";
export {
  deserialize,
  get,
  type InitializerFunction,
  type InitializerLike,
  type InitializerName,
  serialize,
} from "./resolve.js";
export { STFT as STFTInitializer } from "./stft.js";
