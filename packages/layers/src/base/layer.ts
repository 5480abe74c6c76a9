import {
  ArgumentError,
  isFloat,
  ops,
  type Shape,
  type Tensor,
  withAutocast,
  withScope,
  withWideDTypes,
} from "@antler/core";
import { callsOf, type LayerCall, record } from "../functional/history.js";
import { resolveRegularizer } from "../regularizers/resolve.js";
import { callDepth, currentTraining, withTraining } from "./context.js";
import { checkInputs, type InputRule } from "./input-spec.js";
import { LayerState } from "./layer-state.js";
import { attachMasks, type Mask, type MaskOf, maskOf, masksOf, setMask } from "./masks.js";
import type { AnyCallOptions, CallOptions, LayerConfig } from "./options.js";
import {
  describeShapes,
  type InputShapes,
  knownShapes,
  placeholders,
  type TensorSpec,
  toShape,
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
> extends LayerState {
  /** Whether masks of inputs may go on to outputs; without it a mask ends here, with a warning. */
  supportsMasking = false;
  /** What `call` may rely on, one spec per input; `build` narrows it once channels are known. */
  protected inputSpecs: readonly InputRule[] = [];
  #built = false;
  #buildShape: Shape | readonly Shape[] | undefined;
  #warned = false;

  constructor(config: LayerConfig = {}) {
    super(config);
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

  override get built(): boolean {
    return this.#built;
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

  /** The input shapes that the layer was built for, as Keras's files hold them. */
  getBuildConfig(): Readonly<Record<string, unknown>> {
    return this.#buildShape === undefined ? {} : { inputShape: describeShapes(this.#buildShape) };
  }

  /** Builds the layer for what {@link getBuildConfig} gave. */
  buildFromConfig(config: { readonly inputShape?: InputShapes<In> | null }): void {
    if (!config.inputShape) return;
    const { single, list } = knownShapes(config.inputShape);
    const shapes = list.map(toShape);
    this.build((single ? shapes[0] : shapes) as ShapesOf<In>);
  }

  /**
   * The tensors that the layer was called on while a functional model was written down.
   * @throws ArgumentError unless there was one such call
   */
  get input(): TensorStructure {
    return onlyCall(this as AnyLayer, "input").inputs;
  }

  /**
   * What that call gave: `model({ inputs, outputs: m.getLayer("features").output })`.
   * @throws ArgumentError unless there was one such call
   */
  get output(): TensorStructure {
    return onlyCall(this as AnyLayer, "output").outputs;
  }

  /** @internal builds once, checks, casts, runs `call`, and records it for functional models */
  override invoke(given: In, options?: Options): Out {
    if (callDepth() === 0) this.clearLosses();
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
    const outputs = withAutocast(computeDtype === variableDtype ? undefined : computeDtype, () =>
      computeDtype === "float64" ? withWideDTypes(call) : call(),
    );
    return checkStructure(outputs, this.name, "call returned something that is no tensor") as Out;
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

  readonly #buildOnce = (inputShape: ShapesOf<In>): void => {
    if (this.#built) return;
    const { build } = Object.getPrototypeOf(this) as { build(shape: ShapesOf<In>): void };
    withAutocast(undefined, () => build.call(this, inputShape));
    this.#built = true;
    this.#buildShape = inputShape;
  };
}

/** A layer whatever it takes and gives: every layer is assignable to it. */
export type AnyLayer = Layer<never, TensorStructure, never>;

/** The call that a layer has in functional models. */
function onlyCall(layer: AnyLayer, what: string): LayerCall {
  const calls = callsOf(layer);
  if (calls.length === 1) return calls[0] as LayerCall;
  const problem = calls.length === 0 ? "no call" : "several calls";
  throw new ArgumentError(
    `${layer.name}: has ${problem} that could tell its ${what}. Expected one call on a tensor of layers.input, received ${calls.length}.`,
  );
}

export type {
  AnyCallOptions,
  CallOptions,
  LayerConfig,
  WeightConfig,
  WeightValue,
} from "./options.js";
