// Names under which Keras has these layers, too.
export {
  AveragePooling1D as AvgPool1D,
  averagePooling1d as avgPool1d,
} from "./averagePooling1d.js";
export {
  AveragePooling2D as AvgPool2D,
  averagePooling2d as avgPool2d,
} from "./averagePooling2d.js";
export {
  AveragePooling3D as AvgPool3D,
  averagePooling3d as avgPool3d,
} from "./averagePooling3d.js";
export {
  GlobalAveragePooling1D as GlobalAvgPool1D,
  globalAveragePooling1d as globalAvgPool1d,
} from "./globalAveragePooling1d.js";
export {
  GlobalAveragePooling2D as GlobalAvgPool2D,
  globalAveragePooling2d as globalAvgPool2d,
} from "./globalAveragePooling2d.js";
export {
  GlobalAveragePooling3D as GlobalAvgPool3D,
  globalAveragePooling3d as globalAvgPool3d,
} from "./globalAveragePooling3d.js";
export {
  GlobalMaxPooling1D as GlobalMaxPool1D,
  globalMaxPooling1d as globalMaxPool1d,
} from "./globalMaxPooling1d.js";
export {
  GlobalMaxPooling2D as GlobalMaxPool2D,
  globalMaxPooling2d as globalMaxPool2d,
} from "./globalMaxPooling2d.js";
export {
  GlobalMaxPooling3D as GlobalMaxPool3D,
  globalMaxPooling3d as globalMaxPool3d,
} from "./globalMaxPooling3d.js";
export { MaxPooling1D as MaxPool1D, maxPooling1d as maxPool1d } from "./maxPooling1d.js";
export { MaxPooling2D as MaxPool2D, maxPooling2d as maxPool2d } from "./maxPooling2d.js";
export { MaxPooling3D as MaxPool3D, maxPooling3d as maxPool3d } from "./maxPooling3d.js";
