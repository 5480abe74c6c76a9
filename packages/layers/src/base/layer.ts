import {
  ArgumentError,
  type DType,
  type HostTensor,
  isFloat,
  ops,
  type Shape,
  type Tensor,
  type TensorLike,
  tensor,
  type Variable,
  withAutocast,
  withScope,
  withWideDTypes,
} from "@antler/core";
import { type DTypePolicy, resolveDTypePolicy } from "../dtype-policies/policy.js";
import { record } from "../functional/history.js";
import {
  describeRegularizer,
  type RegularizerLike,
  resolveRegularizer,
} from "../regularizers/resolve.js";
import { type SerializedObject, serialize } from "../saving/keys.js";
import { Callable } from "./callable.js";
import { currentTraining, insideCall, withTraining } from "./context.js";
import { checkInputs, type InputSpec } from "./input-spec.js";
import { attachMasks, type Mask, type MaskOf, maskOf, masksOf, setMask } from "./masks.js";
import { uniqueName } from "./names.js";
import type {
  AnyCallOptions,
  CallOptions,
  LayerConfig,
  WeightConfig,
  WeightValue,
} from "./options.js";
import { countElements, makeWeight, OwnWeights, readWeights, writeWeights } from "./own-weights.js";
import {
  describeShapes,
  type InputShapes,
  knownShapes,
  placeholders,
  type TensorSpec,
} from "./specs.js";
import {
  checkStructure,
  flatten,
  mapStructure,
  mapTensors,
  type ShapesOf,
  shapesOf,
  type TensorStructure,
} from "./structure.js";
import { heldValues, heldVariables } from "./tracking.js";
import { regularizationLosses, type Weight } from "./weight.js";

/** How a layer is called. */
export type LayerFunction<In, Out, Options> = (inputs: In, options?: Options) => Out;

export interface Layer<
  In extends TensorStructure = Tensor,
  Out extends TensorStructure = Tensor,
  Options extends AnyCallOptions = CallOptions<In>,
> extends LayerFunction<In, Out, Options> {}

