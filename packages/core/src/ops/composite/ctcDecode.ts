import { subtractDims } from "../../dimension.js";
import { floatX, promote } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { argmax } from "../argmax.js";
import { cast } from "../cast.js";
import { ctcBeamSearch } from "../ctcBeamSearch.js";
import { castTo } from "../elementwise.js";
import { equal } from "../equal.js";
import { iota } from "../iota.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
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
  /**
   * `"greedy"` (default): the best class of each time by itself; `"beam_search"`: the most probable
   * sequences, over all ways to read them.
   */
  readonly strategy?: "greedy" | "beam_search" | "beamSearch" | undefined;
  /** Beam search: how many sequences are followed up. Default 100. */
  readonly beamWidth?: number | undefined;
  /** Beam search: how many sequences are given back. Default 1. */
  readonly topPaths?: number | undefined;
  /** Greedy: a label that repeats without a blank between counts once. Default true. */
  readonly mergeRepeated?: boolean | undefined;
  /** The class that means "no label"; `null`: the last. Default 0. */
  readonly maskIndex?: number | null | undefined;
}

/**
 * Label sequences from the output of a network trained with `ctcLoss`: inputs [batch, time, classes]
 * of logits, sequenceLengths [batch] → `[paths, scores]`: paths int32 [topPaths, batch, time], filled
 * up with −1, best first; scores [batch, topPaths]: the log-probability, for `"greedy"` (one path) the
 * negative sum of the best logits.
 * @throws ShapeError if the shapes do not fit
 */
export function ctcDecode(
  inputs: TensorLike,
  sequenceLengths: TensorLike,
  options: CtcDecodeOptions = {},
): [paths: Tensor, scores: Tensor] {
  const given = tensor(inputs);
  const logits = castTo(given, promote(given.dtype, floatX));
  const lengths = cast(sequenceLengths, "int32");
  const classes = logits.shape[2];
  if (logits.rank !== 3 || lengths.rank !== 1 || typeof classes !== "number") {
    throw new ShapeError(
      `ctcDecode: the inputs do not fit. Expected inputs [batch, time, classes] and lengths [batch], received ${formatShape(logits.shape)} and ${formatShape(lengths.shape)}.`,
    );
  }
  const { strategy = "greedy", beamWidth = 100, topPaths = 1, mergeRepeated = true } = options;
  const maskIndex = options.maskIndex === null ? classes - 1 : (options.maskIndex ?? 0);
  switch (strategy) {
    case "greedy":
      return greedy(logits, lengths, maskIndex, mergeRepeated);
    case "beam_search":
    case "beamSearch":
      for (const [name, value] of Object.entries({ beamWidth, topPaths })) {
        if (Number.isInteger(value) && value > 0) continue;
        throw new ArgumentError(
          `ctcDecode: ${name} is no number of sequences. Expected a positive integer, received ${value}.`,
        );
      }
      return ctcBeamSearch(logits, lengths, { beamWidth, topPaths, maskIndex });
    default:
      throw new ArgumentError(
        `ctcDecode: unknown strategy. Expected "greedy" or "beam_search", received ${JSON.stringify(strategy)}.`,
      );
  }
}

function greedy(
  logits: Tensor,
  lengths: Tensor,
  mask: number,
  mergeRepeated: boolean,
): [paths: Tensor, scores: Tensor] {
  const [batch = 1, time = 1] = logits.shape;
  const over = greaterEqual(iota(time), expandDims(lengths, 1));
  const best = where(over, mask, argmax(logits, -1));
  const scores = negative(sum(where(over, 0, max(logits, -1)), 1, { keepdims: true }));
  const read = notEqual(best, mask);
  if (!mergeRepeated) return [expandDims(compacted(best, read), 0), scores];
  const before = stridedSlice(best, [0, 0], [batch, subtractDims(time, 1)]);
  const changed = cast(notEqual(stridedSlice(best, [0, 1]), before), "int32");
  const padding = [
    [0, 0],
    [1, 0],
  ] as const;
  const first = cast(pad(changed, padding, { constantValues: 1 }), "bool");
  return [expandDims(compacted(best, logicalAnd(read, first)), 0), scores];
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
