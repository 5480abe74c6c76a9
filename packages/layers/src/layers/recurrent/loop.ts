import { ops, type Shape, subtractDims, type Tensor } from "@antler/core";
import type { PreparedCell } from "./cell.js";

/** How a cell is repeated. */
export interface LoopOptions {
  /** Begins at the last step; outputs come in the order of computation. */
  readonly goBackwards: boolean;
  readonly unroll: boolean;
  /** Whether the outputs of all steps are wanted, or the last alone. */
  readonly returnSequences: boolean;
  /** Whether the output of a step that does not count is 0; else it is that of the step before. */
  readonly zeroOutputForMask: boolean;
  /** Which steps count, as bool [time, batch]. */
  readonly mask: Tensor | undefined;
  /** Which state is the output, before the first step (as 0) and after every one, if one is. */
  readonly outputState: number | undefined;
}

/**
 * Repeats a step over projected inputs [time, batch, ...] in one loop.
 * @returns the outputs [time, batch, ...] or the last one [batch, ...], and the last states
 */
export function repeat(
  step: PreparedCell["step"],
  xs: Tensor,
  states: readonly Tensor[],
  options: LoopOptions,
): { readonly output: Tensor; readonly states: readonly Tensor[] } {
  const { goBackwards, unroll, returnSequences, zeroOutputForMask, outputState } = options;
  const keepsOld = options.mask !== undefined && !zeroOutputForMask;
  // A loop hands on as little as it can: mostly the output is a state anyway.
  const carriesOutput = outputState === undefined && (keepsOld || !returnSequences);
  const start = carriesOutput ? [...states, outputBefore(step, xs, states)] : [...states];
  const mask = options.mask && spread(options.mask, (states[0]?.rank ?? 1) + 1);
  const [last, emitted] = ops.scan(
    (before: readonly Tensor[], [x, counts]: readonly Tensor[]) => {
      const choose = (value: Tensor, old: Tensor): Tensor =>
        counts === undefined ? value : ops.where(spread(counts, value.rank), value, old);
      const old = before.slice(0, states.length);
      const [computed, ...next] = step(x as Tensor, old) as [Tensor, ...Tensor[]];
      const kept = next.map((state, i) => choose(state, old[i] as Tensor));
      const output =
        outputState !== undefined
          ? (kept[outputState] as Tensor)
          : keepsOld
            ? choose(computed, before.at(-1) as Tensor)
            : computed;
      return [carriesOutput ? [...kept, output] : kept, returnSequences ? [output] : []] as const;
    },
    start as readonly Tensor[],
    (mask === undefined ? [xs] : [xs, mask]) as readonly Tensor[],
    { reverse: goBackwards, unroll },
  ) as readonly [readonly Tensor[], readonly Tensor[]];
  const output = (
    returnSequences ? emitted[0] : carriesOutput ? last.at(-1) : last[outputState ?? 0]
  ) as Tensor;
  const masked =
    zeroOutputForMask && options.mask !== undefined
      ? zeroed(output, returnSequences ? options.mask : lastOf(options.mask, goBackwards))
      : output;
  return { output: masked, states: last.slice(0, states.length) };
}

/** Zeros like the output of a step. */
function outputBefore(step: PreparedCell["step"], xs: Tensor, states: readonly Tensor[]): Tensor {
  const [output] = step(sliceAt(xs, 0), states) as [Tensor];
  return ops.zeros(output.shape, output.dtype);
}

function zeroed(output: Tensor, mask: Tensor): Tensor {
  return ops.where(spread(mask, output.rank), output, ops.zeros([], output.dtype));
}

/** The mask of the step that is computed last. */
function lastOf(mask: Tensor, goBackwards: boolean): Tensor {
  return sliceAt(mask, goBackwards ? 0 : subtractDims(mask.shape[0] ?? 1, 1));
}

function sliceAt(x: Tensor, index: Shape[number]): Tensor {
  const [length = 1, ...rest] = x.shape;
  const next = typeof index === "number" ? index + 1 : length;
  return ops.reshape(ops.stridedSlice(x, [index], [next]), rest);
}

/** With axes of size 1 behind, up to a rank. */
function spread(x: Tensor, rank: number): Tensor {
  if (x.rank >= rank) return x;
  return ops.reshape(x, [...x.shape, ...Array.from({ length: rank - x.rank }, () => 1)]);
}
