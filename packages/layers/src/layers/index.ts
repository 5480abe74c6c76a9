// The one list of layers: the API, the deserializer and the tests derive from it.
export { activation } from "./activation.js";
export { add } from "./add.js";
export { averagePooling2d } from "./averagePooling2d.js";
export { batchNormalization } from "./batchNormalization.js";
export { concatenate } from "./concatenate.js";
export { conv2d } from "./conv2d.js";
export { dense } from "./dense.js";
export { dropout } from "./dropout.js";
export { flatten } from "./flatten.js";
export { globalAveragePooling2d } from "./globalAveragePooling2d.js";
export { input } from "./input.js";
export { maxPooling2d } from "./maxPooling2d.js";
export { reshape } from "./reshape.js";
