import {
  ArgumentError,
  formatShape,
  ops,
  type Shape,
  ShapeError,
  type Tensor,
  Variable,
} from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import type { TensorSpec } from "../../base/specs.js";
import type { TensorStructure } from "../../base/structure.js";
import { descends } from "../../functional/history.js";
import { checkCell, checkStates, type RNNCell, type StatesLike } from "./cell.js";
import { repeat } from "./loop.js";
import { StackedRNNCells } from "./stackedRNNCells.js";

/** Options of all recurrent layers. */
export interface RecurrentConfig extends LayerConfig {
  /** Whether the outputs of all steps are returned. Default false: the last one. */
  readonly returnSequences?: boolean | undefined;
  /** Whether the last states are returned, too. Default false. */
  readonly returnState?: boolean | undefined;
  /** Begins at the last step; outputs come in the order of computation. Default false. */
  readonly goBackwards?: boolean | undefined;
  /** Whether a call goes on with the states of the call before. Default false. */
  readonly stateful?: boolean | undefined;
  /** Builds every step into the graph, without a loop. Default false. */
  readonly unroll?: boolean | undefined;
  /** Whether a step that does not count gives 0. Default false: the output of the step before. */
  readonly zeroOutputForMask?: boolean | undefined;
}

/** Options of {@link rnn}. */
export interface RNNConfig extends RecurrentConfig {
  /** What one step computes; a list stands for `stackedRNNCells`. */
  readonly cell: RNNCell | readonly RNNCell[];
}

/** How a recurrent layer is called. */
export interface RNNCallOptions extends CallOptions {
  /** The states before the first step. Default: zeros, or those of the call before if stateful. */
  readonly initialState?: StatesLike | undefined;
  /** Values that the cell gets at every step. */
  readonly constants?: readonly Tensor[] | undefined;
}

/** See {@link rnn}. */
export class RNN<Out extends TensorStructure = Tensor> extends Layer<Tensor, Out, RNNCallOptions> {
  static readonly className: string = "RNN";
  readonly cell: RNNCell;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
  readonly unroll: boolean;
  zeroOutputForMask: boolean;
  #states: readonly Variable[] | undefined;
  #onlyShapes = false;

  constructor(config: RNNConfig) {
    super(config);
    const { cell } = config;
    this.cell = Array.isArray(cell)
      ? new StackedRNNCells({ cells: cell, dtype: config.dtype })
      : checkCell(cell, this.name);
    this.returnSequences = config.returnSequences ?? false;
    this.returnState = config.returnState ?? false;
    this.goBackwards = config.goBackwards ?? false;
    this.stateful = config.stateful ?? false;
    this.unroll = config.unroll ?? false;
    this.zeroOutputForMask = config.zeroOutputForMask ?? false;
    this.supportsMasking = true;
    this.inputSpecs = [this.cell.sequenceSpec];
  }

