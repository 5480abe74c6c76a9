import { ArgumentError, type Dim, type Shape, type Tensor } from "@antler/core";
import type { InputRule } from "../../base/input-spec.js";
import type { LayerConfig } from "../../base/layer.js";
import {
  type CellCallOptions,
  checkCell,
  type PreparedCell,
  RNNCell,
  type StateSize,
  sizesOf,
} from "./cell.js";

/** Options of {@link stackedRNNCells}. */
export interface StackedRNNCellsConfig extends LayerConfig {
  readonly cells: readonly RNNCell[];
}

/** See {@link stackedRNNCells}. */
export class StackedRNNCells extends RNNCell {
  static readonly className = "StackedRNNCells";
  readonly cells: readonly RNNCell[];

  constructor(config: StackedRNNCellsConfig) {
    super(config);
    const { cells } = config;
    if (!Array.isArray(cells) || cells.length === 0) {
      throw new ArgumentError(
        `${this.name}: there are no cells. Expected a list of one or more, received ${String(cells)}.`,
      );
    }
    this.cells = cells.map((cell) => checkCell(cell, this.name));
  }

  override get stateSize(): readonly StateSize[] {
    return this.cells.map((cell) => cell.stateSize);
  }

  override get outputSize(): number {
    return (this.cells.at(-1) as RNNCell).outputSize;
  }

  override get outputState(): number | undefined {
    const last = (this.cells.at(-1) as RNNCell).outputState;
    return last === undefined ? undefined : this.#offset(this.cells.length - 1) + last;
  }

  override get sequenceSpec(): InputRule {
    return (this.cells[0] as RNNCell).sequenceSpec;
  }

  override build(inputShape: Shape): void {
    this.#steps(inputShape).forEach((shape, i) => {
      this.cells[i]?.build(shape);
    });
  }

  override getInitialState(batch: Dim): readonly Tensor[] {
    return this.cells.flatMap((cell) => cell.getInitialState(batch));
  }

  override call(
    x: Tensor,
    options: CellCallOptions & { readonly states: readonly Tensor[] },
  ): readonly Tensor[] {
    return this.#chain(x, options.states, (cell, input, states) =>
      cell.invoke(input, { ...options, states }),
    );
  }

  override prepare(
    stepShape: Shape,
    states: readonly Tensor[],
    options: Pick<CellCallOptions, "training" | "constants">,
  ): PreparedCell {
    if (this.call !== StackedRNNCells.prototype.call) {
      return super.prepare(stepShape, states, options);
    }
    const shapes = this.#steps(stepShape);
    const prepared = this.cells.map((cell, i) =>
      cell.prepare(shapes[i] as Shape, this.#own(states, i), options),
    );
    const of = (i: number): PreparedCell => prepared[i] as PreparedCell;
    return {
      project: (x) => of(0).project(x),
      step: (x, before) =>
        this.#chain(x, before, (_, input, own, i) =>
          of(i).step(i === 0 ? input : of(i).project(input), own),
        ),
    };
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), cells: this.cells };
  }

  /** Runs one cell after the other; gives the last output and all states. */
  #chain(
    x: Tensor,
    states: readonly Tensor[],
    run: (cell: RNNCell, x: Tensor, states: readonly Tensor[], i: number) => readonly Tensor[],
  ): readonly Tensor[] {
    let output = x;
    const next = this.cells.flatMap((cell, i) => {
      const [given, ...own] = run(cell, output, this.#own(states, i), i);
      output = given as Tensor;
      return own;
    });
    return [output, ...next];
  }

  /** The shape of a step of each cell. */
  #steps(inputShape: Shape): readonly Shape[] {
    const [batch = 1] = inputShape;
    const inner = this.cells.slice(0, -1).map(({ outputSize }): Shape => [batch, outputSize]);
    return [inputShape, ...inner];
  }

  #own(states: readonly Tensor[], i: number): readonly Tensor[] {
    return states.slice(this.#offset(i), this.#offset(i + 1));
  }

  /** How many states the cells before the `i`-th have. */
  #offset(i: number): number {
    return this.cells.slice(0, i).flatMap(({ stateSize }) => sizesOf(stateSize)).length;
  }
}

/** Cells as one: the output of each is the input of the next, the states are those of all. */
export function stackedRNNCells(config: StackedRNNCellsConfig): StackedRNNCells {
  return new StackedRNNCells(config);
}
