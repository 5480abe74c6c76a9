import { type Tensor, type TensorLike, tensor } from "@antler/core";
import { maskOf } from "../base/masks.js";
import { readWeighting, type Weighting } from "../base/weighting.js";
import { mergeMask } from "../losses/reduction.js";
import { getRegisteredName } from "../saving/custom-objects.js";
import { describeFunction, toKerasKey } from "../saving/keys.js";
import type { Direction, MetricOptions } from "./metric.js";
import { RunningMean } from "./reduction.js";

/**
 * (labels, predictions) → values `[batch, …]`, of which a metric is the mean over samples. Options
 * come from the metric's constructor.
 */
export type MetricFunction = (yTrue: Tensor, yPred: Tensor, options?: never) => Tensor;

/** Options of a `MeanMetricWrapper`: its own, and those of the function. */
export interface MeanMetricOptions extends MetricOptions {
  readonly [option: string]: unknown;
}

interface SavedConfig extends MeanMetricOptions {
  readonly fn?: MetricFunction;
}

/** Functions of the library go by Keras's names. */
function savedName(fn: MetricFunction): string {
  return "objectClass" in fn ? toKerasKey(fn.name) : getRegisteredName(fn);
}

/** The mean of a function of labels and predictions. */
export class MeanMetricWrapper extends RunningMean {
  static readonly className: string = "MeanMetricWrapper";

  readonly #fn: MetricFunction;
  readonly #options: Readonly<Record<string, unknown>>;

  /** @internal a saved description holds the function beside its options */
  static fromConfig({ fn, ...config }: SavedConfig): MeanMetricWrapper {
    if (fn !== undefined) return new MeanMetricWrapper(fn, config);
    // biome-ignore lint/complexity/noThisInStatic: subclasses inherit it
    return new (this as unknown as new (config: object) => MeanMetricWrapper)(config);
  }

  /** @param options - besides name and dtype: what the function gets as its third argument */
  constructor(fn: MetricFunction, { name, dtype, ...options }: MeanMetricOptions = {}) {
    super({ name, dtype });
    this.#fn = fn;
    this.#options = options;
  }

  /** @param options.mask - default: the predictions' own mask */
  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const { sampleWeight, mask } = readWeighting(options, this.name);
    const predictions = tensor(yPred);
    const values = this.#values(tensor(yTrue), predictions);
    const weighting = { sampleWeight, mask: mask ?? maskOf(predictions) };
    this.add(values, mergeMask(weighting, this.dtype, "sum"));
  }

  #values(yTrue: Tensor, yPred: Tensor): Tensor {
    if (Object.keys(this.#options).length === 0) return this.#fn(yTrue, yPred);
    return this.#fn(yTrue, yPred, this.#options as never);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      fn: describeFunction(savedName(this.#fn)),
      ...this.#options,
    };
  }
}

/** A metric of the library that is the mean of a function. */
export abstract class FunctionMetric extends MeanMetricWrapper {
  readonly #direction: Direction | undefined;
  readonly #config: Readonly<Record<string, unknown>>;

  /** @param config - what `getConfig` adds to name and dtype */
  constructor(
    fn: MetricFunction,
    defaultName: string,
    direction: Direction | undefined,
    options: MetricOptions = {},
    config: Readonly<Record<string, unknown>> = {},
  ) {
    super(fn, { name: options.name ?? defaultName, dtype: options.dtype });
    this.#direction = direction;
    this.#config = config;
  }

  override get direction(): Direction | undefined {
    return this.#direction;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { name: this.name, dtype: this.dtype, ...this.#config };
  }
}
