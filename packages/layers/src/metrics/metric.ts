import {
  ArgumentError,
  allocate,
  type DType,
  fromHost,
  sizeOf,
  type Tensor,
  type TensorLike,
  Variable,
} from "@antler/core";
import { Callable } from "../base/callable.js";
import { computeDType } from "../base/compute-dtype.js";
import { uniqueName } from "../base/names.js";
import type { Weighting } from "../base/weighting.js";
import type { DTypeLike } from "../dtype-policies/policy.js";
import { type InitializerLike, resolveInitializer } from "../initializers/resolve.js";
import { type SerializedObject, serialize } from "../saving/keys.js";

/** What every metric takes. */
export interface MetricOptions {
  /** What the logs call it. Default: Keras's name of the class. */
  readonly name?: string | null | undefined;
  /** Dtype of its state and its result. Default: the default float dtype. */
  readonly dtype?: DTypeLike | null | undefined;
}

/** The value of a metric: one tensor, or several by name. */
export type MetricResult = Tensor | { readonly [name: string]: Tensor };

/** Whether more is better. */
export type Direction = "up" | "down";

/** A variable that a metric asks for. */
export interface MetricVariableOptions {
  /** Default: the default float dtype. */
  readonly dtype?: DTypeLike | null | undefined;
  readonly name?: string | null | undefined;
}

export interface Metric {
  /** Adds a batch, and gives the value over all batches so far. */
  (...batch: Parameters<this["updateState"]>): ReturnType<this["result"]>;
}

/** A metric of labels and predictions: what `compile` takes. */
export interface LabelMetric extends Metric {
  updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void;
}

/**
 * A value gathered over many batches. Its state lives in variables, so that `updateState` and
 * `result` are part of the compiled step when they are called inside one.
 *
 * @example
 * class Positives extends Metric {
 *   readonly total = this.addVariable([], "zeros", { name: "total" });
 *   override updateState(_yTrue: TensorLike, yPred: TensorLike) {
 *     this.total.assign(ops.add(this.total, ops.sum(ops.cast(ops.greater(yPred, 0.5), "float32"))));
 *   }
 *   override result() {
 *     return this.total.read();
 *   }
 * }
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds the call signature
export class Metric extends Callable {
  static readonly className: string = "Metric";

  /** What the logs call it. */
  name: string;
  readonly dtype: DType;
  readonly #variables: Variable[] = [];

  constructor(options: MetricOptions = {}) {
    super();
    this.name = options.name ?? uniqueName(this.className);
    this.dtype = computeDType(options.dtype, this.name);
  }

  /** The class's name in saved models: `"MeanSquaredError"`. */
  get className(): string {
    const own = this.constructor as { readonly className?: string; readonly name: string };
    return Object.hasOwn(own, "className") ? String(own.className) : own.name;
  }

  /** Whether more is better, if the metric knows. */
  get direction(): Direction | undefined {
    return undefined;
  }

  /** Its own variables, then those of the metrics that it holds. */
  get variables(): readonly Variable[] {
    const held = Object.values(this).flat();
    const inner = held.filter((value): value is Metric => value instanceof Metric);
    return [...this.#variables, ...inner.flatMap((metric) => metric.variables)];
  }

  /** Makes a variable of the metric's state. */
  addVariable(
    shape: readonly number[],
    initializer: InitializerLike = "zeros",
    options: MetricVariableOptions = {},
  ): Variable {
    const where = `${this.name}/${options.name ?? "variable"}`;
    const dtype = computeDType(options.dtype, where);
    const variable = new Variable(resolveInitializer(initializer, where)(shape), {
      name: where,
      trainable: false,
      dtype,
    });
    this.#variables.push(variable);
    return variable;
  }

  /** As `addVariable`, Keras's older name. */
  addWeight(
    shape: readonly number[] = [],
    initializer: InitializerLike = "zeros",
    options: MetricVariableOptions = {},
  ): Variable {
    return this.addVariable(shape, initializer, options);
  }

  /** Adds a batch. */
  updateState(..._batch: never[]): void {
    throw this.#missing("updateState(yTrue, yPred, options)");
  }

  /** The value over everything added since the last reset. */
  result(): MetricResult {
    throw this.#missing("result()");
  }

  /** Back to the beginning: zeros. */
  resetState(): void {
    for (const variable of this.variables) {
      const { shape, dtype } = variable;
      variable.assign(fromHost({ dtype, shape, data: allocate(dtype, sizeOf(shape)) }));
    }
  }

  /** @internal adds a batch and gives the value so far */
  override invoke(...batch: never[]): MetricResult {
    this.updateState(...batch);
    return this.result();
  }

  /** The state after a batch, of a state that is given; the metric's own state stays. */
  statelessUpdateState(
    metricVariables: readonly Tensor[],
    ...batch: Parameters<this["updateState"]>
  ): Tensor[] {
    return this.#withState(metricVariables, () => {
      this.updateState(...(batch as never[]));
      return this.variables.map((variable) => variable.read());
    });
  }

  /** The value of a state that is given; the metric's own state stays. */
  statelessResult(metricVariables: readonly Tensor[]): ReturnType<this["result"]> {
    return this.#withState(metricVariables, () => this.result()) as ReturnType<this["result"]>;
  }

  /** The state at the beginning; the metric's own state stays. */
  statelessResetState(): Tensor[] {
    const present = this.variables.map((variable) => variable.read());
    return this.#withState(present, () => {
      this.resetState();
      return this.variables.map((variable) => variable.read());
    });
  }

  /** The options that make an equal metric. */
  getConfig(): Readonly<Record<string, unknown>> {
    return { name: this.name, dtype: this.dtype };
  }

  /** The metric as Keras's files describe it. */
  toJSON(): SerializedObject {
    const saved = serialize("keras.metrics", this.className, this.getConfig(), this);
    return this.className === "Metric" ? { ...saved, module: "keras" } : saved;
  }

  toString(): string {
    return `${this.className}(${this.name})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  #withState<T>(state: readonly Tensor[], run: () => T): T {
    const { variables } = this;
    if (state.length !== variables.length) {
      throw new ArgumentError(
        `${this.name}: the state has another length. Expected one tensor for each of its ${variables.length} variables, received ${state.length}.`,
      );
    }
    const before = variables.map((variable) => variable.read());
    const assign = (values: readonly Tensor[]): void =>
      variables.forEach((variable, i) => {
        variable.assign(values[i] as Tensor);
      });
    assign(state);
    try {
      return run();
    } finally {
      assign(before);
    }
  }

  #missing(method: string): ArgumentError {
    return new ArgumentError(
      `${this.name}: ${method} is missing. Expected a subclass of Metric that implements it.`,
    );
  }
}
