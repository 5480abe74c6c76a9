import { ArgumentError, type Compiled, type Tensor } from "@antler/core";
import { type Optimizer, resolveOptimizer } from "../optimizers/index.js";

import { checkCount } from "./checks.js";
import type { Column } from "./columns.js";
import { eagerStep } from "./eager-step.js";
import type { TrainableModel } from "./model.js";
import { checkNames, Objective } from "./objective.js";
import type { ModelCompileOptions } from "./options.js";
import { type Batch, compilePrediction, compileStep, type Step, stepKey } from "./step.js";

/** Whether a pass trains or measures. */
export type Kind = "fit" | "evaluate";

/** A model with what `compile` chose, and the functions that were compiled from both. */
export class Engine {
  readonly model: TrainableModel;
  #plan: { readonly optimizer: Optimizer; readonly options: ModelCompileOptions } | undefined;
  /** Made when first needed: a model may learn its outputs from the first data. */
  #objective: Objective | undefined;
  #steps: Partial<Record<Kind, Step>> = {};
  #prediction: Compiled<readonly unknown[], readonly Tensor[]> | undefined;
  #busy = false;

  constructor(model: TrainableModel) {
    this.model = model;
  }

  get isCompiled(): boolean {
    return this.#plan !== undefined;
  }

  get optimizer(): Optimizer {
    return this.plan("optimizer").optimizer;
  }

  /** @throws ArgumentError if a name is unknown */
  compile(options: ModelCompileOptions): void {
    if (options?.loss === undefined) {
      throw new ArgumentError(
        `${this.model.name}: compile needs a loss, received none. Pass { loss: "meanSquaredError" }, say.`,
      );
    }
    const optimizer = resolveOptimizer(options.optimizer ?? "rmsprop");
    checkNames(options);
    checkCount(
      options.stepsPerExecution ?? 1,
      "stepsPerExecution",
      1,
      `${this.model.name}.compile`,
    );
    this.#release();
    this.#objective = undefined;
    this.#plan = { optimizer, options };
  }

  /** Batches between two calls of callbacks. */
  get stepsPerExecution(): number {
    return this.#plan?.options.stepsPerExecution ?? 1;
  }

  /** @throws ArgumentError before `compile` */
  plan(method: string) {
    if (this.#plan !== undefined) return this.#plan;
    throw new ArgumentError(
      `${this.model.name}: ${method} came before compile. Call model.compile({ optimizer, loss }) first.`,
    );
  }

  /** Loss and metrics; the outputs of the model must be known by now. */
  objective(method: string): Objective {
    const { options } = this.plan(method);
    this.#objective ??= new Objective(options, this.model.outputPorts);
    return this.#objective;
  }

  directionOf(name: string): "up" | "down" | undefined {
    return this.#objective?.directionOf(name);
  }

  /** The compiled step for such data; a new one if labels or trainability changed. */
  step(kind: Kind, columns: Batch<Column>): Step {
    const { optimizer, options } = this.plan(kind);
    const { backend, trainStep } = options;
    const base = { model: this.model, objective: this.objective(kind), backend, trainStep };
    const settings = kind === "fit" ? { ...base, optimizer } : base;
    const present = this.#steps[kind];
    if (present?.key === stepKey(settings, columns)) return present;
    void present?.close();
    const make = options.runEagerly === true ? eagerStep : compileStep;
    const step = make(settings, columns);
    this.#steps[kind] = step;
    return step;
  }

  /** The compiled forward pass. */
  prediction(): Compiled<readonly unknown[], readonly Tensor[]> {
    this.#prediction ??= compilePrediction(this.model, this.#plan?.options.backend);
    return this.#prediction;
  }

  /**
   * Two runs at once would share metrics and stop each other.
   * @throws ArgumentError during another run
   */
  async exclusive<T>(where: string, run: () => Promise<T>): Promise<T> {
    if (this.#busy) {
      throw new ArgumentError(
        `${where}: the model is being trained or evaluated already. Await that first.`,
      );
    }
    this.#busy = true;
    try {
      return await run();
    } finally {
      this.#busy = false;
    }
  }

  #release(): void {
    for (const step of Object.values(this.#steps)) void step.close();
    void this.#prediction?.close();
    this.#steps = {};
    this.#prediction = undefined;
  }
}
