import { subtractDims } from "../../dimension.js";
import { floatX, promote } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { argmax } from "../argmax.js";
import { cast } from "../cast.js";
import { castTo } from "../elementwise.js";
import { equal } from "../equal.js";
import { iota } from "../iota.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
import { logicalNot } from "../logicalNot.js";
import { matmul } from "../matmul.js";
import { max } from "../max.js";
import { negative } from "../negative.js";
import { pad } from "../pad.js";
import { stridedSlice } from "../stridedSlice.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { expandDims } from "./axes.js";
import { greaterEqual, notEqual } from "./comparison.js";

/** Options of {@link ctcDecode}, with Keras's defaults. */
export interface CtcDecodeOptions {
  /** Default `"greedy"`. */
  readonly strategy?: "greedy" | undefined;
  /** Greedy: a label that repeats without a blank between counts once. Default true. */
  readonly mergeRepeated?: boolean | undefined;
  /** The class that means "no label"; `null`: the last. Default 0. */
  readonly maskIndex?: number | null | undefined;
}

/**
 * Label sequences from the output of a network trained with `ctcLoss`: inputs [batch, time, classes]
 * of logits, sequenceLengths [batch] → `[paths, scores]`: paths int32 [1, batch, time], filled up
 * with −1; scores [batch, 1], the negative sum of the best logits.
 * @throws ShapeError if the shapes do not fit
 */
export function ctcDecode(
  inputs: TensorLike,
  sequenceLengths: TensorLike,
  options: CtcDecodeOptions = {},
): [paths: Tensor, scores: Tensor] {
  const { strategy = "greedy", mergeRepeated = true } = options;
  const given = tensor(inputs);
  const logits = castTo(given, promote(given.dtype, floatX));
  const lengths = cast(sequenceLengths, "int32");
  const [batch = 1, time = 1, classes] = logits.shape;
  if (logits.rank !== 3 || lengths.rank !== 1 || typeof classes !== "number") {
    throw new ShapeError(
      `ctcDecode: the inputs do not fit. Expected inputs [batch, time, classes] and lengths [batch], received ${formatShape(logits.shape)} and ${formatShape(lengths.shape)}.`,
    );
  }
  if (strategy !== "greedy") {
    throw new ArgumentError(
      `ctcDecode: unknown strategy. Expected "greedy", received ${JSON.stringify(strategy)}.`,
    );
  }
  const mask = options.maskIndex === null ? classes - 1 : (options.maskIndex ?? 0);
  const over = greaterEqual(iota(time), expandDims(lengths, 1));
  const best = where(over, mask, argmax(logits, -1));
  const scores = negative(sum(where(over, 0, max(logits, -1)), 1, { keepdims: true }));
  const read = notEqual(best, mask);
  const again = equal(
    stridedSlice(best, [0, 1]),
    stridedSlice(best, [0, 0], [batch, subtractDims(time, 1)]),
  );
  const first = pad(
    cast(logicalNot(again), "int32"),
    [
      [0, 0],
      [1, 0],
    ],
    { constantValues: 1 },
  );
  const kept = mergeRepeated ? logicalAnd(read, cast(first, "bool")) : read;
  return [expandDims(compacted(best, kept), 0), scores];
}

/** The elements where `kept`, moved to the front of their rows; −1 behind them. */
function compacted(x: Tensor, kept: Tensor): Tensor {
  const [, time = 1] = x.shape;
  const places = iota(time);
  const before = cast(lessEqual(expandDims(places, 1), places), floatX);
  const rank = subtract(matmul(cast(kept, floatX), before), 1);
  const hits = logicalAnd(equal(expandDims(cast(rank, "int32"), 2), places), expandDims(kept, 2));
  const moved = sum(where(hits, expandDims(subtract(x, -1), 2), 0), 1);
  return subtract(moved, 1);
}
