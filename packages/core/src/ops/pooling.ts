import { floatX, isFloat } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import type { OpDefinition, Spec } from "./definition.js";
import { castTo } from "./elementwise.js";
import {
  type PaddingLike,
  type PerAxis,
  type PoolAttrs,
  perAxis,
  resolvePadding,
  windowShape,
} from "./window.js";

/** Options of the pooling ops, with Keras's defaults. */
export interface PoolOptions {
  /** Default: `poolSize`. */
  readonly strides?: PerAxis | undefined;
  readonly padding?: PaddingLike | undefined;
}

/** [batch, ...spatial, channels] → [batch, ...spatial', channels]. */
export function pooledShape(x: Spec, attrs: PoolAttrs, where: string): Shape {
  if (x.shape.length !== attrs.poolSize.length + 2) {
    throw new ShapeError(
      `${where}: expected rank ${attrs.poolSize.length + 2} [batch, ...spatial, channels], received ${formatShape(x.shape)}.`,
    );
  }
  const ones = attrs.poolSize.map(() => 1);
  const spatial = windowShape(x.shape.slice(1, -1), attrs.poolSize, attrs, ones, where);
  return [x.shape[0] ?? 1, ...spatial, x.shape.at(-1) ?? 1];
}

/** Builds a pooling node from what users write. */
export function pool(
  definition: OpDefinition<string, PoolAttrs, readonly ["x"]>,
  x: TensorLike,
  poolSize: PerAxis,
  options: PoolOptions,
): Tensor {
  const input = tensor(x);
  const rank = Math.max(input.rank - 2, 0);
  const window = perAxis(poolSize, rank, "poolSize", definition.name);
  const strides = perAxis(options.strides ?? window, rank, "strides", definition.name);
  const ones = window.map(() => 1);
  const spatial = input.shape.slice(1, -1);
  const padding = resolvePadding(
    options.padding ?? "valid",
    spatial,
    window,
    strides,
    ones,
    definition.name,
  );
  const operand = castTo(input, isFloat(input.dtype) ? input.dtype : floatX);
  return apply(definition, [operand], { poolSize: window, strides, padding });
}

/** Inputs and attributes that the conformance cases of all pooling ops share. */
export const poolCases: readonly {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly attrs: PoolAttrs;
}[] = [
  {
    x: [2, 4, 6, 3],
    y: [2, 2, 3, 3],
    attrs: {
      poolSize: [2, 2],
      strides: [2, 2],
      padding: [
        [0, 0],
        [0, 0],
      ],
    },
  },
  {
    x: [1, 5, 7, 2],
    y: [1, 2, 3, 2],
    attrs: {
      poolSize: [2, 2],
      strides: [2, 2],
      padding: [
        [0, 0],
        [0, 0],
      ],
    },
  },
  {
    x: [1, 5, 5, 2],
    y: [1, 3, 3, 2],
    attrs: {
      poolSize: [2, 2],
      strides: [2, 2],
      padding: [
        [0, 1],
        [0, 1],
      ],
    },
  },
  {
    x: [2, 5, 6, 1],
    y: [2, 3, 4, 1],
    attrs: {
      poolSize: [3, 3],
      strides: [1, 1],
      padding: [
        [0, 0],
        [0, 0],
      ],
    },
  },
  {
    x: [1, 5, 5, 2],
    y: [1, 5, 5, 2],
    attrs: {
      poolSize: [3, 3],
      strides: [1, 1],
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
  },
  {
    x: [1, 7, 7, 1],
    y: [1, 2, 3, 1],
    attrs: {
      poolSize: [2, 3],
      strides: [4, 2],
      padding: [
        [0, 0],
        [0, 0],
      ],
    },
  },
];
