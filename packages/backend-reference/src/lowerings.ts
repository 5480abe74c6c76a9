import {
  allocate,
  type Bindings,
  convert,
  type HostTensor,
  type Lowerings,
  lowerItem,
  resolveDim,
  resolveShape,
  type Subgraph,
  sizeOf,
} from "@antler/core";
import { cond, scan, whileLoop } from "./kernels/control-flow.js";
import { conv, convInputGrad, convKernelGrad } from "./kernels/conv.js";
import { ctcBeamSearch } from "./kernels/ctc.js";
import { cumsum } from "./kernels/cumulative.js";
import { elementwise } from "./kernels/elementwise.js";
import { gather, scatterAdd, scatterSlices, takeAlongAxis } from "./kernels/gather.js";
import {
  cholesky,
  eig,
  eigh,
  luFactor,
  qr,
  slogdet,
  solve,
  solveTriangular,
  svd,
} from "./kernels/linalg.js";
import { matmul } from "./kernels/matmul.js";
import { averagePool, averagePoolGrad, maxPoolGrad, maxPoolSelect } from "./kernels/pool.js";
import {
  argmax,
  integerProductFold,
  maxFold,
  meanFold,
  minFold,
  productFold,
  reduce,
  sumFold,
} from "./kernels/reduce.js";
import { broadcastTo, concatenate, flip, pad, slice, transpose } from "./kernels/shapes.js";
import { softmax } from "./kernels/softmax.js";
import { argsort } from "./kernels/sort.js";
import { view } from "./kernels/view.js";

/** What a lowering knows besides its inputs: the values of the symbolic dimensions. */
export interface Context {
  readonly bindings: Bindings;
  /** Runs a body of a loop or a branch. */
  run(graph: Subgraph, inputs: readonly HostTensor[]): readonly HostTensor[];
}

