export * from "./activations.js";
export * from "./adaptivePooling.js";
export * from "./angles.js";
export * from "./arithmetic.js";
export * from "./attention.js";
export * from "./axes.js";
export * from "./bits.js";
export * from "./casting.js";
export * from "./cdist.js";
export * from "./comparison.js";
export * from "./control-flow.js";
export * from "./conversion.js";
export * from "./convolution.js";
export * from "./corrcoef.js";
export * from "./counting.js";
export * from "./creation.js";
export * from "./crossentropy.js";
export * from "./ctcDecode.js";
export * from "./ctcLoss.js";
export { cumprod } from "./cumulative.js";
export * from "./depthToSpace.js";
export * from "./diagonals.js";
export * from "./differences.js";
export * from "./einsum.js";
export * from "./encoding.js";
export * from "./exponents.js";
export { clip, fmax, fmin } from "./extremes.js";
export * from "./flipping.js";
export {
  heaviside,
  isclose,
  isfinite,
  isinf,
  isneginf,
  isposinf,
  nanToNum,
  nextafter,
  signbit,
  trunc,
} from "./floats.js";
export * from "./getItem.js";
export * from "./histogram.js";
export * from "./joining.js";
export * from "./logarithmicRanges.js";
export * from "./logic.js";
export * from "./meshgrid.js";
export * from "./nan.js";
export * from "./nonzero.js";
export * from "./normalization.js";
export * from "./normalize.js";
export * from "./patches.js";
export * from "./piecewise.js";
export * from "./products.js";
export {
  median,
  nanmedian,
  nanpercentile,
  nanquantile,
  percentile,
  quantile,
} from "./quantiles.js";
export * from "./ranges.js";
export * from "./rearrange.js";
export * from "./repeating.js";
export * from "./scattering.js";
export * from "./searching.js";
export * from "./segments.js";
export * from "./signal.js";
export * from "./slicing.js";
export { argpartition, sort, topK } from "./sorting.js";
export * from "./sparsemax.js";
export * from "./splitting.js";
export {
  argmin,
  average,
  logsumexp,
  ptp,
  std,
  variance,
  variance as var,
} from "./statistics.js";
export * from "./taking.js";
export * from "./unique.js";
export * from "./vectors.js";
export * from "./where.js";
export * from "./windows.js";
