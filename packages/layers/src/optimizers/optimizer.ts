import {
  ArgumentError,
  evaluate,
  fromHost,
  type HostTensor,
  ops,
  type Tensor,
  Variable,
} from "@antler/core";
import { checkOptionNames } from "../base/checks.js";
import { uniqueName } from "../base/names.js";
import { type SerializedObject, serialize } from "../saving/keys.js";
import { type Averaged, updateAverages } from "./averages.js";
import { clipGradients } from "./clipping.js";
import {
  checkLearningRate,
  describeRate,
  type LearningRate,
  type RateSource,
  serializeRate,
} from "./learning-rate.js";
import { type BaseSettings, baseSettings, type OptimizerOptions } from "./options.js";
import { LearningRateSchedule } from "./schedules/schedule.js";
import { makeSlot, ownName, type RunningMean, type SlotOptions, type Slots } from "./slots.js";
import { checkValues, type StateValue } from "./state.js";

/** A gradient; none for a weight that the loss does not depend on. */
export type Gradient = Tensor | null | undefined;

/** Scalars that one step computes once for all weights. */
export interface StepScalars {
  /** The learning rate of this step. */
  readonly rate: Tensor;
  /** The number of this step as float32, from 1. */
  readonly step: Tensor;
}

/** What {@link Optimizer.excludeFromWeightDecay} takes. */
export interface DecayExclusion {
  readonly varList?: readonly Variable[] | undefined;
  /** Regular expressions, found anywhere in a weight's own name: `["bias", "beta"]`. */
  readonly varNames?: readonly string[] | undefined;
}

/**
 * Turns gradients into new weights, inside the graph: `apply` assigns, so the updates are part of
 * the compiled step. Subclasses say which slots a weight has and how one weight moves.
 */
export abstract class Optimizer<S extends StepScalars = StepScalars> {
  readonly name: string;
  /** Options that every optimizer has. */
  protected readonly settings: BaseSettings;
  /** Options of the subclass with their values: the tail of the config. */
  readonly #own: Readonly<Record<string, unknown>>;
  readonly #iteration: Variable;
  #rate: RateSource;
  #lossScaleFactor: number | null;
  #revision = 0;
  readonly #state: Variable[] = [];
  /** The slots of each weight, in the order in which weights came. */
  readonly #slots = new Map<Variable, Record<string, Variable>>();
  #excluded: readonly ((weight: Variable) => boolean)[] = [];
  /** Where it is false, nothing that is assigned at present changes. */
  #gate: Tensor | undefined;

