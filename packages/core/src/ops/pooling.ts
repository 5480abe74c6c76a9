import { floatX, isFloat } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { type DataFormat, inChannelsLast } from "./data-format.js";
import type { OpDefinition, Spec } from "./definition.js";
import { divide } from "./divide.js";
import { castTo } from "./elementwise.js";
import { fill } from "./fill.js";
import { padImage } from "./same-padding.js";
import { type PaddingLike, type PerAxis, type PoolAttrs, perAxis, windowShape } from "./window.js";

/** Options of the pooling ops, with Keras's defaults. */
export interface PoolOptions {
  /** Default: `poolSize`. */
  readonly strides?: PerAxis | null | undefined;
  /** Default `"valid"`. */
  readonly padding?: PaddingLike | undefined;
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormat | null | undefined;
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
  { strides, padding = "valid", dataFormat }: PoolOptions,
  kind: "max" | "average",
): Tensor {
  const where = definition.name;
  return inChannelsLast(tensor(x), dataFormat, where, (given) => {
    const rank = given.rank - 2;
    const size = perAxis(poolSize, rank, "poolSize", where);
    const steps = perAxis(strides ?? size, rank, "strides", where);
    const window = { size, strides: steps, dilations: size.map(() => 1) };
    const pooled = (image: Tensor, value: number) => {
      const ready = padImage(image, window, padding, value, where);
      const attrs = { poolSize: size, strides: steps, padding: ready.padding };
      return { result: apply(definition, [ready.image], attrs), grown: ready.grown };
    };
    const operand = castTo(given, isFloat(given.dtype) ? given.dtype : floatX);
    const { result, grown } = pooled(operand, kind === "max" ? Number.NEGATIVE_INFINITY : 0);
    if (kind === "max" || !grown) return result;
    // The zeros were counted: what is left of a one tells how many there were.
    const ones = fill([1, ...operand.shape.slice(1, -1), 1], 1, operand.dtype);
    return divide(result, pooled(ones, 0).result);
  });
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
  { x: [2, 7, 2], y: [2, 4, 2], attrs: { poolSize: [3], strides: [2], padding: [[1, 1]] } },
  { x: [2, 6, 3], y: [2, 3, 3], attrs: { poolSize: [2], strides: [2], padding: [[0, 0]] } },
  {
    x: [1, 3, 4, 3, 2],
    y: [1, 2, 2, 2, 2],
    attrs: {
      poolSize: [2, 3, 2],
      strides: [2, 2, 1],
      padding: [
        [0, 1],
        [0, 1],
        [0, 0],
      ],
    },
  },
  {
    x: [2, 4, 4, 2, 1],
    y: [2, 2, 2, 1, 1],
    attrs: {
      poolSize: [2, 2, 2],
      strides: [2, 2, 2],
      padding: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
  },
];
