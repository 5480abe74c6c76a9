export { setRandomSeed } from "@antler/core";
export {
  customObjectScope,
  deserializeKerasObject,
  getCustomObjects,
  getRegisteredName,
  getRegisteredObject,
  registerKerasSerializable,
  serializeKerasObject,
} from "../saving/index.js";
export { type GetFileOptions, getFile } from "./get-file.js";
export {
  disableInteractiveLogging,
  enableInteractiveLogging,
  isInteractiveLoggingEnabled,
} from "./logging.js";
export { type NormalizeOptions, normalize } from "./normalize.js";
export {
  type ClearSessionOptions,
  clearSession,
  getSourceInputs,
  isKerasTensor,
  type PackedData,
  packXYSampleWeight,
  standardizeDtype,
  unpackXYSampleWeight,
} from "./packing.js";
export { type PadSequencesOptions, padSequences, type SequenceLike } from "./pad-sequences.js";
export { Progbar, type ProgbarOptions, type ProgbarValues } from "./progbar.js";
export {
  type SplitDatasetOptions,
  type SplitOf,
  type SplittableData,
  splitDataset,
} from "./split-dataset.js";
export {
  type TimeseriesBatch,
  type TimeseriesDataset,
  type TimeseriesOptions,
  timeseriesDatasetFromArray,
} from "./timeseries.js";
export { type ToCategoricalOptions, toCategorical } from "./to-categorical.js";
