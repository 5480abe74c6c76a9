import { addDims } from "../dimension.js";
import { convert } from "../dtype.js";
import { ArgumentError, received } from "../errors.js";
import { apply } from "../graph/apply.js";
import type { Padding } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { type PadMode, paddedBy } from "./padModes.js";

/** A number or pair for all axes, or a pair for each. */
export type PadWidth =
  | number
  | readonly number[]
  | readonly (readonly [number, number] | readonly number[])[];

const definition = defineOp({
  name: "pad",
  inputs: ["x"],
  infer: ([x], { paddings }: { readonly paddings: Padding; readonly value: number }) => {
    checkPaddings(paddings, x.shape.length);
    return {
      shape: x.shape.map((dim, i) =>
        addDims(dim, (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0)),
      ),
      dtype: x.dtype,
    };
  },
  grad: ({ inputs: [x], gradient, attrs: { paddings } }, ops): Gradients => [
    ops.stridedSlice(
      gradient,
      paddings.map(([before]) => before),
      x.shape.map((dim, i) => addDims(dim, paddings[i]?.[0] ?? 0)),
    ),
  ],
  vectorize: ({ paddings, value }) => ({ paddings: [[0, 0] as const, ...paddings], value }),
  cases: [
    {
      inputs: [[2, 3]],
      attrs: {
        paddings: [
          [1, 0],
          [0, 2],
        ],
        value: 0,
      },
      dtypes: ["float32", "int32"],
    },
    { inputs: [[2]], attrs: { paddings: [[1, 1]], value: -1.5 } },
    {
      inputs: [[2, 1, 3, 1, 2]],
      attrs: {
        paddings: [
          [0, 0],
          [1, 1],
          [0, 0],
          [0, 2],
          [1, 0],
        ],
        value: 0,
      },
    },
    {
      inputs: [[0, 2]],
      attrs: {
        paddings: [
          [1, 1],
          [0, 0],
        ],
        value: 3,
      },
    },
  ],
});

function checkPaddings(paddings: Padding, rank: number): void {
  const counts = paddings.flat();
  const fits = paddings.length === rank && counts.length === 2 * rank;
  if (fits && counts.every((n) => Number.isInteger(n) && n >= 0)) return;
  throw new ArgumentError(
    `pad: expected ${rank} pairs of non-negative integers, received ${JSON.stringify(paddings)}.`,
  );
}

/** How {@link pad} fills what it adds. */
export interface PadOptions {
  /**
   * `"constant"`: with `constantValues`; `"edge"`: the outermost element; `"reflect"`, `"symmetric"`: mirrored
   * without and with it; `"wrap"`, `"circular"`: from the other end; `"linear_ramp"`: down to 0;
   * `"maximum"`, `"minimum"`, `"mean"`, `"median"`: of the axis; `"empty"`: with anything.
   */
  readonly mode?: PadMode;
  /** Default 0; only with mode `"constant"`. */
  readonly constantValues?: number | null;
}

/**
 * `x` with elements added before and after each axis: `padWidth[axis] = [before, after]`, one pair or one
 * number for all axes.
 * @throws ArgumentError if the pairs do not fit, the mode does not exist or has no constant
 */
export const pad = builder(
  definition,
  (x: TensorLike, padWidth: PadWidth, options: PadOptions = {}): Tensor => {
    const input = tensor(x);
    const { mode = "constant", constantValues = null } = options;
    const paddings = pairs(padWidth, input.rank);
    checkPaddings(paddings, input.rank);
    if (mode !== "constant" && constantValues !== null) {
      throw new ArgumentError(
        `pad: constantValues has no meaning with mode "${mode}". Expected mode "constant".`,
      );
    }
    if (paddings.every(([before, after]) => before === 0 && after === 0)) return input;
    if (mode !== "constant" && mode !== "empty") return paddedBy(mode, input, paddings);
    const value = convert([constantValues ?? 0], input.dtype)[0] as number;
    return apply(definition, [input], { paddings, value });
  },
);

/** One pair per axis. */
function pairs(padWidth: PadWidth, rank: number): Padding {
  const given = typeof padWidth === "number" ? [padWidth] : padWidth;
  if (
    !Array.isArray(given) ||
    !given.every((pair) => typeof pair === "number" || Array.isArray(pair))
  ) {
    throw new ArgumentError(
      `pad: expected a number or ${rank} pairs of non-negative integers, received ${received(padWidth)}.`,
    );
  }
  const flat = given.every((n) => typeof n === "number");
  if (flat && (given.length === 1 || given.length === 2)) {
    const [before = 0, after = before] = given;
    return Array.from({ length: rank }, () => [before, after]);
  }
  const list = given as unknown as Padding;
  const [only] = list;
  if (list.length === 1 && only !== undefined) return Array.from({ length: rank }, () => only);
  return list;
}
