import {
  ArgumentError,
  type DType,
  equalShapes,
  floatX,
  formatShape,
  fromHost,
  type HostTensor,
  hostTensor,
  isFloat,
  ops,
  type Shape,
  ShapeError,
  Tensor,
  Variable,
  withScope,
} from "@antler/core";
import { record } from "../functional/history.js";
import { type InitializerLike, resolveInitializer } from "../initializers/resolve.js";
import { type SerializedObject, serialize } from "../saving/keys.js";
import { Callable } from "./callable.js";
import { currentTraining, withTraining } from "./context.js";
import { checkInputs, type InputSpec } from "./input-spec.js";
import { uniqueName } from "./names.js";
import {
  checkStructure,
  flatten,
  mapStructure,
  type ShapesOf,
  type TensorStructure,
} from "./structure.js";

/** What every layer's constructor takes. */
export interface LayerConfig {
  /** Default: the class name in snake case, numbered: `dense`, `dense_1`… */
  readonly name?: string | undefined;
  /** Whether optimizers may change the weights. Default true. */
  readonly trainable?: boolean | undefined;
  /** Dtype of weights; float inputs are cast to it. Default `"float32"`. */
  readonly dtype?: DType | undefined;
}

/** What every call of a layer takes. */
export interface CallOptions {
  /** Whether to behave as in training (dropout, batch statistics). Default: as the layer outside. */
  readonly training?: boolean | undefined;
  /** Which steps of the input count, as bool [batch, time]. */
  readonly mask?: Tensor | undefined;
}

/** A weight that a layer asks for. */
export interface WeightConfig {
  readonly name: string;
  readonly shape: readonly number[];
  /** Default `"glorotUniform"`. */
  readonly initializer?: InitializerLike | undefined;
  readonly trainable?: boolean | undefined;
  readonly dtype?: DType | undefined;
}

/** Values for weights, in the order of `weights`. */
export type WeightValue = HostTensor | Parameters<typeof hostTensor>[0];

/** How a layer is called. */
export type LayerFunction<In, Out, Options> = (inputs: In, options?: Options) => Out;

export interface Layer<
  In extends TensorStructure = Tensor,
  Out extends TensorStructure = Tensor,
  Options extends CallOptions = CallOptions,
> extends LayerFunction<In, Out, Options> {}