/** Every op on host values. Each accumulates in float64 and rounds once, at the end. */
export const lowerings = {
  abs: elementwise,
  add: elementwise,
  arccos: elementwise,
  arccosh: elementwise,
  arcsin: elementwise,
  arcsinh: elementwise,
  arctan2: elementwise,
  arctan: elementwise,
  arctanh: elementwise,
  bitwiseAnd: elementwise,
  bitwiseLeftShift: elementwise,
  bitwiseRightShift: elementwise,
  ceil: elementwise,
  cos: elementwise,
  cosh: elementwise,
  digamma: elementwise,
  divide: elementwise,
  equal: elementwise,
  erf: elementwise,
  erfc: elementwise,
  erfinv: elementwise,
  exp: elementwise,
  expm1: elementwise,
  floor: elementwise,
  floorDivide: elementwise,
  gcd: elementwise,
  i0: elementwise,
  i1: elementwise,
  isnan: elementwise,
  less: elementwise,
  lessEqual: elementwise,
  lgamma: elementwise,
  log: elementwise,
  log1p: elementwise,
  logicalAnd: elementwise,
  logicalNot: elementwise,
  logicalOr: elementwise,
  maximum: elementwise,
  minimum: elementwise,
  mod: elementwise,
  multiply: elementwise,
  negative: elementwise,
  power: elementwise,
  relu: elementwise,
  round: elementwise,
  sigmoid: elementwise,
  sign: elementwise,
  sin: elementwise,
  softplus: elementwise,
  sinh: elementwise,
  sqrt: elementwise,
  subtract: elementwise,
  tan: elementwise,
  tanh: elementwise,
  where: elementwise,
  cast: ({ inputs: [x], attrs: { dtype } }) => ({
    dtype,
    shape: x.shape,
    data: convert(x.data, dtype),
  }),

  sum: ({ inputs: [x], attrs }) => reduce(x, attrs, sumFold),
  mean: ({ inputs: [x], attrs }) => reduce(x, attrs, meanFold),
  prod: ({ inputs: [x], attrs }) =>
    reduce(x, attrs, x.dtype === "int32" ? integerProductFold : productFold),
  max: ({ inputs: [x], attrs }) => reduce(x, attrs, maxFold),
  min: ({ inputs: [x], attrs }) => reduce(x, attrs, minFold),
  argmax: ({ inputs: [x], attrs }) => argmax(x, attrs.axis),
  argsort: ({ inputs: [x], attrs, context }) =>
    argsort(x, attrs.axis, attrs.descending, resolveDim(attrs.count, context.bindings)),
  cumsum: ({ inputs: [x], attrs }) => cumsum(x, attrs.axis, attrs.reverse),
  softmax: ({ inputs: [x], attrs }) => softmax(x, attrs.axis, false),
  logSoftmax: ({ inputs: [x], attrs }) => softmax(x, attrs.axis, true),

  elu: "decompose",
  layerNormalization: "decompose",
  matmul: ({ inputs: [a, b] }) => matmul(a, b),
  conv: ({ inputs: [x, kernel], attrs }) => conv(x, kernel, attrs),
  convInputGrad: ({ inputs: [gradient, kernel], attrs, context }) =>
    convInputGrad(gradient, kernel, attrs, resolveShape(attrs.inputShape, context.bindings)),
  convKernelGrad: ({ inputs: [x, gradient], attrs }) =>
    convKernelGrad(x, gradient, attrs, attrs.kernelShape),
  ctcBeamSearch: ({ inputs: [logits, lengths], attrs }) => ctcBeamSearch(logits, lengths, attrs),
  maxPool: ({ inputs: [x], attrs }) => maxPoolSelect(x, x, attrs),
  maxPoolGrad: ({ inputs: [x, gradient], attrs }) => maxPoolGrad(x, gradient, attrs),
  maxPoolSelect: ({ inputs: [x, values], attrs }) => maxPoolSelect(x, values, attrs),
  averagePool: ({ inputs: [x], attrs }) => averagePool(x, attrs),
  averagePoolGrad: ({ inputs: [gradient], attrs, context }) =>
    averagePoolGrad(gradient, attrs, resolveShape(attrs.inputShape, context.bindings)),

  reshape: ({ inputs: [x], attrs, context }) => ({
    ...x,
    shape: resolveShape(attrs.shape, context.bindings),
  }),
  broadcastTo: ({ inputs: [x], attrs, context }) =>
    broadcastTo(x, resolveShape(attrs.shape, context.bindings)),
  transpose: ({ inputs: [x], attrs }) => transpose(x, attrs.permutation),
  flip: ({ inputs: [x], attrs }) => flip(x, attrs.axes),
  stridedSlice: ({ inputs: [x], attrs, context, node }) =>
    slice(
      x,
      resolveShape(attrs.begin, context.bindings),
      resolveShape(attrs.end, context.bindings),
      attrs.strides,
      node,
    ),
  pad: ({ inputs: [x], attrs }) => pad(x, attrs.paddings, attrs.value),
  concatenate: ({ inputs, attrs }) => concatenate(inputs, attrs.axis),
  gather: ({ inputs: [x, indices], attrs, node }) => gather(x, indices, attrs.axis, node),
  view: ({ inputs: [x], attrs: { dtype } }) => view(x, dtype),
  scatterSlices: ({ inputs: [x, indices, updates], attrs, node }) =>
    scatterSlices(x, indices, updates, attrs.reduction, node),
  takeAlongAxis: ({ inputs: [x, indices], attrs, node }) =>
    takeAlongAxis(x, indices, attrs.axis, node),
  scatterAdd: ({ inputs: [indices, updates], attrs, node, context }) =>
    scatterAdd(indices, updates, attrs.axis, resolveDim(attrs.size, context.bindings), node),

  iota: ({ attrs, context }) => {
    const size = resolveDim(attrs.size, context.bindings);
    const data = allocate(attrs.dtype, size).map((_: number, i: number) => i);
    return { dtype: attrs.dtype, shape: [size], data };
  },
  fill: ({ attrs, context }) => {
    const shape = resolveShape(attrs.shape, context.bindings);
    return {
      dtype: attrs.dtype,
      shape,
      data: allocate(attrs.dtype, sizeOf(shape)).fill(attrs.value),
    };
  },
  dimension: ({ attrs, context }) => {
    const size = resolveDim(attrs.value, context.bindings);
    return { dtype: attrs.dtype, shape: [], data: convert([size], attrs.dtype) };
  },
  stopGradient: "decompose",
  item: lowerItem,
  cholesky: ({ inputs: [x] }) => cholesky(x),
  eig: ({ inputs: [x] }) => eig(x),
  eigh: ({ inputs: [x] }) => eigh(x),
  luFactor: ({ inputs: [x] }) => luFactor(x),
  qr: ({ inputs: [x], attrs }) => qr(x, attrs.mode === "complete"),
  slogdet: ({ inputs: [x] }) => slogdet(x),
  solve: ({ inputs: [a, b] }) => solve(a, b),
  solveTriangular: ({ inputs: [a, b], attrs }) => solveTriangular(a, b, attrs.lower),
  svd: ({ inputs: [x], attrs }) => svd(x, attrs.fullMatrices),
  barrier: ({ inputs: [x] }) => x,
  withGradient: "decompose",
  scan,
  cond,
  whileLoop,
} satisfies Lowerings<HostTensor, Context>;
