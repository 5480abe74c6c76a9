import { ops, type PaddingLike, type PerAxis, type Tensor, type TensorLike } from "@antler/core";

/** How a function of keras.ops is written with ours. */
export interface KerasOp {
  /** Keras's parameters, in order; a case that names another one is not compared. */
  readonly parameters: readonly string[];
  /** `undefined`: this combination of arguments has no counterpart. */
  readonly build: (values: Readonly<Record<string, unknown>>) => Tensor | undefined;
}

type Unary = (x: TensorLike) => Tensor;
type Binary = (a: TensorLike, b: TensorLike) => Tensor;
type Axes = number | readonly number[] | null | undefined;
type Reduction = (x: TensorLike, axis?: Axes, options?: { readonly keepdims?: boolean }) => Tensor;

const unary = (op: Unary): KerasOp => ({
  parameters: ["x"],
  build: ({ x }) => op(x as TensorLike),
});

const binary = (op: Binary): KerasOp => ({
  parameters: ["x1", "x2"],
  build: ({ x1, x2 }) => op(x1 as TensorLike, x2 as TensorLike),
});

const reduction = (op: Reduction): KerasOp => ({
  parameters: ["x", "axis", "keepdims"],
  build: ({ x, axis, keepdims }) =>
    op(x as TensorLike, axis as Axes, { keepdims: keepdims === true }),
});

const alongAxis = (op: (x: TensorLike, axis?: number) => Tensor): KerasOp => ({
  parameters: ["x", "axis"],
  build: ({ x, axis }) =>
    axis === null || Array.isArray(axis)
      ? undefined
      : op(x as TensorLike, axis as number | undefined),
});

/** Keras's axis is required to mean the last one here: without it, Keras flattens. */
const index = (op: (x: TensorLike, axis?: number) => Tensor): KerasOp => ({
  parameters: ["x", "axis", "keepdims"],
  build: ({ x, axis, keepdims }) =>
    typeof axis === "number" && keepdims !== true ? op(x as TensorLike, axis) : undefined,
});

interface PoolOptions {
  readonly strides?: PerAxis | undefined;
  readonly padding?: PaddingLike | undefined;
}

const pooling = (
  op: (x: TensorLike, size?: PerAxis, options?: PoolOptions) => Tensor,
): KerasOp => ({
  parameters: ["inputs", "pool_size", "strides", "padding", "data_format"],
  build: ({ inputs, pool_size: size, strides, padding = "valid", data_format: format }) =>
    format === "channels_first"
      ? undefined
      : op(inputs as TensorLike, size as PerAxis, {
          strides: (strides ?? undefined) as PerAxis | undefined,
          padding: padding as PaddingLike,
        }),
});

const conv: KerasOp = {
  parameters: ["inputs", "kernel", "strides", "padding", "data_format", "dilation_rate"],
  build: ({ inputs, kernel, strides, padding, data_format: format, dilation_rate: dilation }) => {
    if (format === "channels_first") return undefined;
    const [x, weights] = [inputs as Tensor, kernel as Tensor];
    const groups = (x.shape.at(-1) as number) / (weights.shape.at(-2) as number);
    return ops.conv(x, weights, {
      strides: (strides ?? 1) as PerAxis,
      padding: (padding ?? "valid") as PaddingLike,
      dilationRate: (dilation ?? 1) as PerAxis,
      groups,
    });
  },
};