/**
 * A function of tensors with weights. Subclasses implement `call`, and `build` where weights
 * depend on the input's shape. An instance is callable: `layer(x)` builds it once, checks the
 * input, and runs `call`.
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
  Options extends CallOptions = CallOptions,
> extends Callable {
  readonly name: string;
  readonly dtype: DType;
  /** What `call` may rely on; `build` narrows it once channels are known. */
  protected inputSpecs: readonly InputSpec[] = [];
  readonly #weights: Variable[] = [];
  #trainable: boolean;
  #built = false;

  constructor(config: LayerConfig = {}) {
    super();
    this.name = config.name ?? uniqueName(this.className);
    this.dtype = config.dtype ?? floatX;
    this.#trainable = config.trainable ?? true;
  }

  /** Makes the weights for inputs of this shape (a list of shapes for several inputs). */
  build(_inputShape: ShapesOf<In>): void {}

  /** Computes the output; `training` is always given here. */
  abstract call(inputs: In, options: Options & { readonly training: boolean }): Out;

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

  get trainable(): boolean {
    return this.#trainable;
  }

  /** Freezes or thaws this layer and all layers inside it. */
  set trainable(trainable: boolean) {
    this.#trainable = trainable;
    for (const layer of this.sublayers()) layer.trainable = trainable;
  }

  /** Layers that this one is made of: those held by its properties, alone or in lists. */
  protected sublayers(): readonly AnyLayer[] {
    return Object.values(this)
      .flat()
      .filter((value): value is AnyLayer => value instanceof Layer);
  }

  /** All weights in Keras's order: own trainable, own others, then those of inner layers. */
  get weights(): readonly Variable[] {
    const own = [...this.#weights].sort((a, b) => Number(b.trainable) - Number(a.trainable));
    return unique([...own, ...this.sublayers().flatMap((layer) => layer.weights)]);
  }

  get trainableWeights(): readonly Variable[] {
    if (!this.#trainable) return [];
    return unique([
      ...this.#weights.filter((weight) => weight.trainable),
      ...this.sublayers().flatMap((layer) => layer.trainableWeights),
    ]);
  }

  get nonTrainableWeights(): readonly Variable[] {
    const trainable = new Set(this.trainableWeights);
    return this.weights.filter((weight) => !trainable.has(weight));
  }

  /** Makes a weight, its first value drawn by the initializer. */
  addWeight(config: WeightConfig): Variable {
    const where = `${this.name}/${config.name}`;
    const initializer = resolveInitializer(config.initializer ?? "glorotUniform", where);
    const variable = new Variable(initializer(config.shape), {
      name: where,
      trainable: config.trainable ?? true,
      dtype: config.dtype ?? this.dtype,
    });
    this.#weights.push(variable);
    return variable;
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

  /** The shape of the result for inputs of this shape, found by building `call`'s graph. */
  computeOutputShape(inputShape: ShapesOf<In>): ShapesOf<Out> {
    const placeholder = (shape: Shape): Tensor =>
      new Tensor({ op: "input", shape, dtype: this.dtype });
    const single = isShape(inputShape);
    const inputs = single ? placeholder(inputShape) : inputShape.map(placeholder);
    const outputs = this.invoke(inputs as TensorStructure as In, {} as Options);
    return (
      outputs instanceof Tensor ? outputs.shape : flatten(outputs).map((t) => t.shape)
    ) as ShapesOf<Out>;
  }

  /** Values of all weights. */
  async getWeights(): Promise<HostTensor[]> {
    return Promise.all(
      this.weights.map(async (weight) => {
        return { dtype: weight.dtype, shape: weight.shape, data: await weight.data() };
      }),
    );
  }

  /**
   * Sets all weights, in the order of `weights`.
   * @throws ArgumentError if the number differs, ShapeError if a shape does
   */
  setWeights(values: readonly WeightValue[]): void {
    const { weights } = this;
    if (values.length !== weights.length) {
      throw new ArgumentError(
        `${this.name}: setWeights got the wrong number of values. Expected ${weights.length} ` +
          `(${weights.map((weight) => weight.name).join(", ")}), received ${values.length}.`,
      );
    }
    const hosts = values.map(toHost);
    weights.forEach((weight, i) => {
      const { shape } = hosts[i] as HostTensor;
      if (!equalShapes(shape, weight.shape)) {
        throw new ShapeError(
          `${weight.name}: setWeights got a value of another shape. Expected ${formatShape(weight.shape)}, received ${formatShape(shape)}.`,
        );
      }
    });
    weights.forEach((weight, i) => {
      weight.assign(fromHost(hosts[i] as HostTensor));
    });
  }

  /** The options that make an equal layer, in the API's own names. */
  getConfig(): Readonly<Record<string, unknown>> {
    return { name: this.name, trainable: this.#trainable, dtype: this.dtype };
  }

  /** The layer as Keras's files describe it. */
  toJSON(): SerializedObject {
    return serialize("keras.layers", this.className, this.getConfig());
  }

  /** @internal builds once, checks, casts, runs `call`, and records it for functional models */
  override invoke(given: In, options?: Options): Out {
    const inputs = this.castInputs(checkStructure(given, this.name));
    // `tensors.map(layer)` passes an index where options belong.
    const { ...callOptions } = (typeof options === "object" ? options : {}) as Options;
    const training = callOptions.training ?? currentTraining();
    return withScope(this.name, () =>
      withTraining(training, () => {
        const shapes = flatten(inputs).map((t) => t.shape);
        checkInputs(this.inputSpecs, shapes, this.name);
        this.ensureBuilt((inputs instanceof Tensor ? inputs.shape : shapes) as ShapesOf<In>);
        const outputs = this.call(inputs as In, { ...callOptions, training });
        return record(this, inputs, callOptions, outputs) as Out;
      }),
    );
  }

  /** Builds the layer unless it is built. */
  ensureBuilt(inputShape: ShapesOf<In>): void {
    if (this.#built) return;
    this.build(inputShape);
    this.#built = true;
  }

  /** Brings float inputs to the layer's dtype. */
  protected castInputs(inputs: TensorStructure): TensorStructure {
    return mapStructure(inputs, (t) =>
      isFloat(t.dtype) && t.dtype !== this.dtype ? ops.cast(t, this.dtype) : t,
    );
  }

  toString(): string {
    return `${this.className}(${this.name})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** A layer whatever it takes and gives: every layer is assignable to it. */
export type AnyLayer = Layer<never, TensorStructure, never>;

/** The number of elements of all weights together. */
export function countElements(weights: readonly Variable[]): number {
  return weights.reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0);
}

function isShape(shapes: Shape | readonly Shape[]): shapes is Shape {
  return !Array.isArray(shapes[0]);
}

function toHost(value: WeightValue): HostTensor {
  return typeof value === "object" && "data" in value ? value : hostTensor(value);
}

function unique(weights: readonly Variable[]): readonly Variable[] {
  return [...new Set(weights)];
}