  /** @param own - the subclass's options with their values, in the order of Keras's config */
  constructor(
    options: OptimizerOptions,
    defaultRate: number,
    own: Readonly<Record<string, unknown>> = {},
  ) {
    this.name = options.name ?? uniqueName(this.className);
    this.settings = baseSettings(this.name, options);
    this.#own = own;
    this.#lossScaleFactor = this.settings.lossScaleFactor;
    const names = ["learningRate", ...Object.keys(this.settings), ...Object.keys(own), "name"];
    checkOptionNames(this.name, options, names);
    this.#iteration = new Variable(0, {
      name: `${this.name}/iteration`,
      trainable: false,
      dtype: "int32",
    });
    this.#rate = this.#rateSource(options.learningRate ?? defaultRate);
  }

  /** The class's name in saved models: `"Adam"`. */
  get className(): string {
    const own = this.constructor as { readonly className?: string; readonly name: string };
    return Object.hasOwn(own, "className") && own.className !== undefined
      ? own.className
      : own.name;
  }

  /**
   * The learning rate now: a variable, or a tensor where a schedule gives it. Assign a number
   * between two steps, and nothing compiles again; assign a schedule, and the next step does.
   */
  get learningRate(): Variable | Tensor {
    return this.#rate instanceof Variable ? this.#rate : this.currentRate();
  }

  set learningRate(rate: LearningRate) {
    if (typeof rate !== "number") {
      this.#rate = this.#rateSource(rate);
      this.#revision++;
      return;
    }
    if (!(this.#rate instanceof Variable)) {
      throw new ArgumentError(
        `${this.name}: learningRate is given by ${this.#rate instanceof LearningRateSchedule ? "a schedule" : "a function"}. Expected an optimizer made with a number, received ${rate} to set. Make the optimizer with a number.`,
      );
    }
    checkLearningRate(this.name, rate);
    this.#rate.assign(rate);
  }

  /** Updates done so far (int32 scalar): steps, or with gradient accumulation groups of steps. */
  get iterations(): Variable | Tensor {
    return this.settings.gradientAccumulationSteps === null ? this.#iteration : this.#updates();
  }

  /** What the loss is multiplied by before gradients are taken. */
  get lossScaleFactor(): number | null {
    return this.#lossScaleFactor;
  }

  /** @internal an optimizer around this one turns it off where it scales the loss itself */
  set lossScaleFactor(factor: number | null) {
    if (factor === this.#lossScaleFactor) return;
    this.#lossScaleFactor = factor;
    this.#revision++;
  }

  /** Whether weights have their running means, see `useEma`. */
  get useEma(): boolean {
    return this.settings.useEma;
  }

  /** @internal changes when a step compiled before can't be used any more */
  get revision(): number {
    return this.#revision;
  }

  /** Whether `build` has seen weights. */
  get built(): boolean {
    return this.#slots.size > 0;
  }

  /** The state of the optimizer in Keras's order: counters first, then the slots. */
  get variables(): readonly Variable[] {
    const rate = this.#rate instanceof Variable ? [this.#rate] : [];
    return [this.#iteration, ...rate, ...this.#state];
  }

  /** Makes the slots of weights that have none yet. Call it before tracing `apply`. */
  build(weights: readonly Variable[]): void {
    const added = weights.filter((weight) => !this.#slots.has(weight));
    if (added.length === 0) return;
    for (const weight of added) this.#slots.set(weight, {});
    if (this.useEma) this.addSlots(added, { average: {} });
    if (this.settings.gradientAccumulationSteps !== null) {
      this.addSlots(added, { gradientAccumulator: {} });
    }
    this.createSlots(added);
  }

  /**
   * Assigns every weight its new value.
   * @param gradients - in the order of `weights`, each in the shape of its weight
   * @param weights - default: those that the optimizer was built for
   * @throws ArgumentError if there is no gradient at all, or not one for each weight
   */
  apply(
    gradients: readonly Gradient[],
    weights: readonly Variable[] = [...this.#slots.keys()],
  ): void {
    this.applyWhere(undefined, gradients, weights);
  }

  /** The same as `apply`, with each gradient beside its weight. */
  applyGradients(gradsAndVars: Iterable<readonly [gradient: Gradient, weight: Variable]>): void {
    const pairs = [...gradsAndVars];
    this.apply(
      pairs.map(([gradient]) => gradient),
      pairs.map(([, weight]) => weight),
    );
  }

  /** @internal `apply` where `gate` is true; elsewhere neither weights nor state change */
  applyWhere(
    gate: Tensor | undefined,
    gradients: readonly Gradient[],
    weights: readonly Variable[],
  ): void {
    const given = this.#present(gradients, weights);
    this.build(weights);
    this.gated(gate, () => {
      const updates = this.#updates();
      const factor = this.#lossScaleFactor;
      const unscaled = given.map(({ weight, gradient }) => {
        const cast = gradient.dtype === weight.dtype ? gradient : gradient.cast(weight.dtype);
        return factor === null ? cast : cast.divide(factor);
      });
      this.#accumulate(
        unscaled,
        given.map(({ weight }) => weight),
        updates,
      );
      if (this.useEma) updateAverages(this.averages, updates, this.settings, this.assign);
      for (const { weight } of given) {
        const constraint = constraintOf(weight);
        if (constraint !== undefined) this.assign(weight, constraint(weight.read()));
      }
      this.countStep();
    });
  }

  /** Weights with the running means of their values; none without `useEma`. */
  get averages(): readonly Averaged[] {
    return [...this.#slots].flatMap(([weight, { average }]) =>
      average === undefined ? [] : [{ weight, average }],
    );
  }

  /** The loss to take gradients of: `apply` divides them by the same factor. */
  scaleLoss(loss: Tensor): Tensor {
    return this.#lossScaleFactor === null ? loss : loss.multiply(this.#lossScaleFactor);
  }

  /** At the end of training: with `useEma` the weights become their running means. */
  finalizeVariableValues(weights: readonly Variable[]): void {
    const wanted = new Set(weights);
    for (const { weight, average } of this.averages) {
      if (wanted.has(weight)) weight.assign(average.read());
    }
  }

  /**
   * Leaves weights out of the weight decay.
   * @throws ArgumentError after the optimizer was built
   */
  excludeFromWeightDecay({ varList = [], varNames = [] }: DecayExclusion): void {
    if (this.built) {
      throw new ArgumentError(
        `${this.name}: excludeFromWeightDecay came too late. Expected it before the optimizer is built.`,
      );
    }
    const patterns = varNames.map((name) => new RegExp(name));
    this.#excluded = [
      (weight) => varList.includes(weight),
      (weight) => patterns.some((pattern) => pattern.test(ownName(weight))),
    ];
  }

  /** The options that make an equal optimizer, with the present learning rate. */
  getConfig(): Readonly<Record<string, unknown>> {
    const learningRate = describeRate(this.name, this.#rate);
    const settings = { ...this.settings, lossScaleFactor: this.#lossScaleFactor };
    return { name: this.name, learningRate, ...settings, ...this.#own };
  }

  /** The optimizer as Keras's files describe it. */
  toJSON(): SerializedObject {
    const learningRate = serializeRate(this.name, this.#rate);
    return serialize(
      "keras.optimizers",
      this.className,
      { ...this.getConfig(), learningRate },
      this,
    );
  }

  /** The values of `variables`. */
  getWeights(): Promise<HostTensor[]> {
    return evaluate(this.variables);
  }

  /**
   * Sets all of `variables`, in order.
   * @throws ArgumentError if the number differs, ShapeError if a shape does
   */
  setWeights(values: readonly StateValue[]): void {
    const hosts = checkValues(this.name, this.variables, values);
    this.variables.forEach((variable, i) => {
      variable.assign(fromHost(hosts[i] as HostTensor));
    });
  }

  /** The accumulators of new weights, made by `addSlots`; none by default. */
  protected createSlots(_weights: readonly Variable[]): void {}

  /** Gives each weight its slots by name, weight after weight: the order is that of Keras's files. */
  protected addSlots(
    weights: readonly Variable[],
    slots: Readonly<Record<string, SlotOptions>>,
  ): void {
    for (const weight of weights) {
      for (const [slot, options] of Object.entries(slots)) {
        this.addSlot(weight, slot, makeSlot(this.name, weight, slot, options));
      }
    }
  }

  protected addSlot(weight: Variable, slot: string, variable: Variable): void {
    (this.#slots.get(weight) as Record<string, Variable>)[slot] = variable;
    this.#state.push(variable);
  }

  /** Gives the optimizer a variable that belongs to no weight. */
  protected addState(variable: Variable): Variable {
    this.#state.push(variable);
    return variable;
  }

  /** Computes what all weights share, so that no weight computes it again. */
  protected prepare(scalars: StepScalars): S {
    return scalars as S;
  }

  /** The weight after the step; assigns the slots on the way, by `assign` or `advance`. */
  protected abstract update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    scalars: S,
    variable: Variable,
  ): Tensor;

  /** The weight decay of a weight that is not excluded. */
  protected decayOf(_weight: Variable): number | null {
    return this.settings.weightDecay;
  }

  /** The learning rate of the present step, a float32 scalar. */
  protected currentRate(): Tensor {
    if (this.#rate instanceof Variable) return this.#rate.read();
    return ops.cast(this.#rate(this.#iteration.read()), "float32");
  }

  /** Whether the learning rate is a number that only the user changes. */
  protected get hasVariableRate(): boolean {
    return this.#rate instanceof Variable;
  }

  /** Assigns state. Within a step that may not count, the value changes only if it does. */
  protected readonly assign = (variable: Variable, value: Tensor): void => {
    const gate = this.#gate;
    variable.assign(gate === undefined ? value : ops.where(gate, value, variable.read()));
  };

  /** Adds a value to a running mean; the sum that stands for it, see {@link RunningMean}. */
  protected advance(slot: Variable | undefined, value: Tensor): Tensor {
    const mean = slot as RunningMean;
    const sum = mean.next(value);
    this.assign(mean.total, sum);
    return sum;
  }

  protected countStep(): void {
    this.assign(this.#iteration, this.#iteration.read().add(1));
  }

  /** Updates the weights, at once or when enough gradients have come together. */
  #accumulate(gradients: readonly Tensor[], weights: readonly Variable[], updates: Tensor): void {
    const every = this.settings.gradientAccumulationSteps;
    if (every === null) {
      this.#step(gradients, weights, updates);
      return;
    }
    const due = this.#iteration.read().add(1).mod(every).equal(0);
    const totals = gradients.map((gradient, i) => {
      const slot = this.#slotsOf(weights[i] as Variable).gradientAccumulator as Variable;
      const total = gradient.add(slot.read());
      this.assign(slot, ops.where(due, 0, total));
      return total;
    });
    this.gated(due, () =>
      this.#step(
        totals.map((total) => total.divide(every)),
        weights,
        updates,
      ),
    );
  }

  #step(gradients: readonly Tensor[], weights: readonly Variable[], updates: Tensor): void {
    const rate = this.currentRate();
    const scalars = this.prepare({ rate, step: updates.add(1).cast("float32") });
    const clipped = clipGradients(gradients, this.settings);
    const decayed = decayer(rate);
    weights.forEach((variable, i) => {
      const decay = this.#excluded.some((excludes) => excludes(variable))
        ? null
        : this.decayOf(variable);
      const weight = decay ? decayed(variable.read(), decay) : variable.read();
      const own = castScalars(scalars, variable);
      const slots = this.#slotsOf(variable);
      this.assign(variable, this.update(weight, clipped[i] as Tensor, slots, own, variable));
    });
  }

  #slotsOf(weight: Variable): Slots {
    return this.#slots.get(weight) as Slots;
  }

  /** Updates done so far, before this step. */
  #updates(): Tensor {
    const steps = this.#iteration.read();
    const every = this.settings.gradientAccumulationSteps;
    return every === null ? steps : steps.divide(every).floor().cast("int32");
  }

  /** Builds assignments that count only where the gate is true. */
  protected gated(gate: Tensor | undefined, build: () => void): void {
    const outer = this.#gate;
    this.#gate =
      gate === undefined || outer === undefined ? (gate ?? outer) : outer.logicalAnd(gate);
    try {
      build();
    } finally {
      this.#gate = outer;
    }
  }

  #rateSource(rate: LearningRate): RateSource {
    checkLearningRate(this.name, rate);
    if (typeof rate !== "number") return rate;
    return new Variable(rate, { name: `${this.name}/learning_rate`, trainable: false });
  }

  /** Pairs of weights and gradients, without those that have none. */
  #present(gradients: readonly Gradient[], weights: readonly Variable[]) {
    if (gradients.length !== weights.length) {
      throw new ArgumentError(
        `${this.name}: apply got the wrong number of gradients. Expected ${weights.length}, one for each weight, received ${gradients.length}.`,
      );
    }
    const given = weights.flatMap((weight, i) => {
      const gradient = gradients[i];
      return gradient === undefined || gradient === null ? [] : [{ weight, gradient }];
    });
    if (given.length < weights.length && given.length > 0) {
      const left = weights.filter((_, i) => gradients[i] === undefined || gradients[i] === null);
      console.warn(
        `${this.name}: there is no gradient for ${left.map(({ name }) => name).join(", ")}. The loss does not depend on them, so they keep their values.`,
      );
    }
    if (given.length > 0 || weights.length === 0) return given;
    throw new ArgumentError(
      `${this.name}: there is no gradient for any weight. Expected a loss that depends on one of ${weights.map(({ name }) => name).join(", ")}.`,
    );
  }
}

type Constraint = (weight: Tensor) => Tensor;

function constraintOf(weight: Variable): Constraint | undefined {
  return (weight as { readonly constraint?: Constraint | undefined }).constraint;
}

/** Shrinks weights; the factor is computed once for each decay. */
function decayer(rate: Tensor): (weight: Tensor, decay: number) => Tensor {
  const factors = new Map<number, Tensor>();
  return (weight, decay) => {
    const factor = factors.get(decay) ?? ops.subtract(1, rate.multiply(decay));
    factors.set(decay, factor);
    return weight.multiply(factor.cast(weight.dtype));
  };
}

/** The scalars in the dtype of the weight. */
function castScalars<S extends StepScalars>(scalars: S, { dtype }: Variable): S {
  if (dtype === "float32") return scalars;
  const cast = Object.entries(scalars).map(([name, x]) => [name, (x as Tensor).cast(dtype)]);
  return Object.fromEntries(cast) as S;
}
