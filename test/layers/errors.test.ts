import { ArgumentError, ops, ShapeError, type Tensor, tensor } from "@antler/core";
import { Layer, layers, RNNCell, resetNames } from "@antler/layers";
import { expect } from "chai";

/** What goes wrong, in which class of error, and what the message says. */
type Bad = readonly [
  what: string,
  make: () => unknown,
  error: typeof ArgumentError | typeof ShapeError,
  message: string,
];

const row = tensor([[1, 2]]);
const steps = tensor([
  [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
]);
const names = (value: string): never => value as never;
const zeros = (...shape: number[]): Tensor => ops.zeros(shape);

class Nothing extends Layer {
  override call(): Tensor {
    return undefined as never;
  }
}

class Forgetful extends RNNCell {
  readonly stateSize: number;
  constructor(stateSize: number | undefined) {
    super();
    this.stateSize = stateSize as number;
  }
  override call(x: Tensor): readonly Tensor[] {
    return [x];
  }
}

/** Calls a layer on zeros of one shape, then of another. */
function twice(layer: (x: Tensor) => unknown, first: number[], second: number[]): unknown {
  layer(ops.zeros(first));
  return layer(ops.zeros(second));
}

const families: Readonly<Record<string, readonly Bad[]>> = {
  core: [
    [
      "negative units",
      () => layers.dense({ units: -1 }),
      ArgumentError,
      "dense: units is out of range. Expected a positive integer, received -1.",
    ],
    [
      "an unknown initializer",
      () => layers.dense({ units: 1, kernelInitializer: names("zeross") }),
      ArgumentError,
      'Did you mean "zeros"?',
    ],
    [
      "an unknown policy",
      () => layers.identity({ dtype: names("mixed_float61") }),
      ArgumentError,
      'identity: unknown dtype policy "mixed_float61". Expected a dtype or one of mixed_float16, mixed_bfloat16. Did you mean "mixed_float16"?',
    ],
    [
      "weights before there are any",
      () => layers.dense({ units: 1 }).setWeights([[[1]], [1]]),
      ArgumentError,
      "dense: has no weights yet. Expected a built layer. Call it on a tensor, or call build(inputShape).",
    ],
    [
      "an input without features",
      () => layers.dense({ units: 1 })(tensor([1, 2])),
      ShapeError,
      "dense: the input has rank 1. Expected rank 2 or more [batch, ..., channels], received [2].",
    ],
    [
      "a call that returns nothing",
      () => new Nothing()(row),
      ArgumentError,
      "nothing: call returned something that is no tensor. Expected a Tensor, or a list or map of them, received undefined.",
    ],
    [
      "an inner layer that is none",
      () => layers.wrapper({ layer: names("dense") }),
      ArgumentError,
      "wrapper: layer is no layer. Expected a layer, received dense.",
    ],
    [
      "an input without shape",
      () => layers.inputLayer({}),
      ArgumentError,
      "input_layer: the shape is missing. Expected shape or batchShape, received neither.",
    ],
    [
      "an equation that can't be read",
      () => layers.einsumDense({ equation: "ab,bc", outputShape: 2 }),
      ArgumentError,
      'einsum_dense: equation can\'t be read. Expected the form "ab,bc->ac", "...b,bc->...c" or "ab...,bc->ac...", received "ab,bc".',
    ],
    [
      "an output that does not fit the input",
      () => layers.einsumDense({ equation: "abc,cd->abd", outputShape: [5, 2] })(steps),
      ArgumentError,
      'einsum_dense: input and outputShape differ along "b". Expected 3, received 5.',
    ],
    [
      "a bias along no axis of the output",
      () => layers.einsumDense({ equation: "ab,bc->ac", outputShape: 2, biasAxes: "x" })(row),
      ArgumentError,
      'einsum_dense: biasAxes name no axis of the output. Expected letters of "ac", received "x".',
    ],
    [
      "vectors of size 0",
      () => layers.embedding({ inputDim: 3, outputDim: 0 }),
      ArgumentError,
      "embedding: outputDim is out of range. Expected a positive integer, received 0.",
    ],
    [
      "something that is no tensor",
      () => layers.masking()([[1, 2]] as never),
      ArgumentError,
      "masking: called with something that is no tensor.",
    ],
  ],
  activations: [
    [
      "an unknown function",
      () => layers.activation("rellu" as "relu"),
      ArgumentError,
      'activation: unknown activation "rellu".',
    ],
    [
      "a negative slope below 0",
      () => layers.relu({ negativeSlope: -1 }),
      ArgumentError,
      "re_lu: negativeSlope is out of range. Expected a number ≥ 0, received -1.",
    ],
    [
      "slopes for an axis without size",
      () => layers.prelu().computeOutputShape([null, null]),
      ShapeError,
      "p_re_lu: the weights need the size of axis 1. Expected a number, received [batch, axis1].",
    ],
  ],
  merging: [
    [
      "one tensor in place of a list",
      () => layers.add()(row as never),
      ArgumentError,
      "add: called with the wrong number of inputs. Expected a list of one or more tensors, received one that is no list.",
    ],
    [
      "three tensors to subtract",
      () => layers.subtract([row, row, row]),
      ArgumentError,
      "subtract: called with the wrong number of inputs. Expected a list of 2 tensors, received 3.",
    ],
    [
      "shapes that differ",
      () => layers.concatenate([row, tensor([[1], [2]])]),
      ShapeError,
      "concatenate: the inputs differ. Expected shapes that are equal but along axis -1, received [1, 2] and [2, 1].",
    ],
    [
      "a sum over the batch",
      () => layers.dot([row, row], 0),
      ShapeError,
      "dot: can't sum over the batch.",
    ],
    [
      "axes of different sizes",
      () => layers.dot([row, steps], 1),
      ShapeError,
      "dot: the axes differ in size. Expected equal sizes along axes 1, received [1, 2] and [1, 3, 2].",
    ],
  ],
  normalization: [
    [
      "a momentum above 1",
      () => layers.batchNormalization({ momentum: 2 }),
      ArgumentError,
      "batch_normalization: momentum is out of range. Expected a number from 0 to 1, received 2.",
    ],
    [
      "an axis that is not there",
      () => layers.batchNormalization({ axis: 3 })(row),
      ShapeError,
      "batch_normalization",
    ],
    [
      "channels that do not fall into groups",
      () => layers.groupNormalization({ groups: 3 })(row),
      ArgumentError,
      "group_normalization: the channels do not fall into equal groups. Expected a multiple of groups 3, received 2.",
    ],
    [
      "an unknown limit",
      () => layers.batchNormalization({ renorm: true, renormClipping: { rmid: 1 } as object }),
      ArgumentError,
      'batch_normalization: renormClipping has an unknown key. Expected some of rmin, rmax, dmax, received "rmid".',
    ],
    [
      "a layer without kernel",
      () => layers.spectralNormalization({ layer: layers.flatten() })(row),
      ArgumentError,
      "spectral_normalization: the layer has nothing to normalize.",
    ],
  ],
  recurrent: [
    [
      "negative units",
      () => layers.lstm({ units: -1 }),
      ArgumentError,
      "lstm: units is out of range. Expected a positive integer, received -1.",
    ],
    [
      "a share above 1",
      () => layers.gru({ units: 1, recurrentDropout: 1.5, name: "memory" }),
      ArgumentError,
      "memory: recurrentDropout is out of range. Expected a number from 0 to 1, received 1.5.",
    ],
    [
      "a kernel of too many axes",
      () => layers.convLSTM2d({ filters: 1, kernelSize: [1, 2, 3] }),
      ArgumentError,
      "conv_lstm2d: kernelSize is out of range. Expected a positive integer or 2 of them, received [1,2,3].",
    ],
    [
      "a sequence without features",
      () => layers.lstm({ units: 2 })(row),
      ShapeError,
      "lstm: the input has rank 2. Expected rank 3 [batch, time, features], received [1, 2].",
    ],
    [
      "another number of features",
      () => twice(layers.gru({ units: 2 }), [1, 3, 2], [1, 3, 4]),
      ShapeError,
      "gru: axis -1 of the input has size 4. Expected 2 [batch, time, features], received [1, 3, 4].",
    ],
    [
      "images without time",
      () => layers.convLSTM2d({ filters: 1, kernelSize: 2 })(ops.zeros([1, 4, 4, 2])),
      ShapeError,
      "conv_lstm2d: the input has rank 4. Expected rank 5 [batch, time, height, width, channels], received [1, 4, 4, 2].",
    ],
    [
      "too few states",
      () => layers.lstm({ units: 2 })(steps, { initialState: [row] }),
      ArgumentError,
      "lstm: the wrong number of states. Expected 2 ([1, 2] and [1, 2]), received 1.",
    ],
    [
      "a state of another size",
      () => layers.gru({ units: 3 })(steps, { initialState: row }),
      ShapeError,
      "gru: state 0 has the wrong shape. Expected [1, 3], received [1, 2].",
    ],
    [
      "a mask of another size",
      () => layers.gru({ units: 3 })(steps, { mask: tensor([[true, false]]) }),
      ShapeError,
      "gru: the mask does not fit the input. Expected [batch, time] as in [1, 3, 2], received [1, 2].",
    ],
    [
      "unrolling any number of steps",
      () => layers.gru({ units: 3, unroll: true })(layers.input({ shape: ["time", 2] })),
      ShapeError,
      "gru: unroll needs a known number of steps. Expected a number, received [batch, time, 2].",
    ],
    [
      "keeping states of any number of samples",
      () => layers.gru({ units: 3, stateful: true })(layers.input({ shape: [3, 2] })),
      ShapeError,
      "gru: a stateful layer keeps the states of each sample of a batch. Expected fixed sizes, received [batch, 3, 2]. Give the input a batchSize.",
    ],
    [
      "a reset where nothing is kept",
      () => layers.gru({ units: 3 }).resetState(),
      ArgumentError,
      "gru: has no states to reset. Expected a layer with stateful: true.",
    ],
    [
      "a layer that is no cell",
      () => layers.rnn({ cell: names("lstm") }),
      ArgumentError,
      "rnn: cell is no cell. Expected an RNNCell, such as layers.lstmCell({ units }), received lstm.",
    ],
    [
      "a stack of nothing",
      () => layers.stackedRNNCells({ cells: [] }),
      ArgumentError,
      "stacked_rnn_cells: there are no cells. Expected a list of one or more, received .",
    ],
    [
      "a cell without stateSize",
      () => layers.rnn({ cell: new Forgetful(undefined) }),
      ArgumentError,
      "rnn: Forgetful(forgetful) does not say how large its states are. Expected a stateSize of positive integers, received undefined.",
    ],
    [
      "a cell that gives no state",
      () => layers.rnn({ cell: new Forgetful(2) })(steps),
      ArgumentError,
      "forgetful: call returned something else than an output and new states. Expected a list of 2 tensors, received 1.",
    ],
    [
      "a layer that can't go backwards",
      () => layers.bidirectional({ layer: names("dense") }),
      ArgumentError,
      "bidirectional: layer is no recurrent layer. Expected one, such as layers.lstm({ units }), received dense.",
    ],
    [
      "an unknown way to merge",
      () => layers.bidirectional({ layer: layers.gru({ units: 1 }), mergeMode: names("max") }),
      ArgumentError,
      'bidirectional: unknown mergeMode "max". Expected one of sum, mul, concat, ave.',
    ],
    [
      "two layers in one direction",
      () =>
        layers.bidirectional({
          layer: layers.gru({ units: 1 }),
          backwardLayer: layers.gru({ units: 1 }),
        }),
      ArgumentError,
      "bidirectional: both layers go in the same direction. Expected different goBackwards, received false twice.",
    ],
    [
      "two layers that return different things",
      () =>
        layers.bidirectional({
          layer: layers.gru({ units: 1 }),
          backwardLayer: layers.gru({ units: 1, goBackwards: true, returnSequences: true }),
        }),
      ArgumentError,
      "bidirectional: the layers differ in returnSequences. Expected the same for both, received false and true.",
    ],
    [
      "states for one direction alone",
      () =>
        layers.bidirectional({ layer: layers.gru({ units: 1 }) })(steps, {
          initialState: [tensor([[1]])],
        }),
      ArgumentError,
      "bidirectional: initialState does not fall into two halves. Expected the states of the forward layer, then those of the backward layer, received 1.",
    ],
    [
      "steps without anything in them",
      () => layers.timeDistributed({ layer: layers.dense({ units: 1 }) })(row),
      ShapeError,
      "time_distributed: the input has rank 2. Expected rank 3 or more [batch, time, ...], received [1, 2].",
    ],
  ],
  regularization: [
    [
      "a rate above 1",
      () => layers.dropout({ rate: 1.5 }),
      ArgumentError,
      "dropout: rate is out of range. Expected a number from 0 to 1, received 1.5.",
    ],
    [
      "a sequence in place of images",
      () => layers.spatialDropout2d({ rate: 0.5 })(steps),
      ShapeError,
      "spatial_dropout2d: the input has rank 3. Expected rank 4 [batch, height, width, channels], received [1, 3, 2].",
    ],
  ],
  convolution: [
    [
      "negative filters",
      () => layers.conv1d({ filters: -1, kernelSize: 3 }),
      ArgumentError,
      "conv1d: filters is out of range. Expected a positive integer, received -1.",
    ],
    [
      "a kernel of another rank",
      () => layers.conv2d({ filters: 1, kernelSize: names([3, 3, 3] as never) }),
      ArgumentError,
      "conv2d: kernelSize is out of range. Expected a positive integer or 2 of them, received [3,3,3].",
    ],
    [
      "no kernelSize",
      () => layers.depthwiseConv2d({} as never),
      ArgumentError,
      "depthwise_conv2d: kernelSize is out of range. Expected a positive integer or 2 of them, received undefined.",
    ],
    [
      "causal padding of images",
      () => layers.conv2d({ filters: 1, kernelSize: 3, padding: names("causal") }),
      ArgumentError,
      'conv2d: unknown padding "causal". Expected one of valid, same.',
    ],
    [
      "an unknown padding",
      () => layers.separableConv1d({ filters: 1, kernelSize: 3, padding: names("sam") }),
      ArgumentError,
      'separable_conv1d: unknown padding "sam". Expected one of valid, same. Did you mean "same"?',
    ],
    [
      "filters that groups do not divide",
      () => layers.conv3d({ filters: 3, kernelSize: 1, groups: 2 }),
      ArgumentError,
      "conv3d: filters do not fall into equal groups. Expected a multiple of groups 2, received 3.",
    ],
    [
      "channels that groups do not divide",
      () => layers.conv1d({ filters: 2, kernelSize: 1, groups: 2 })(zeros(1, 4, 3)),
      ArgumentError,
      "conv1d: input channels do not fall into equal groups. Expected a multiple of groups 2, received 3.",
    ],
    [
      "strides together with dilation",
      () => layers.conv2d({ filters: 1, kernelSize: 2, strides: 2, dilationRate: [1, 2] }),
      ArgumentError,
      "conv2d: strides and dilationRate exclude each other. Expected one of them to be 1, received strides [2,2] and dilationRate [1,2].",
    ],
    [
      "a kernel larger than the input",
      () => layers.conv2d({ filters: 1, kernelSize: [2, 5] })(zeros(1, 4, 4, 1)),
      ShapeError,
      'conv2d: kernelSize is larger than the input. Expected a window within [4, 4], received [2, 5]. Use a smaller one, or padding "same".',
    ],
    [
      "a dilated kernel larger than the input",
      () =>
        layers.separableConv2d({ filters: 1, kernelSize: 3, dilationRate: 2 })(zeros(1, 4, 5, 1)),
      ShapeError,
      "separable_conv2d: kernelSize is larger than the input. Expected a window within [4, 5], received [3, 3], which dilationRate spreads over [5, 5].",
    ],
    [
      "an input of another rank",
      () => layers.conv3d({ filters: 1, kernelSize: 1 })(zeros(1, 4, 4, 1)),
      ShapeError,
      "conv3d: the input has rank 4. Expected rank 5 [batch, depth, height, width, channels], received [1, 4, 4, 1].",
    ],
    [
      "other channels than before",
      () => {
        const layer = layers.conv1d({ filters: 1, kernelSize: 1, dataFormat: "channels_first" });
        layer(zeros(1, 2, 4));
        return layer(zeros(1, 3, 4));
      },
      ShapeError,
      "conv1d: axis 1 of the input has size 3. Expected 2 [batch, channels, length], received [1, 3, 4].",
    ],
    [
      "channels of unknown number",
      () => layers.conv1d({ filters: 1, kernelSize: 1 }).computeOutputShape([null, 4, null]),
      ShapeError,
      "conv1d: the weights need the size of axis -1. Expected a number",
    ],
    [
      "an outputPadding as large as the stride",
      () => layers.conv1dTranspose({ filters: 1, kernelSize: 3, strides: 2, outputPadding: 2 }),
      ArgumentError,
      "conv1d_transpose: outputPadding is out of range. Expected less than strides [2], received [2].",
    ],
    [
      "no depth",
      () => layers.depthwiseConv1d({ kernelSize: 1, depthMultiplier: 0 }),
      ArgumentError,
      "depthwise_conv1d: depthMultiplier is out of range. Expected a positive integer, received 0.",
    ],
  ],
  pooling: [
    [
      "a window larger than the input",
      () => layers.maxPooling1d({ poolSize: 4 })(zeros(1, 3, 2)),
      ShapeError,
      'max_pooling1d: poolSize is larger than the input. Expected a window within [3], received [4]. Use a smaller one, or padding "same".',
    ],
    [
      "strides of 0",
      () => layers.averagePooling3d({ strides: 0 }),
      ArgumentError,
      "average_pooling3d: strides is out of range. Expected a positive integer or 3 of them, received 0.",
    ],
    [
      "an unknown padding",
      () => layers.maxPooling2d({ padding: names("causal") }),
      ArgumentError,
      'max_pooling2d: unknown padding "causal". Expected one of valid, same.',
    ],
    [
      "an input of another rank",
      () => layers.globalMaxPooling1d()(zeros(1, 3, 3, 2)),
      ShapeError,
      "global_max_pooling1d: the input has rank 4. Expected rank 3 [batch, length, channels], received [1, 3, 3, 2].",
    ],
    [
      "an outputSize of another rank",
      () => layers.adaptiveAveragePooling2d({ outputSize: names([1, 2, 3] as never) }),
      ArgumentError,
      "adaptive_average_pooling2d: outputSize is out of range. Expected a positive integer or 2 of them, received [1,2,3].",
    ],
  ],
  attention: [
    [
      "one input",
      () => layers.attention()(names(steps as never)),
      ArgumentError,
      "attention: called with the wrong number of inputs. Expected [query, value] or [query, value, key], received one that is no list.",
    ],
    [
      "four inputs",
      () => layers.additiveAttention()([steps, steps, steps, steps]),
      ArgumentError,
      "additive_attention: called with the wrong number of inputs. Expected [query, value] or [query, value, key], received 4.",
    ],
    [
      "an unknown scoreMode",
      () => layers.attention({ scoreMode: names("dott") }),
      ArgumentError,
      'attention: unknown scoreMode "dott". Expected one of dot, concat. Did you mean "dot"?',
    ],
    [
      "query and key with other features",
      () => layers.attention()([steps, zeros(1, 3, 4)]),
      ShapeError,
      "attention: query and key differ in features. Expected equal last axes, received query [1, 3, 2] and key [1, 3, 4].",
    ],
    [
      "value and key of other lengths",
      () => layers.multiHeadAttention({ numHeads: 1, keyDim: 2 })(steps, steps, zeros(1, 4, 2)),
      ShapeError,
      "multi_head_attention: value and key differ in length. Expected equal shapes but for the features, received value [1, 3, 2] and key [1, 4, 2].",
    ],
    [
      "a query without steps",
      () => layers.multiHeadAttention({ numHeads: 1, keyDim: 2 })(row, steps),
      ShapeError,
      "multi_head_attention: the query has rank 2. Expected rank 3 or more [batch, ..., length, features], received [1, 2].",
    ],
    [
      "no heads",
      () => layers.multiHeadAttention({ numHeads: 0, keyDim: 2 }),
      ArgumentError,
      "multi_head_attention: numHeads is out of range. Expected a positive integer, received 0.",
    ],
    [
      "an axis that there is not",
      () => layers.multiHeadAttention({ numHeads: 1, keyDim: 2, attentionAxes: 2 })(steps, steps),
      ArgumentError,
      "multi_head_attention: attentionAxes do not fit the query. Expected different axes from 1 to 1, received [2].",
    ],
    [
      "flash attention with dropout",
      () =>
        layers.multiHeadAttention({ numHeads: 1, keyDim: 2, flashAttention: true, dropout: 0.1 }),
      ArgumentError,
      "multi_head_attention: flashAttention excludes dropout. Expected dropout 0, received 0.1.",
    ],
    [
      "heads that do not share evenly",
      () => layers.groupQueryAttention({ headDim: 2, numQueryHeads: 4, numKeyValueHeads: 3 }),
      ArgumentError,
      "grouped_query_attention: numQueryHeads do not fall into equal groups. Expected a multiple of numKeyValueHeads 3, received 4.",
    ],
    [
      "a query of rank 4 for shared heads",
      () =>
        layers.groupQueryAttention({ headDim: 2, numQueryHeads: 4, numKeyValueHeads: 2 })(
          zeros(1, 2, 3, 4),
          steps,
        ),
      ShapeError,
      "grouped_query_attention: the query has rank 4. Expected rank 3 [batch, length, features], received [1, 2, 3, 4].",
    ],
  ],
  reshaping: [
    [
      "an unknown format",
      () => layers.flatten({ dataFormat: names("channels_lst") }),
      ArgumentError,
      'flatten: unknown dataFormat "channels_lst". Expected one of channels_last, channels_first. Did you mean "channels_last"?',
    ],
    [
      "a target of another size",
      () => layers.reshape({ targetShape: [5] })(row),
      ShapeError,
      "reshape",
    ],
    [
      "axes that are no order",
      () => layers.permute({ dims: [1, 3] }),
      ArgumentError,
      "permute: dims is no order of axes. Expected the numbers from 1 to their count, each once, received [1,3].",
    ],
    [
      "a cropping that leaves nothing",
      () => layers.cropping1d({ cropping: 2 })(steps),
      ShapeError,
      "cropping1d: cropping leaves nothing of axis 1. Expected less than 3 in all, received [2, 2] for input [1, 3, 2].",
    ],
    [
      "a negative padding",
      () => layers.zeroPadding2d({ padding: [-1, 1] }),
      ArgumentError,
      "zero_padding2d: padding is out of range. Expected an integer ≥ 0, 2 of them, or 2 pairs [before, after], received [-1,1].",
    ],
    [
      "interpolation of images of any size",
      () =>
        layers.upSampling2d({ interpolation: "bilinear" }).computeOutputShape([1, null, null, 3]),
      ShapeError,
      'up_sampling2d: interpolation "bilinear" needs the image\'s size. Expected numbers for height and width, received [1, axis1, axis2, 3].',
    ],
    [
      "an unknown interpolation",
      () => layers.upSampling2d({ interpolation: names("linear") }),
      ArgumentError,
      'up_sampling2d: unknown interpolation "linear". Expected one of nearest, bilinear, bicubic, lanczos3, lanczos5.',
    ],
  ],
};

describe("layers refuse, naming themselves, the argument, what they expect and what they got", () => {
  beforeEach(resetNames);

  for (const [family, cases] of Object.entries(families)) {
    describe(family, () => {
      for (const [what, make, error, message] of cases) {
        it(what, () => {
          expect(() => make() as Tensor).to.throw(error, message);
        });
      }
    });
  }
});
