import {
  ArgumentError,
  type DType,
  type HostTensor,
  type Tensor,
  type TensorLike,
  tensor,
  type Variable,
} from "@antler/core";
import { DTypePolicyMap } from "../dtype-policies/map.js";
import { type DTypePolicy, resolveDTypePolicy } from "../dtype-policies/policy.js";
import { Metric } from "../metrics/metric.js";
import {
  describeRegularizer,
  type RegularizerLike,
  resolveRegularizer,
} from "../regularizers/resolve.js";
import { type SerializedObject, serialize } from "../saving/keys.js";
import { Callable } from "./callable.js";
import { uniqueName } from "./names.js";
import type { LayerConfig, WeightConfig, WeightValue } from "./options.js";
import { countElements, makeWeight, OwnWeights, readWeights, writeWeights } from "./own-weights.js";
import { heldValues, heldVariables } from "./tracking.js";
import { regularizationLosses, type Weight } from "./weight.js";

/**
 * What a layer is and holds: name, dtypes, weights, inner layers, metrics, losses. Layers, variables
 * and metrics held by public properties, alone or in lists and maps, are part of it.
 */
export abstract class LayerState extends Callable {
  readonly name: string;
  readonly dtypePolicy: DTypePolicy;
  /** Whether float inputs are cast to the compute dtype. */
  readonly autocast: boolean;
  readonly activityRegularizer: RegularizerLike | undefined;
  readonly #own = new OwnWeights();
  readonly #dtype: DTypePolicyMap | undefined;
  #losses: Tensor[] = [];
  #trainable: boolean;

  constructor(config: LayerConfig = {}) {
    super();
    this.name = config.name ?? uniqueName(this.className);
    const { dtype } = config;
    this.#dtype = dtype instanceof DTypePolicyMap ? dtype : undefined;
    this.dtypePolicy =
      dtype instanceof DTypePolicyMap ? dtype.get(this.name) : resolveDTypePolicy(dtype, this.name);
    this.autocast = config.autocast ?? true;
    this.activityRegularizer = config.activityRegularizer ?? undefined;
    resolveRegularizer(this.activityRegularizer, `${this.name}: activityRegularizer`);
    this.#trainable = config.trainable ?? true;
  }

  /** The class's name in saved models: `"Dense"`. */
  get className(): string {
    const own = this.constructor as { readonly className?: string; readonly name: string };
    return Object.hasOwn(own, "className") && own.className !== undefined
      ? own.className
      : own.name;
  }

  abstract get built(): boolean;

  /** The dtype of weights. */
  get dtype(): DType {
    return this.dtypePolicy.variableDtype;
  }

  get variableDtype(): DType {
    return this.dtypePolicy.variableDtype;
  }

  /** The dtype that `call` computes in. */
  get computeDtype(): DType {
    return this.dtypePolicy.computeDtype;
  }

  get trainable(): boolean {
    return this.#trainable;
  }

  /** Freezes or thaws this layer and all layers inside it. */
  set trainable(trainable: boolean) {
    this.#trainable = trainable;
    this.#tracked().trainable = trainable;
    for (const layer of this.sublayers()) layer.trainable = trainable;
  }

  /** Layers that this one is made of, in the order of its properties. */
  protected sublayers(): readonly LayerState[] {
    return heldValues(this).filter((value): value is LayerState => value instanceof LayerState);
  }

  /** This layer and all layers inside it, outermost first. */
  flattenLayers(): readonly LayerState[] {
    return [...new Set([this, ...this.sublayers().flatMap((layer) => layer.flattenLayers())])];
  }

  /** All weights in Keras's order: own trainable, own others, then those of inner layers. */
  get weights(): readonly Variable[] {
    const inner = this.sublayers().flatMap((layer) => layer.weights);
    return [...new Set([...this.#tracked().all, ...inner])];
  }

  get trainableWeights(): readonly Variable[] {
    return this.#trainable ? this.weights.filter(({ trainable }) => trainable) : [];
  }

  get nonTrainableWeights(): readonly Variable[] {
    return this.#trainable ? this.weights.filter(({ trainable }) => !trainable) : this.weights;
  }

  /** Metrics that this layer and those inside it hold; `call` updates them. */
  get metrics(): readonly Metric[] {
    const held = this.flattenLayers().flatMap((layer) => heldValues(layer));
    return [...new Set(held)].filter((value): value is Metric => value instanceof Metric);
  }

  /** All state: the weights, then the variables of metrics. */
  get variables(): readonly Variable[] {
    return [...this.weights, ...this.metrics.flatMap((metric) => metric.variables)];
  }

  /** Makes a weight, its first value drawn by the initializer. */
  addWeight(config: WeightConfig = {}): Weight {
    const weight = makeWeight(config, this.name, this.variableDtype);
    this.#own.track([weight], this.#trainable);
    return weight;
  }

  /** Adds to the loss of every model that the layer is part of; called inside `call`. */
  addLoss(loss: TensorLike | readonly TensorLike[]): void {
    const losses = Array.isArray(loss) && typeof loss[0] === "object" ? loss : [loss];
    this.#losses.push(...losses.map((value) => tensor(value as TensorLike)));
  }

  /** What the last call added to the loss, here and in inner layers, then weight regularizers. */
  get losses(): readonly Tensor[] {
    const added = this.flattenLayers().flatMap((layer) => layer.#losses);
    return [...added, ...regularizationLosses(this.trainableWeights)];
  }

  /** @internal forgets what calls added to the loss */
  clearLosses(): void {
    for (const layer of this.flattenLayers()) layer.#losses = [];
  }

  /** @throws ArgumentError before the layer is built */
  countParams(): number {
    if (!this.built) throw this.#unbuilt();
    return countElements(this.weights);
  }

  /** Values of all weights. */
  async getWeights(): Promise<HostTensor[]> {
    return readWeights(this.weights);
  }

  /**
   * Sets all weights, in the order of `weights`.
   * @throws ArgumentError if the layer is not built or the number differs, ShapeError if a shape does
   */
  setWeights(values: readonly WeightValue[]): void {
    const { weights } = this;
    if (!this.built && weights.length === 0 && values.length > 0) throw this.#unbuilt();
    writeWeights(weights, values, this.name);
  }

  /** The options that make an equal layer, in the API's own names. */
  getConfig(): Readonly<Record<string, unknown>> {
    const { activityRegularizer } = this;
    return {
      name: this.name,
      trainable: this.#trainable,
      dtype: this.#dtype ?? this.dtypePolicy.name,
      ...(activityRegularizer === undefined
        ? {}
        : { activityRegularizer: describeRegularizer(activityRegularizer) }),
    };
  }

  /** The layer as Keras's files describe it. */
  toJSON(): SerializedObject {
    return serialize("keras.layers", this.className, this.getConfig(), this);
  }

  toString(): string {
    return `${this.className}(${this.name})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** The layer's own weights, variables that it holds itself included. */
  #tracked(): OwnWeights {
    this.#own.track(heldVariables(this), this.#trainable);
    return this.#own;
  }

  #unbuilt(): ArgumentError {
    return new ArgumentError(
      `${this.name}: has no weights yet. Expected a built layer. Call it on a tensor, or call build(inputShape).`,
    );
  }
}
