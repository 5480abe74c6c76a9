import {
  ArgumentError,
  type Dim,
  formatShape,
  ops,
  type Shape,
  ShapeError,
  Tensor,
  type TensorLike,
  tensor,
} from "@antler/core";
import type { InputRule } from "../../base/input-spec.js";
import { type AnyCallOptions, Layer } from "../../base/layer.js";

/** Sizes of a cell's states: one, a list, or for cells in a stack a list of those. */
export type StateSize = number | readonly StateSize[];

/** States as users give them: one, a list, or lists of lists. */
export type StatesLike = TensorLike | readonly StatesLike[];

/** How a cell is called. */
export interface CellCallOptions extends AnyCallOptions {
  /** The states before the step. Default: {@link RNNCell.getInitialState}. */
  readonly states?: readonly Tensor[] | undefined;
  /** Values that are the same for all steps. */
  readonly constants?: readonly Tensor[] | undefined;
}

/** What a loop needs of a cell, with all that does not change from step to step computed once. */
export interface PreparedCell {
  /** What of a step does not depend on states, for one step or for all: [(time), batch, ...]. */
  project(x: Tensor): Tensor;
  /** From a projected step and the states to [output, ...new states]. */
  step(x: Tensor, states: readonly Tensor[]): readonly Tensor[];
}

/** The second form of a call, beside that of every layer. */
export type CellFunction = (
  x: Tensor,
  states: Tensor | readonly Tensor[],
  options?: CellCallOptions,
) => [output: Tensor, states: readonly Tensor[]];

export interface RNNCell extends CellFunction {}

/**
 * One step of a recurrent layer. Subclasses say how large their states are and implement `call`,
 * from `x` and `options.states` to `[output, ...new states]`. `cell(x, states)` gives
 * `[output, newStates]`.
 *
 * @example
 * class Sum extends RNNCell {
 *   readonly stateSize = 3;
 *   override call(x: Tensor, { states: [total] }: CellCallOptions & { states: readonly Tensor[] }) {
 *     const next = x.add(total);
 *     return [next, next];
 *   }
 * }
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds a call signature
export abstract class RNNCell extends Layer<Tensor, readonly Tensor[], CellCallOptions> {
  /** The number of features of each state. */
  abstract readonly stateSize: StateSize;

  abstract override call(
    x: Tensor,
    options: CellCallOptions & { readonly states: readonly Tensor[]; readonly training: boolean },
  ): readonly Tensor[];

  /** The number of features of the output. Default: that of the first state. */
  get outputSize(): number {
    return sizesOf(this.stateSize)[0] ?? 0;
  }

  /** The index of a state that starts at zero and is the output after every step, if one is. */
  get outputState(): number | undefined {
    return undefined;
  }

  /** What the layer around demands of a sequence for this cell. */
  get sequenceSpec(): InputRule {
    return { minNdim: 2, layout: "[batch, time, ...]" };
  }

  /** The states before the first step: zeros [batch, size]. */
  getInitialState(batch: Dim): readonly Tensor[] {
    return sizesOf(this.stateSize).map((size) => ops.zeros([batch, size], this.computeDtype));
  }

  /** The states before the first step, for steps of this shape; the cell is built. */
  initialStates(stepShape: Shape): readonly Tensor[] {
    return this.getInitialState(stepShape[0] ?? 1);
  }

  /** What a loop over steps of this shape, starting with such states, needs of the cell. */
  prepare(
    _stepShape: Shape,
    _states: readonly Tensor[],
    { training, constants }: Pick<CellCallOptions, "training" | "constants">,
  ): PreparedCell {
    return {
      project: (x) => x,
      step: (x, states) => this.invoke(x, { states, training, constants }),
    };
  }

  /** @internal */
  override invoke(x: Tensor, options?: CellCallOptions): readonly Tensor[];
  override invoke(
    x: Tensor,
    states: Tensor | readonly Tensor[],
    options?: CellCallOptions,
  ): [Tensor, readonly Tensor[]];
  override invoke(
    x: Tensor,
    second: Tensor | readonly Tensor[] | CellCallOptions = {},
    third: CellCallOptions = {},
  ): readonly Tensor[] | [Tensor, readonly Tensor[]] {
    if (second instanceof Tensor || Array.isArray(second)) {
      const [output, ...next] = this.#run(x, { ...third, states: [second].flat() as Tensor[] });
      return [output as Tensor, next];
    }
    return this.#run(x, second as CellCallOptions);
  }

  #run(x: Tensor, options: CellCallOptions): readonly Tensor[] {
    if (!(x instanceof Tensor)) return super.invoke(x, options);
    this.build(x.shape);
    const initial = this.initialStates(x.shape);
    const states =
      options.states === undefined ? initial : checkStates(options.states, initial, this.name);
    const results = super.invoke(x, { ...options, states });
    if (Array.isArray(results) && results.length === 1 + states.length) return results;
    throw new ArgumentError(
      `${this.name}: call returned something else than an output and new states. Expected a list of ${1 + states.length} tensors, received ${Array.isArray(results) ? results.length : "no list"}.`,
    );
  }
}

/** The sizes of all states in order. */
export function sizesOf(size: StateSize): readonly number[] {
  return typeof size === "number" ? [size] : size.flatMap(sizesOf);
}

/**
 * States as a flat list, in the dtype of the cell's own.
 * @param initial what the cell would start with
 * @throws ArgumentError if their number differs, ShapeError if a shape does
 */
export function checkStates(
  given: StatesLike,
  initial: readonly Tensor[],
  where: string,
): readonly Tensor[] {
  const states = statesOf(given);
  const expected = initial.map(({ shape }) => formatShape(shape)).join(" and ");
  if (states.length !== initial.length) {
    throw new ArgumentError(
      `${where}: the wrong number of states. Expected ${initial.length} (${expected}), received ${states.length}.`,
    );
  }
  return states.map((state, i) => {
    const { shape, dtype } = initial[i] as Tensor;
    const fits =
      state.rank === shape.length &&
      state.shape.every((dim, axis) => {
        const wanted = shape[axis];
        return typeof dim !== "number" || typeof wanted !== "number" || dim === wanted;
      });
    if (!fits) {
      throw new ShapeError(
        `${where}: state ${i} has the wrong shape. Expected ${formatShape(shape)}, received ${formatShape(state.shape)}.`,
      );
    }
    return ops.cast(state, dtype);
  });
}

function statesOf(given: StatesLike): readonly Tensor[] {
  return Array.isArray(given) && typeof given[0] === "object"
    ? given.flatMap(statesOf)
    : [tensor(given as TensorLike)];
}

/** @throws ArgumentError unless `cell` is a cell */
export function checkCell(cell: unknown, where: string): RNNCell {
  if (!(cell instanceof RNNCell)) {
    throw new ArgumentError(
      `${where}: cell is no cell. Expected an RNNCell, such as layers.lstmCell({ units }), received ${String(cell)}.`,
    );
  }
  const { stateSize } = cell as { readonly stateSize?: StateSize };
  const sizes = stateSize === undefined ? [] : sizesOf(stateSize);
  if (sizes.length > 0 && sizes.every((size) => Number.isInteger(size) && size > 0)) return cell;
  throw new ArgumentError(
    `${where}: ${cell} does not say how large its states are. Expected a stateSize of positive integers, received ${JSON.stringify(stateSize)}.`,
  );
}
