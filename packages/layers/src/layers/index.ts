// The one list of layers. A file holds a layer's config type, class, factory and saved name; the API,
// the deserializer and the tests derive from this list (see registry.ts).
export * from "./activations/activation.js";
export * from "./convolution/conv2d.js";
export * from "./core/dense.js";
export * from "./core/inputLayer.js";
export * from "./merging/add.js";
export * from "./merging/concatenate.js";
export * from "./normalization/batchNormalization.js";
export * from "./pooling/averagePooling2d.js";
export * from "./pooling/globalAveragePooling2d.js";
export * from "./pooling/maxPooling2d.js";
export * from "./regularization/dropout.js";
export * from "./reshaping/flatten.js";
export * from "./reshaping/reshape.js";