  override build(inputShape: Shape): void {
    const stepShape = stepOf(inputShape);
    this.cell.build(stepShape);
    this.inputSpecs = [this.cell.sequenceSpec];
    if (!this.stateful) return;
    this.#states = this.cell.initialStates(stepShape).map(({ shape }) => {
      if (!shape.every((dim) => typeof dim === "number")) {
        throw new ShapeError(
          `${this.name}: a stateful layer keeps the states of each sample of a batch. Expected fixed sizes, received ${formatShape(inputShape)}. Give the input a batchSize.`,
        );
      }
      const zeros = new Array(shape.reduce((a, b) => a * b, 1)).fill(0);
      const value = { shape, data: Float32Array.from(zeros), dtype: "float32" as const };
      return new Variable(value, {
        name: "rnn_state",
        trainable: false,
        dtype: this.variableDtype,
      });
    });
  }

  override call(x: Tensor, options: RNNCallOptions & { readonly training: boolean }): Out {
    const { cell, goBackwards, returnSequences, unroll } = this;
    if (unroll && typeof x.shape[1] !== "number") {
      throw new ShapeError(
        `${this.name}: unroll needs a known number of steps. Expected a number, received ${formatShape(x.shape)}.`,
      );
    }
    const stepShape = stepOf(x.shape);
    const initial = cell.initialStates(stepShape);
    const given = options.initialState ?? this.#kept();
    const start = given === undefined ? initial : checkStates(given, initial, this.name);
    const { project, step } = cell.prepare(stepShape, start, options);
    const { output, states } = repeat(step, project(swapped(x)), start, {
      goBackwards,
      unroll,
      returnSequences,
      zeroOutputForMask: this.zeroOutputForMask,
      mask: options.mask && this.#maskFor(x, options.mask),
      outputState: given === undefined ? cell.outputState : undefined,
    });
    if (this.#keepsStatesOf(x)) this.#keep(states);
    const inOrder = returnSequences ? swapped(output) : output;
    const result = returnSequences && goBackwards ? ops.flip(inOrder, 1) : inOrder;
    return (this.returnState ? [result, ...states] : result) as unknown as Out;
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return this.returnSequences ? mask : undefined;
  }

  override computeOutputSpec(inputs: TensorSpec | readonly TensorSpec[]): Out {
    this.#onlyShapes = true;
    try {
      return super.computeOutputSpec(inputs);
    } finally {
      this.#onlyShapes = false;
    }
  }

  /** The states that a stateful layer holds now, each [batch, size]. */
  get states(): readonly Variable[] {
    return this.#states ?? [];
  }

  /**
   * Sets the states of a stateful layer to zero.
   * @throws ArgumentError if the layer is not stateful
   */
  resetState(): void {
    if (!this.stateful) {
      throw new ArgumentError(
        `${this.name}: has no states to reset. Expected a layer with stateful: true.`,
      );
    }
    for (const state of this.states) state.assign(ops.zeros(state.shape, state.dtype));
  }

  /** See {@link resetState}. */
  resetStates(): void {
    this.resetState();
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...this.recurrentConfig(), cell: this.cell };
  }

  /** The config without the cell. */
  protected recurrentConfig(): Readonly<Record<string, unknown>> {
    const { returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask } = this;
    const own = { returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask };
    return { ...super.getConfig(), ...own };
  }

  #kept(): readonly Tensor[] | undefined {
    if (!this.stateful || this.#onlyShapes) return undefined;
    return this.#states?.map((state) => state.read());
  }

  /** Whether a call computes, and not only says what would be computed. */
  #keepsStatesOf(x: Tensor): boolean {
    return this.stateful && !this.#onlyShapes && !descends(x);
  }

  #keep(states: readonly Tensor[]): void {
    states.forEach((state, i) => {
      this.#states?.[i]?.assign(state);
    });
  }

  /** The mask as bool [time, batch]. */
  #maskFor(x: Tensor, mask: Tensor): Tensor {
    const fits =
      mask.rank === 2 &&
      mask.shape.every((dim, axis) => {
        const wanted = x.shape[axis];
        return typeof dim !== "number" || typeof wanted !== "number" || dim === wanted;
      });
    if (fits) return swapped(ops.cast(mask, "bool"));
    throw new ShapeError(
      `${this.name}: the mask does not fit the input. Expected [batch, time] as in ${formatShape(x.shape)}, received ${formatShape(mask.shape)}.`,
    );
  }
}

/** [batch, time, ...] ↔ [time, batch, ...]. */
function swapped(x: Tensor): Tensor {
  return ops.transpose(x, [1, 0, ...x.shape.slice(2).map((_, i) => i + 2)]);
}

/** The shape of one step. */
function stepOf([batch = 1, , ...features]: Shape): Shape {
  return [batch, ...features];
}

/** What a recurrent layer gives with `returnState`: the output, then the last states. */
export type WithState<C> = C & { readonly returnState: true };

/**
 * Repeats a cell over the steps of a sequence: [batch, time, ...] → [batch, features], or
 * [batch, time, features] with `returnSequences`; with `returnState` a list of that and the last
 * states. Steps that a mask leaves out keep states and output of the step before.
 *
 * @example
 * layers.rnn({ cell: [layers.lstmCell({ units: 16 }), layers.gruCell({ units: 8 })] })
 */
export function rnn(config: WithState<RNNConfig>): RNN<readonly Tensor[]>;
export function rnn(config: RNNConfig): RNN;
export function rnn(config: RNNConfig): RNN | RNN<readonly Tensor[]> {
  return new RNN<Tensor>(config);
}
