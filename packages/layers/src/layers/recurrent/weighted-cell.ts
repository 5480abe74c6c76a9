import { globalSeedGenerator, SeedGenerator, type Shape, type Tensor } from "@antler/core";
import {
  type ActivationFunction,
  type ActivationLike,
  describeActivation,
  resolveActivation,
} from "../../activations/resolve.js";
import type { LayerConfig } from "../../base/layer.js";
import type { BiasOptions, KernelOptions } from "../../base/options.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import type { ConstraintLike } from "../../constraints/resolve.js";
import type { InitializerLike } from "../../initializers/resolve.js";
import type { RegularizerLike } from "../../regularizers/resolve.js";
import { checkNumber } from "../checks.js";
import { type CellCallOptions, type PreparedCell, RNNCell } from "./cell.js";
import { dropMask } from "./drop-mask.js";

/** Options of all cells with a kernel for inputs and one for states. */
export interface WeightedCellConfig extends LayerConfig, KernelOptions, BiasOptions {
  /** Default `"tanh"`. */
  readonly activation?: ActivationLike | null | undefined;
  /** Default `"orthogonal"`. */
  readonly recurrentInitializer?: InitializerLike | null | undefined;
  readonly recurrentRegularizer?: RegularizerLike | null | undefined;
  readonly recurrentConstraint?: ConstraintLike | null | undefined;
  /** Share of the inputs dropped in training, the same ones at all steps. Default 0. */
  readonly dropout?: number | undefined;
  /** Share of the states dropped in training, the same ones at all steps. Default 0. */
  readonly recurrentDropout?: number | undefined;
  /** Seed of dropout. Default: derived from the global generator. */
  readonly seed?: number | SeedGenerator | null | undefined;
  /** Accepted for Keras's sake; both give the same numbers, and there is one way here. */
  readonly implementation?: 1 | 2 | undefined;
}

/** What the cell inside a layer is told beside the user's options. */
export interface InnerCellConfig {
  /** @internal the layer's name, for messages */
  readonly owner?: string | undefined;
}

/** Options of cells with gates. */
export interface GatedCellConfig extends WeightedCellConfig {
  /** Activation of the gates. Default `"sigmoid"`. */
  readonly recurrentActivation?: ActivationLike | null | undefined;
}

/** A mask of dropout applied, or nothing. */
export type Drop = (x: Tensor) => Tensor;

/** A cell with a kernel, a recurrent kernel and a bias. Subclasses implement `plan`. */
export abstract class WeightedCell extends RNNCell {
  readonly activation: ActivationLike;
  readonly recurrentActivation: ActivationLike | undefined;
  readonly useBias: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly seed: number | SeedGenerator | null;
  /** Names the cell in messages, and the layer that it was made for. */
  protected readonly where: string;
  protected readonly activate: ActivationFunction;
  protected readonly rules: Readonly<Record<"kernel" | "recurrent" | "bias", WeightRule>>;
  readonly #generator: SeedGenerator | undefined;

  constructor(config: GatedCellConfig & InnerCellConfig, gated: boolean) {
    super(config);
    const where = config.owner ?? this.name;
    this.where = where;
    this.activation = config.activation === undefined ? "tanh" : (config.activation ?? "linear");
    this.activate = resolveActivation(this.activation, where);
    this.recurrentActivation = gated
      ? config.recurrentActivation === undefined
        ? "sigmoid"
        : (config.recurrentActivation ?? "linear")
      : undefined;
    resolveActivation(this.recurrentActivation, `${where}: recurrentActivation`);
    this.useBias = config.useBias ?? true;
    this.rules = {
      kernel: weightRule(config, "kernel", "glorotUniform", where),
      recurrent: weightRule(config, "recurrent", "orthogonal", where),
      bias: weightRule(config, "bias", "zeros", where),
    };
    const share = { least: 0, most: 1 };
    this.dropout = checkNumber(config.dropout ?? 0, "dropout", where, share);
    this.recurrentDropout = checkNumber(
      config.recurrentDropout ?? 0,
      "recurrentDropout",
      where,
      share,
    );
    const { seed = null } = config;
    this.seed = seed;
    if (seed instanceof SeedGenerator) this.#generator = seed;
    else if (this.dropout > 0 || this.recurrentDropout > 0) {
      this.#generator = seed === null ? globalSeedGenerator().spawn() : new SeedGenerator(seed);
    }
  }

  /** The activation of the gates. */
  protected get activateGate(): ActivationFunction {
    return resolveActivation(this.recurrentActivation, this.name);
  }

  /** What a loop needs, given what dropout does to inputs and to the output of the step before. */
  protected abstract plan(dropInput: Drop, dropState: Drop): PreparedCell;

  override get outputState(): number | undefined {
    return this.#isOwn && this.getInitialState === RNNCell.prototype.getInitialState
      ? 0
      : undefined;
  }

  override call(
    x: Tensor,
    options: CellCallOptions & { readonly states: readonly Tensor[] },
  ): readonly Tensor[] {
    const { project, step } = this.#planned(x.shape, options.states, options.training);
    return step(project(x), options.states);
  }

  override prepare(
    stepShape: Shape,
    states: readonly Tensor[],
    options: Pick<CellCallOptions, "training" | "constants">,
  ): PreparedCell {
    return this.#isOwn
      ? this.#planned(stepShape, states, options.training)
      : super.prepare(stepShape, states, options);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { rules, seed, recurrentActivation } = this;
    return {
      ...super.getConfig(),
      activation: describeActivation(this.activation),
      ...(recurrentActivation === undefined
        ? {}
        : { recurrentActivation: describeActivation(recurrentActivation) }),
      useBias: this.useBias,
      ...describeRule("kernel", rules.kernel),
      ...describeRule("recurrent", rules.recurrent),
      ...describeRule("bias", rules.bias),
      dropout: this.dropout,
      recurrentDropout: this.recurrentDropout,
      seed: seed instanceof SeedGenerator ? seed.seed : seed,
    };
  }

  /** Whether `call` is that of this class: a user's own is not to be passed by. */
  get #isOwn(): boolean {
    return this.call === WeightedCell.prototype.call;
  }

  #planned(shape: Shape, states: readonly Tensor[], training = false): PreparedCell {
    const drop = (rate: number, of: Shape): Drop => {
      if (!training || rate === 0) return (x) => x;
      const mask = dropMask(of, rate, this.#generator, this.computeDtype);
      return (x) => x.multiply(mask);
    };
    const output = states[0] as Tensor;
    return this.plan(drop(this.dropout, shape), drop(this.recurrentDropout, output.shape));
  }
}
