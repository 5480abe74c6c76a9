import { ArgumentError, ops, type Tensor, Variable } from "@antler/core";
import { clipGradients } from "./clipping.js";

/** What every optimizer takes. */
export interface OptimizerOptions {
  /** Size of a step; a `Variable` afterwards, so that it can change without recompiling. */
  readonly learningRate?: number | undefined;
  /** Each gradient's L2 norm is scaled down to this. */
  readonly clipnorm?: number | undefined;
  /** The L2 norm of all gradients together is scaled down to this. */
  readonly globalClipnorm?: number | undefined;
  /** Each element of a gradient is held between ± this. */
  readonly clipvalue?: number | undefined;
  /** Decoupled decay: every step shrinks a weight by `weightDecay · learningRate` of itself. */
  readonly weightDecay?: number | undefined;
  readonly name?: string | undefined;
}

/** Accumulators beside a weight, by name: `{ momentum, velocity }`. */
export type Slots = Readonly<Record<string, Variable>>;

/** Scalars that one step computes once for all weights. */
export interface StepScalars {
  /** The learning rate of this step. */
  readonly rate: Tensor;
  /** The number of this step as float32, from 1. */
  readonly step: Tensor;
}

/**
 * Turns gradients into new weights, inside the graph: `apply` assigns, so the updates are part of
 * the compiled step. Subclasses say which slots a weight has and how one weight moves.
 */
export abstract class Optimizer<S extends StepScalars = StepScalars> {
  readonly name: string;
  readonly learningRate: Variable;
  /** Steps done so far (int32 scalar). */
  readonly iterations: Variable;
  readonly #options: OptimizerOptions;
  readonly #slots = new Map<Variable, Slots>();

  constructor(name: string, defaultRate: number, options: OptimizerOptions) {
    this.name = options.name ?? name;
    this.#options = options;
    const rate = options.learningRate ?? defaultRate;
    checkNumber(this.name, "learningRate", rate, (value) => value >= 0, "a number ≥ 0");
    checkClipping(this.name, options);
    this.learningRate = new Variable(rate, { name: `${this.name}/learningRate`, trainable: false });
    this.iterations = new Variable(0, {
      name: `${this.name}/iterations`,
      trainable: false,
      dtype: "int32",
    });
  }

  /** The state of the optimizer, for saving: counters first, then the slots in order of weights. */
  get variables(): readonly Variable[] {
    const slots = [...this.#slots.values()].flatMap((slot) => Object.values(slot));
    return [this.iterations, this.learningRate, ...slots];
  }

  /** Makes the slots of weights that have none yet. Call it before tracing `apply`. */
  build(variables: readonly Variable[]): void {
    for (const variable of variables) {
      if (!this.#slots.has(variable)) this.#slots.set(variable, this.createSlots(variable));
    }
  }

  /**
   * Assigns every weight its new value.
   * @param gradients - in the order of `variables`, each in the shape of its variable
   */
  apply(gradients: readonly Tensor[], variables: readonly Variable[]): void {
    this.build(variables);
    const step = this.iterations.read().add(1);
    this.iterations.assign(step);
    const scalars = this.prepare({ rate: this.learningRate.read(), step: step.cast("float32") });
    const clipped = clipGradients(gradients, this.#options);
    const decay = this.#options.weightDecay;
    const kept = decay ? ops.subtract(1, scalars.rate.multiply(decay)) : undefined;
    variables.forEach((variable, i) => {
      const weight = kept === undefined ? variable.read() : variable.read().multiply(kept);
      const slots = this.#slots.get(variable) as Slots;
      variable.assign(this.update(weight, clipped[i] as Tensor, slots, scalars));
    });
  }

  /** The accumulators of one weight; none by default. */
  protected createSlots(_variable: Variable): Slots {
    return {};
  }

  /** Computes what all weights share, so that no weight computes it again. */
  protected abstract prepare(scalars: StepScalars): S;

  /** The weight after the step; assigns the slots on the way. */
  protected abstract update(weight: Tensor, gradient: Tensor, slots: Slots, scalars: S): Tensor;
}

/** A zero-filled accumulator in the shape of `variable`. */
export function zerosSlot(variable: Variable, name: string): Variable {
  const length = variable.shape.reduce<number>((size, dim) => size * Number(dim), 1);
  return new Variable(
    { dtype: "float32", shape: variable.shape.map(Number), data: new Float32Array(length) },
    { name: `${variable.name}/${name}`, trainable: false },
  );
}

/** @throws ArgumentError unless `value` is a finite number that passes `rule` */
export function checkNumber(
  where: string,
  option: string,
  value: unknown,
  rule: (value: number) => boolean,
  expected: string,
): void {
  if (typeof value !== "number" || !Number.isFinite(value) || !rule(value)) {
    throw new ArgumentError(
      `${where}: ${option} is out of range. Expected ${expected}, received ${String(value)}.`,
    );
  }
}

function checkClipping(where: string, options: OptimizerOptions): void {
  const clips = (["clipnorm", "globalClipnorm", "clipvalue"] as const).filter(
    (option) => options[option] !== undefined,
  );
  if (clips.length > 1) {
    throw new ArgumentError(
      `${where}: only one way of clipping can be used. Expected one of clipnorm, globalClipnorm and clipvalue, received ${clips.join(" and ")}.`,
    );
  }
  for (const option of clips) {
    checkNumber(where, option, options[option], (value) => value > 0, "a number > 0");
  }
  if (options.weightDecay !== undefined) {
    checkNumber(where, "weightDecay", options.weightDecay, (value) => value >= 0, "a number ≥ 0");
  }
}
