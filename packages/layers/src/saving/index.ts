// What Keras has in keras.saving, under its names and under shorter ones.
export {
  type CustomObject,
  type CustomObjects,
  customObjectScope,
  getCustomObjects,
  getRegisteredName,
  getRegisteredObject,
  registerSerializable,
  registerSerializable as registerKerasSerializable,
} from "./custom-objects.js";
export type { DeserializeOptions, SerializableClass } from "./deserialize.js";
export type { SerializedObject } from "./keys.js";
export {
  deserialize,
  deserialize as deserializeKerasObject,
  serialize,
  serialize as serializeKerasObject,
} from "./registry.js";
export type { LoadWeightsOptions, SaveWeightsOptions } from "./weights-file.js";
