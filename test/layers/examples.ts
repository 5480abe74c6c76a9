import type { DType } from "@antler/core";
import { layers } from "@antler/layers";

/** How the shared test calls one layer. */
export interface Example {
  readonly config?: object;
  /** With the batch, which is 2; several shapes for a layer of several inputs. */
  readonly input: readonly number[] | readonly (readonly number[])[];
  /** Default `"float32"`: numbers around 0. Integers are 0 … `below` − 1. */
  readonly dtype?: DType;
  readonly below?: number;
  /** Options of the call. */
  readonly call?: object;
  /** Weights that this example does not train: what a cell multiplies with states, which are 0 here. */
  readonly untrained?: RegExp;
}

const sequence = [2, 4, 3];
const image = [2, 5, 6, 4];
const frames = [2, 3, 4, 5, 2];
const volume = [2, 4, 5, 6, 2];
const queryAndValue = [
  [2, 4, 3],
  [2, 5, 3],
];
const pair = [
  [2, 4, 3],
  [2, 4, 3],
];

/** One example for every layer, by the name of its class. */
export const examples: Readonly<Record<string, Example>> = {
  AutoContrast: { input: image },
  CategoryEncoding: { config: { numTokens: 5 }, input: [2, 3], dtype: "int32", below: 5 },
  CenterCrop: { config: { height: 3, width: 4 }, input: image },
  Discretization: { config: { binBoundaries: [-1, 0, 1], outputMode: "one_hot" }, input: [2, 3] },
  Equalization: {
    config: { bins: 8, valueRange: [-2, 2] },
    input: image,
    call: { training: true },
  },
  Normalization: { input: sequence },
  Rescaling: { config: { scale: [1, 2, 3], offset: 1 }, input: sequence },
  Resizing: { config: { height: 3, width: 7 }, input: image },
  Solarization: { config: { valueRange: [-2, 2] }, input: image, call: { training: true } },
  Activation: { config: { activation: "tanh" }, input: sequence },
  ActivityRegularization: { config: { l1: 0.1, l2: 0.2 }, input: sequence },
  AdaptiveAveragePooling1D: { config: { outputSize: 3 }, input: sequence },
  AdaptiveAveragePooling2D: { config: { outputSize: 3 }, input: image },
  AdaptiveAveragePooling3D: { config: { outputSize: 3 }, input: volume },
  AdaptiveMaxPooling1D: { config: { outputSize: 2 }, input: sequence },
  AdaptiveMaxPooling2D: { config: { outputSize: 2 }, input: image },
  AdaptiveMaxPooling3D: { config: { outputSize: 2 }, input: volume },
  Add: { input: pair },
  AdditiveAttention: { input: queryAndValue },
  AlphaDropout: { config: { rate: 0.3, seed: 1 }, input: sequence },
  Attention: {
    config: { useScale: true, scoreMode: "concat", dropout: 0.3, seed: 1 },
    input: queryAndValue,
    call: { useCausalMask: true },
  },
  Average: { input: pair },
  AveragePooling1D: { config: { poolSize: 3, strides: 2, padding: "same" }, input: sequence },
  AveragePooling2D: { config: { poolSize: 3, strides: 2, padding: "same" }, input: image },
  AveragePooling3D: { config: { poolSize: 3, strides: 2, padding: "same" }, input: volume },
  BatchNormalization: { input: image },
  Bidirectional: {
    config: { layer: layers.lstm({ units: 2, returnSequences: true }) },
    input: sequence,
  },
  Concatenate: { config: { axis: 1 }, input: pair },
  Conv1D: {
    config: { filters: 4, kernelSize: 2, padding: "causal", dilationRate: 2 },
    input: sequence,
  },
  Conv1DTranspose: { config: { filters: 2, kernelSize: 3, strides: 2 }, input: sequence },
  Conv2D: { config: { filters: 3, kernelSize: [3, 2], padding: "same" }, input: image },
  ConvLSTM1D: { config: { filters: 2, kernelSize: 2, returnSequences: true }, input: image },
  ConvLSTM2D: { config: { filters: 2, kernelSize: [2, 3], padding: "same" }, input: frames },
  ConvLSTM3D: {
    config: { filters: 1, kernelSize: 2, dataFormat: "channels_first" },
    input: [2, 2, 1, 3, 3, 2],
  },
  Conv2DTranspose: {
    config: { filters: 2, kernelSize: 3, strides: 2, padding: "same", outputPadding: 1 },
    input: image,
  },
  Conv3D: { config: { filters: 4, kernelSize: 2, strides: [1, 2, 1], groups: 2 }, input: volume },
  Conv3DTranspose: {
    config: { filters: 2, kernelSize: 2, dilationRate: 2, dataFormat: "channels_first" },
    input: volume,
  },
  Cropping1D: { config: { cropping: [1, 2] }, input: sequence },
  Cropping2D: { config: { cropping: [1, [0, 2]] }, input: image },
  Cropping3D: { config: { cropping: 1 }, input: volume },
  Dense: { config: { units: 5, activation: "relu" }, input: sequence },
  DepthwiseConv1D: { config: { kernelSize: 2, depthMultiplier: 2 }, input: sequence },
  DepthwiseConv2D: {
    config: { kernelSize: 3, strides: 2, padding: "same", activation: "relu" },
    input: image,
  },
  Dot: { config: { axes: 2, normalize: true }, input: pair },
  Dropout: { config: { rate: 0.5, seed: 1, noiseShape: [null, 1, 3] }, input: sequence },
  ELU: { config: { alpha: 0.5 }, input: sequence },
  EinsumDense: {
    config: { equation: "abc,cde->abde", outputShape: [null, 2, 5], biasAxes: "de" },
    input: sequence,
  },
  Embedding: {
    config: { inputDim: 7, outputDim: 3, maskZero: true },
    input: [2, 4],
    dtype: "int32",
    below: 7,
  },
  Flatten: { input: image },
  GRU: { config: { units: 3, returnSequences: true, resetAfter: false }, input: sequence },
  GRUCell: { config: { units: 3 }, input: [2, 4], untrained: /recurrent_kernel/ },
  GaussianDropout: { config: { rate: 0.3, seed: 1 }, input: sequence },
  GaussianNoise: { config: { stddev: 0.3, seed: 1 }, input: sequence },
  GlobalAveragePooling1D: { config: { keepdims: true }, input: sequence },
  GlobalAveragePooling2D: { config: { keepdims: true }, input: image },
  GlobalAveragePooling3D: { config: { keepdims: true }, input: volume },
  GlobalMaxPooling1D: { input: sequence },
  GlobalMaxPooling2D: { input: image },
  GlobalMaxPooling3D: { input: volume },
  GroupNormalization: { config: { groups: 2 }, input: image },
  // Without biases: that of the keys changes nothing, so its gradient is rounding.
  GroupedQueryAttention: {
    config: { headDim: 2, numQueryHeads: 4, numKeyValueHeads: 2, useGate: true, useBias: false },
    input: queryAndValue,
  },
  Identity: { input: sequence },
  InputLayer: { config: { shape: [4, 3] }, input: sequence },
  LSTM: { config: { units: 3, goBackwards: true, returnState: true }, input: sequence },
  LSTMCell: { config: { units: 3 }, input: [2, 4], untrained: /recurrent_kernel/ },
  Lambda: { config: { function: double }, input: sequence },
  LayerNormalization: { config: { axis: [1, 2] }, input: sequence },
  LeakyReLU: { input: sequence },
  Masking: { input: sequence },
  MaxPooling1D: { config: { poolSize: 2 }, input: sequence },
  MaxPooling2D: { config: { poolSize: 2 }, input: image },
  MaxPooling3D: { config: { poolSize: 2 }, input: volume },
  Maximum: { input: pair },
  Minimum: { input: pair },
  MultiHeadAttention: {
    config: {
      numHeads: 2,
      keyDim: 3,
      valueDim: 4,
      dropout: 0.3,
      seed: 1,
      slidingWindow: 2,
      useBias: false,
    },
    input: queryAndValue,
  },
  Multiply: { input: pair },
  PReLU: { config: { alphaInitializer: "ones", sharedAxes: [1] }, input: sequence },
  Permute: { config: { dims: [2, 1] }, input: sequence },
  RMSNormalization: { input: sequence },
  RNN: {
    config: { cell: [layers.lstmCell({ units: 2 }), layers.gruCell({ units: 3 })] },
    input: sequence,
  },
  RandomBrightness: {
    config: { factor: [0.2, 0.2], valueRange: [-2, 2] },
    input: image,
    call: { training: true },
  },
  RandomContrast: { config: { factor: [0, 0], valueRange: [-2, 2] }, input: image },
  RandomCrop: { config: { height: 5, width: 3, seed: 1 }, input: image, call: { training: true } },
  RandomFlip: { config: { seed: 1 }, input: image, call: { training: false } },
  RandomGrayscale: {
    config: { factor: 1 },
    input: [2, 4, 5, 3],
    call: { training: true },
  },
  RandomRotation: { config: { factor: [0.1, 0.1] }, input: image, call: { training: true } },
  RandomTranslation: {
    config: { heightFactor: [0.2, 0.2], widthFactor: [0.3, 0.3], fillMode: "constant" },
    input: image,
    call: { training: true },
  },
  RandomZoom: { config: { heightFactor: [0.2, 0.2] }, input: image, call: { training: true } },
  ReLU: { config: { negativeSlope: 0.1, maxValue: 1, threshold: 0.2 }, input: sequence },
  RepeatVector: { config: { n: 3 }, input: [2, 4] },
  Reshape: { config: { targetShape: [3, -1] }, input: sequence },
  ReversibleEmbedding: {
    config: { inputDim: 7, outputDim: 3 },
    input: [2, 4],
    dtype: "int32",
    below: 7,
  },
  SimpleRNN: { config: { units: 3, dropout: 0.5, seed: 1 }, input: sequence },
  SimpleRNNCell: { config: { units: 3 }, input: [2, 4], untrained: /recurrent_kernel/ },
  SeparableConv1D: { config: { filters: 3, kernelSize: 2, padding: "same" }, input: sequence },
  SeparableConv2D: {
    config: { filters: 3, kernelSize: 2, depthMultiplier: 2, useBias: false },
    input: image,
  },
  Softmax: { config: { axis: 1 }, input: sequence },
  SpatialDropout1D: { config: { rate: 0.3, seed: 1 }, input: sequence },
  SpatialDropout2D: { config: { rate: 0.3, seed: 1 }, input: image },
  SpatialDropout3D: { config: { rate: 0.3, seed: 1 }, input: volume },
  SpectralNormalization: { config: { layer: layers.dense({ units: 3 }) }, input: sequence },
  StackedRNNCells: {
    config: { cells: [layers.simpleRNNCell({ units: 2 }), layers.lstmCell({ units: 3 })] },
    input: [2, 4],
    untrained: /recurrent_kernel/,
  },
  Subtract: { input: pair },
  TimeDistributed: { config: { layer: layers.dense({ units: 3 }) }, input: [2, 4, 3, 2] },
  UnitNormalization: { input: sequence },
  UpSampling1D: { input: sequence },
  UpSampling2D: { config: { interpolation: "bilinear" }, input: image },
  UpSampling3D: { config: { size: [1, 2, 1] }, input: volume },
  Wrapper: { config: { layer: layers.dense({ units: 3 }) }, input: sequence },
  ZeroPadding1D: { input: sequence },
  ZeroPadding2D: { config: { padding: [[1, 2], 0] }, input: image },
  ZeroPadding3D: { config: { dataFormat: "channels_first" }, input: volume },
};

function double<T extends { multiply(n: number): T }>(x: T): T {
  return x.multiply(2);
}