/** Functions of keras.ops by name, where ours take the same arguments. */
export const kerasOps: Readonly<Record<string, KerasOp>> = {
  abs: unary(ops.abs),
  absolute: unary(ops.abs),
  ceil: unary(ops.ceil),
  cos: unary(ops.cos),
  erf: unary(ops.erf),
  exp: unary(ops.exp),
  floor: unary(ops.floor),
  isnan: unary(ops.isnan),
  log: unary(ops.log),
  log1p: unary(ops.log1p),
  logical_not: unary(ops.logicalNot),
  negative: unary(ops.negative),
  ones_like: unary(ops.onesLike),
  reciprocal: unary(ops.reciprocal),
  relu: unary(ops.relu),
  relu6: unary(ops.relu6),
  round: unary(ops.round),
  rsqrt: unary(ops.rsqrt),
  sigmoid: unary(ops.sigmoid),
  sign: unary(ops.sign),
  sin: unary(ops.sin),
  softplus: unary(ops.softplus),
  sqrt: unary(ops.sqrt),
  square: unary(ops.square),
  tanh: unary(ops.tanh),
  zeros_like: unary(ops.zerosLike),
  elu: {
    parameters: ["x", "alpha"],
    build: ({ x, alpha }) => ops.elu(x as TensorLike, alpha as number | undefined),
  },
  gelu: {
    parameters: ["x", "approximate"],
    build: ({ x, approximate }) => ops.gelu(x as TensorLike, approximate as boolean | undefined),
  },
  leaky_relu: {
    parameters: ["x", "negative_slope"],
    build: ({ x, negative_slope: slope }) =>
      ops.leakyRelu(x as TensorLike, slope as number | undefined),
  },

  add: binary(ops.add),
  divide: binary(ops.divide),
  equal: binary(ops.equal),
  greater: binary(ops.greater),
  greater_equal: binary(ops.greaterEqual),
  less: binary(ops.less),
  less_equal: binary(ops.lessEqual),
  logical_and: binary(ops.logicalAnd),
  logical_or: binary(ops.logicalOr),
  matmul: binary(ops.matmul),
  maximum: binary(ops.maximum),
  minimum: binary(ops.minimum),
  mod: binary(ops.mod),
  multiply: binary(ops.multiply),
  not_equal: binary(ops.notEqual),
  power: binary(ops.power),
  subtract: binary(ops.subtract),
  true_divide: binary(ops.divide),

  amax: reduction(ops.max),
  amin: reduction(ops.min),
  max: reduction(ops.max),
  mean: reduction(ops.mean),
  min: reduction(ops.min),
  prod: reduction(ops.prod),
  sum: reduction(ops.sum),
  var: reduction(ops.variance),
  argmax: index(ops.argmax),
  argmin: index(ops.argmin),
  softmax: alongAxis(ops.softmax),
  log_softmax: alongAxis(ops.logSoftmax),

  average_pool: pooling(ops.averagePool),
  conv,
  max_pool: pooling(ops.maxPool),

  broadcast_to: {
    parameters: ["x", "shape"],
    build: ({ x, shape }) => ops.broadcastTo(x as TensorLike, shape as number[]),
  },
  concatenate: {
    parameters: ["xs", "axis"],
    build: ({ xs, axis = 0 }) => ops.concatenate(xs as TensorLike[], axis as number),
  },
  expand_dims: {
    parameters: ["x", "axis"],
    build: ({ x, axis }) =>
      typeof axis === "number" ? ops.expandDims(x as TensorLike, axis) : undefined,
  },
  flip: {
    parameters: ["x", "axis"],
    build: ({ x, axis }) => ops.reverse(x as TensorLike, axis as Axes),
  },
  reshape: {
    parameters: ["x", "newshape"],
    build: ({ x, newshape }) =>
      ops.reshape(x as TensorLike, [newshape].flat() as unknown as number[]),
  },
  squeeze: {
    parameters: ["x", "axis"],
    build: ({ x, axis }) => ops.squeeze(x as TensorLike, axis as Axes),
  },
  stack: {
    parameters: ["x", "axis"],
    build: ({ x, axis = 0 }) => ops.stack(x as TensorLike[], axis as number),
  },
  transpose: {
    parameters: ["x", "axes"],
    build: ({ x, axes }) =>
      ops.transpose(x as TensorLike, (axes ?? undefined) as readonly number[] | undefined),
  },
  where: {
    parameters: ["condition", "x1", "x2"],
    build: ({ condition, x1, x2 }) =>
      x1 === undefined
        ? undefined
        : ops.where(condition as TensorLike, x1 as TensorLike, x2 as TensorLike),
  },
};
