// Names under which Keras has these layers, too.
export { Conv1D as Convolution1D, conv1d as convolution1d } from "./conv1d.js";
export {
  Conv1DTranspose as Convolution1DTranspose,
  conv1dTranspose as convolution1dTranspose,
} from "./conv1dTranspose.js";
export { Conv2D as Convolution2D, conv2d as convolution2d } from "./conv2d.js";
export {
  Conv2DTranspose as Convolution2DTranspose,
  conv2dTranspose as convolution2dTranspose,
} from "./conv2dTranspose.js";
export { Conv3D as Convolution3D, conv3d as convolution3d } from "./conv3d.js";
export {
  Conv3DTranspose as Convolution3DTranspose,
  conv3dTranspose as convolution3dTranspose,
} from "./conv3dTranspose.js";
export {
  SeparableConv1D as SeparableConvolution1D,
  separableConv1d as separableConvolution1d,
} from "./separableConv1d.js";
export {
  SeparableConv2D as SeparableConvolution2D,
  separableConv2d as separableConvolution2d,
} from "./separableConv2d.js";