/**
 * A function of tensors with weights. Subclasses implement `call`, and `build` where weights
 * depend on the input's shape. An instance is callable: `layer(x)` builds it once, checks the
 * input, and runs `call`. Layers and variables held by public properties, alone or in lists and
 * maps, are part of the layer.
 *
 * @example
 * class Scale extends Layer {
 *   #factor!: Variable;
 *   override build() {
 *     this.#factor = this.addWeight({ name: "factor", shape: [], initializer: "ones" });
 *   }
 *   override call(x: Tensor) {
 *     return x.multiply(this.#factor);
 *   }
 * }
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds the call signature
export abstract class Layer<
  In extends TensorStructure = Tensor,
  Out extends TensorStructure = Tensor,
  Options extends AnyCallOptions = CallOptions<In>,
> extends Callable {
  readonly name: string;
  readonly dtypePolicy: DTypePolicy;
  /** Whether float inputs are cast to the compute dtype. */
  readonly autocast: boolean;
  readonly activityRegularizer: RegularizerLike | undefined;
  /** Whether masks of inputs may go on to outputs; without it a mask ends here, with a warning. */
  supportsMasking = false;
  /** What `call` may rely on, one spec per input; `build` narrows it once channels are known. */
  protected inputSpecs: readonly InputSpec[] = [];
  readonly #own = new OwnWeights();
  #losses: Tensor[] = [];
  #trainable: boolean;
  #built = false;
  #buildShape: Shape | readonly Shape[] | undefined;
  #warned = false;

  constructor(config: LayerConfig = {}) {
    super();
    this.name = config.name ?? uniqueName(this.className);
    this.dtypePolicy = resolveDTypePolicy(config.dtype, this.name);
    this.autocast = config.autocast ?? true;
    this.activityRegularizer = config.activityRegularizer ?? undefined;
    this.#trainable = config.trainable ?? true;
    // `build` of any subclass runs once only, and marks the layer as built.
    Object.defineProperty(this, "build", { value: this.#buildOnce, configurable: true });
  }

  /** Makes the weights for inputs of this shape (a list of shapes for several inputs). */
  build(_inputShape: ShapesOf<In>): void {}

  /** Computes the output; `training` is always given here, `mask` where the input has one. */
  abstract call(inputs: In, options: Options & { readonly training: boolean }): Out;

  /** The mask of the output; default: that of the input, if the layer supports masking. */
  computeMask(_inputs: In, mask: MaskOf<In> | undefined): Mask | undefined {
    return mask as Mask | undefined;
  }

  /** The class's name in saved models: `"Dense"`. */
  get className(): string {
    const own = this.constructor as { readonly className?: string; readonly name: string };
    return Object.hasOwn(own, "className") && own.className !== undefined
      ? own.className
      : own.name;
  }

  get built(): boolean {
    return this.#built;
  }

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

  /** Layers that this one is made of: those held by its properties, alone or in lists and maps. */
  protected sublayers(): readonly AnyLayer[] {
    return heldValues(this).filter((value): value is AnyLayer => value instanceof Layer);
  }

  /** This layer and all layers inside it, outermost first. */
  flattenLayers(): readonly AnyLayer[] {
    const all = [this as AnyLayer, ...this.sublayers().flatMap((layer) => layer.flattenLayers())];
    return [...new Set(all)];
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
    if (!this.#built) {
      throw new ArgumentError(
        `${this.name}: has no weights yet. Expected a built layer. Call it on a tensor, or call build(inputShape).`,
      );
    }
    return countElements(this.weights);
  }

  /**
   * Shape and dtype of the result for such inputs, found by building `call`'s graph.
   * @param inputs one, a list or a map of `{ shape, dtype }`; `null` is a size of any kind
   */
  computeOutputSpec(inputs: TensorSpec | readonly TensorSpec[]): Out {
    return this.invoke(placeholders(inputs, this.computeDtype) as In, {} as Options);
  }

  /** The shape of the result for inputs of this shape, `null` standing for any size. */
  computeOutputShape(inputShape: InputShapes<In>): ShapesOf<Out> {
    const shapes = knownShapes(inputShape);
    const specs = shapes.single
      ? { shape: shapes.list[0] ?? [] }
      : shapes.list.map((shape) => ({ shape }));
    return shapesOf(this.computeOutputSpec(specs)) as ShapesOf<Out>;
  }

  /** Values of all weights. */
  async getWeights(): Promise<HostTensor[]> {
    return readWeights(this.weights);
  }

  /**
   * Sets all weights, in the order of `weights`.
   * @throws ArgumentError if the number differs, ShapeError if a shape does
   */
  setWeights(values: readonly WeightValue[]): void {
    writeWeights(this.weights, values, this.name);
  }

  /** The options that make an equal layer, in the API's own names. */
  getConfig(): Readonly<Record<string, unknown>> {
    const { activityRegularizer } = this;
    return {
      name: this.name,
      trainable: this.#trainable,
      dtype: this.dtypePolicy.name,
      ...(activityRegularizer === undefined
        ? {}
        : { activityRegularizer: describeRegularizer(activityRegularizer) }),
    };
  }

  /** The input shapes that the layer was built for, as Keras's files hold them. */
  getBuildConfig(): Readonly<Record<string, unknown>> {
    return this.#buildShape === undefined ? {} : { inputShape: describeShapes(this.#buildShape) };
  }

  /** The layer as Keras's files describe it. */
  toJSON(): SerializedObject {
    return serialize("keras.layers", this.className, this.getConfig());
  }

  /** @internal builds once, checks, casts, runs `call`, and records it for functional models */
  override invoke(given: In, options?: Options): Out {
    if (!insideCall()) this.clearLosses();
    const checked = checkStructure(given, this.name);
    const inputs = this.castInputs(checked);
    // `tensors.map(layer)` passes an index where options belong.
    const chosen = (typeof options === "object" ? options : {}) as Options;
    const training = chosen.training ?? currentTraining();
    const mask = chosen.mask ?? masksOf(checked);
    return withScope(this.name, () =>
      withTraining(training, () => {
        checkInputs(this.inputSpecs, flatten(inputs), this.name);
        this.build(shapesOf(inputs) as ShapesOf<In>);
        const callOptions = { ...mapTensors(chosen, (t) => this.#cast(t)), training, mask };
        const outputs = this.#compute(inputs as In, callOptions as never);
        this.#regularizeActivity(outputs);
        this.#passMasks(inputs as In, outputs, mask as Mask | undefined);
        return record(this, inputs, chosen, outputs) as Out;
      }),
    );
  }

  /** Builds the layer unless it is built. */
  ensureBuilt(inputShape: ShapesOf<In>): void {
    this.build(inputShape);
  }

  /** Brings float inputs to the layer's compute dtype. */
  protected castInputs(inputs: TensorStructure): TensorStructure {
    return mapStructure(inputs, (t) => this.#cast(t));
  }

  #cast(t: Tensor): Tensor {
    const { computeDtype, autocast } = this;
    if (!autocast || !isFloat(t.dtype) || t.dtype === computeDtype || !isFloat(computeDtype)) {
      return t;
    }
    return setMask(ops.cast(t, computeDtype), maskOf(t));
  }

  /** Runs `call` with weights read in the compute dtype. */
  #compute(inputs: In, options: Options & { readonly training: boolean }): Out {
    const { computeDtype, variableDtype } = this;
    const call = (): Out => this.call(inputs, options);
    return withAutocast(computeDtype === variableDtype ? undefined : computeDtype, () =>
      computeDtype === "float64" ? withWideDTypes(call) : call(),
    );
  }

  #regularizeActivity(outputs: Out): void {
    const regularize = resolveRegularizer(this.activityRegularizer, this.name);
    if (regularize === undefined) return;
    for (const output of flatten(outputs)) {
      const [batch] = output.shape;
      const loss = regularize(output);
      // Per sample, so that its strength does not depend on the size of the batch.
      this.addLoss(batch === undefined ? loss : ops.divide(loss, ops.dimension(batch)));
    }
  }

  #passMasks(inputs: In, outputs: Out, given: Mask | undefined): void {
    if (flatten(outputs).every((output) => maskOf(output) !== undefined)) return;
    if (this.supportsMasking) {
      attachMasks(outputs, this.computeMask(inputs, given as MaskOf<In> | undefined));
    } else if (given !== undefined && !this.#warned) {
      this.#warned = true;
      console.warn(
        `${this.name} (${this.className}): the input has a mask, which ends here, since the layer does not support masking.`,
      );
    }
  }

  /** The layer's own weights, variables that it holds itself included. */
  #tracked(): OwnWeights {
    this.#own.track(heldVariables(this), this.#trainable);
    return this.#own;
  }

  readonly #buildOnce = (inputShape: ShapesOf<In>): void => {
    if (this.#built) return;
    const { build } = Object.getPrototypeOf(this) as { build(shape: ShapesOf<In>): void };
    withAutocast(undefined, () => build.call(this, inputShape));
    this.#built = true;
    this.#buildShape = inputShape;
  };

  toString(): string {
    return `${this.className}(${this.name})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** A layer whatever it takes and gives: every layer is assignable to it. */
export type AnyLayer = Layer<never, TensorStructure, never>;

export type {
  AnyCallOptions,
  CallOptions,
  LayerConfig,
  WeightConfig,
  WeightValue,
} from "./options.js";
