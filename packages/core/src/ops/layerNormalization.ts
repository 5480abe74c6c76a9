import { bytesOf, floatX, isFloat } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { equalShapes, formatShape, normalizeAxes, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { rsqrt } from "./composite/arithmetic.js";
import { builder, defineOp, type Gradients, type Ops } from "./definition.js";
import { castTo } from "./elementwise.js";
import { epsilon as defaultEpsilon } from "./epsilon.js";
import { fill } from "./fill.js";
import { mean } from "./mean.js";
import { multiply } from "./multiply.js";
import { reshape } from "./reshape.js";
import { subtract } from "./subtract.js";
import { transpose } from "./transpose.js";

/** Normalizes over all axes from `axis` on. */
interface LayerNormalizationAttrs {
  readonly axis: number;
  readonly epsilon: number;
}

const definition = defineOp({
  name: "layerNormalization",
  inputs: ["x", "gamma", "beta"],
  infer: ([x, gamma, beta], { axis }: LayerNormalizationAttrs) => {
    const expected = x.shape.slice(axis);
    for (const [name, { shape }] of Object.entries({ gamma, beta })) {
      if (!equalShapes(shape, expected)) {
        throw new ShapeError(
          `layerNormalization: ${name} does not fit. Expected shape ${formatShape(expected)}, received ${formatShape(shape)}.`,
        );
      }
    }
    return { shape: x.shape, dtype: x.dtype };
  },
  grad: ({ inputs: [x, gamma], gradient, attrs }, ops): Gradients => {
    const axes = axesFrom(attrs.axis, x.rank);
    const lead = axesFrom(0, attrs.axis);
    const { centred, scale } = standard(x, attrs, ops);
    const normal = ops.multiply(centred, scale);
    const slope = ops.multiply(gradient, gamma);
    const mean = ops.mean(slope, axes, { keepdims: true });
    const along = ops.mean(ops.multiply(slope, normal), axes, { keepdims: true });
    const inner = ops.subtract(ops.subtract(slope, mean), ops.multiply(normal, along));
    return [
      ops.multiply(inner, scale),
      ops.sum(ops.multiply(gradient, normal), lead),
      ops.sum(gradient, lead),
    ];
  },
  decompose: ([x, gamma, beta], attrs, ops): Tensor => {
    const { centred, scale } = standard(x, attrs, ops);
    return ops.add(ops.multiply(ops.multiply(centred, scale), gamma), beta);
  },
  cases: [
    { inputs: [[3, 5], [5], [5]], attrs: { axis: 1, epsilon: 1e-3 } },
    {
      inputs: [
        [2, 3, 4],
        [3, 4],
        [3, 4],
      ],
      attrs: { axis: 1, epsilon: 1e-3 },
    },
    { inputs: [[4], [4], [4]], attrs: { axis: 0, epsilon: 1e-2 } },
  ],
});

const arithmetic = { add, mean, multiply, rsqrt, subtract };
type Arithmetic = Pick<Ops, keyof typeof arithmetic>;

/** x less its mean, and one over its standard deviation. */
function standard(x: Tensor, { axis, epsilon }: LayerNormalizationAttrs, ops: Arithmetic) {
  const axes = axesFrom(axis, x.rank);
  const centred = ops.subtract(x, ops.mean(x, axes, { keepdims: true }));
  const variance = ops.mean(ops.multiply(centred, centred), axes, { keepdims: true });
  return { centred, scale: ops.rsqrt(ops.add(variance, epsilon)) };
}

function axesFrom(first: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(end - first, 0) }, (_, i) => first + i);
}

/** Options of {@link layerNormalization}, with Keras's defaults. */
export interface LayerNormalizationOptions {
  /** Factors, in the shape of the normalized axes. Default: none. */
  readonly gamma?: TensorLike | null | undefined;
  /** Offsets, in the shape of the normalized axes. Default: none. */
  readonly beta?: TensorLike | null | undefined;
  /** Added to the variance. Default 1e-7. */
  readonly epsilon?: number | null | undefined;
  /**
   * Only divides by the standard deviation: x / √(variance + ε) · gamma. Deprecated in Keras; see
   * `rmsNormalization`.
   */
  readonly rmsScaling?: boolean | undefined;
}

/**
 * (x − mean) / √(variance + ε) · gamma + beta, with mean and variance over `axis` (default: the
 * last; one or several) of each example by itself. Any shape, kept; integers count as float32.
 * @throws ShapeError if an axis does not exist, or gamma or beta do not fit
 */
export const layerNormalization = builder(
  definition,
  (
    x: TensorLike,
    axis: number | readonly number[] = -1,
    options: LayerNormalizationOptions = {},
  ): Tensor => {
    const given = tensor(x);
    const dtype = isFloat(given.dtype) ? given.dtype : floatX;
    // Half precision is too coarse for statistics.
    const input = castTo(given, bytesOf(dtype) < 4 ? "float32" : dtype);
    const axes = normalizeAxes(axis, input.rank, "layerNormalization");
    const kept = axesFrom(0, input.rank).filter((i) => !axes.includes(i));
    const order = [...kept, ...axes];
    const moved = transpose(input, order);
    const normalized = moved.shape.slice(kept.length);
    const weight = (value: TensorLike | null | undefined, absent: number): Tensor =>
      value === null || value === undefined
        ? fill(normalized, absent, input.dtype)
        : inShape(castTo(tensor(value), input.dtype), normalized, input.shape, axes);
    const attrs = { axis: kept.length, epsilon: options.epsilon ?? defaultEpsilon };
    const gamma = weight(options.gamma, 1);
    const normal =
      options.rmsScaling === true
        ? multiply(multiply(moved, standard(moved, attrs, arithmetic).scale), gamma)
        : apply(definition, [moved, gamma, weight(options.beta, 0)], attrs);
    const result = transpose(
      normal,
      order.map((_, i) => order.indexOf(i)),
    );
    return castTo(result, dtype);
  },
);

/** Weights may also be given with size 1 at the axes that are not normalized, as Keras allows. */
function inShape(weight: Tensor, normalized: Shape, x: Shape, axes: readonly number[]): Tensor {
  const broadcast = x.map((dim, i) => (axes.includes(i) ? dim : 1));
  return equalShapes(weight.shape, broadcast) ? reshape(weight, normalized) : weight;
}
