import { ArgumentError, ops, suggestion, Tensor, type Variable } from "@antler/core";
import { type AnyLayer, Layer, type LayerConfig } from "../base/layer.js";
import { flatten, mapStructure, type TensorStructure } from "../base/structure.js";
import { type LayerGraph, traceGraph } from "../functional/graph.js";
import { inputLayerOf } from "../functional/history.js";
import { type LinkedCall, linkedCalls } from "../functional/links.js";
import { replay } from "../functional/replay.js";
import {
  type LoadWeightsOptions,
  loadWeights,
  type SaveWeightsOptions,
  saveWeights,
} from "../saving/weights-file.js";
import type { ModelPort, TrainableModel } from "../training/model.js";
import { Trainer } from "../training/trainer.js";
import { type SummaryOptions, summarize } from "./summary.js";

/** What a model is made of. */
export interface ModelGraph<In extends TensorStructure, Out extends TensorStructure>
  extends LayerGraph {
  readonly inputs: In;
  readonly outputs: Out;
}

/**
 * Layers that lead from inputs to outputs, and the means to train them. Made by `model` or
 * `sequential`. A model is a layer: it can be called, and stand inside other models.
 */
export abstract class Model<
    In extends TensorStructure = TensorStructure,
    Out extends TensorStructure = TensorStructure,
  >
  extends Layer<In, Out>
  implements TrainableModel
{
  /** Masks go from layer to layer inside. */
  override supportsMasking = true;
  #trainer: Trainer | undefined;

  /** @throws ArgumentError while the shape of the input is not known */
  protected abstract readonly graph: ModelGraph<In, Out>;

  /** @internal makes sure that the graph exists before data of this kind are used */
  prepare(_data: unknown): void {}

  /** The layers, from input to output. */
  get layers(): readonly AnyLayer[] {
    return this.graph.layers;
  }

  /** The symbolic input tensors in order. */
  get inputs(): readonly Tensor[] {
    return flatten(this.graph.inputs);
  }

  /** The symbolic output tensors in order. */
  get outputs(): readonly Tensor[] {
    return flatten(this.graph.outputs);
  }

  get inputPorts(): readonly ModelPort[] {
    return ports(this.graph.inputs, (t, i) => inputLayerOf(t)?.name ?? `input_${i}`);
  }

  get outputPorts(): readonly ModelPort[] {
    const { steps } = this.graph;
    return ports(this.graph.outputs, (t, i) => {
      const step = steps.find((s) => s.kind === "call" && flatten(s.call.outputs).includes(t));
      return step?.kind === "call" ? step.call.layer.name : `output_${i}`;
    });
  }

  protected override sublayers(): readonly AnyLayer[] {
    return this.layers;
  }

  /**
   * The layer of this name, or at this place in `layers` (negative: from the end).
   * @throws ArgumentError if there is none
   */
  getLayer(which: string | number): AnyLayer {
    const { layers } = this;
    const found =
      typeof which === "number" ? layers.at(which) : layers.find(({ name }) => name === which);
    if (found !== undefined) return found;
    const names = layers.map(({ name }) => name);
    throw new ArgumentError(
      typeof which === "number"
        ? `${this.name}: has no layer ${which}. Expected an index below ${layers.length}, received ${which}.`
        : `${this.name}: has no layer "${which}". Expected one of ${names.join(", ")}.${suggestion(which, names)}`,
    );
  }

  override call(inputs: In): Out {
    const { graph } = this;
    const values = this.#inOrder(inputs).map((value, i) =>
      ops.cast(value, (this.inputs[i] ?? value).dtype),
    );
    const lookUp = replay(graph.steps, this.inputs, values, this.name);
    return mapStructure(graph.outputs, lookUp);
  }

  /** @internal the trainer's way in: lists in, lists out */
  forward(inputs: readonly Tensor[], options: { readonly training: boolean }): readonly Tensor[] {
    const names = this.graph.inputs;
    const structured = mapStructure(names, (_, i) => inputs[i] as Tensor);
    return flatten(this.invoke(structured, options));
  }

  /** Outputs have the masks that their layers gave them. */
  override computeMask(): undefined {}

  /** @internal what layers add to the loss, as scalars */
  extraLosses(): readonly Tensor[] {
    const { losses } = this;
    // They belong to the step that is being traced: nobody else can use them.
    this.clearLosses();
    return losses.map((loss) => (loss.rank === 0 ? loss : ops.sum(loss)));
  }

  /** Inputs keep their dtype here: `call` casts each to that of its `layers.input`. */
  protected override castInputs(inputs: TensorStructure): TensorStructure {
    return inputs;
  }

  /** @internal the calls of layers with what each is connected to; none before the model is built */
  get linkedCalls(): readonly LinkedCall[] {
    return this.built ? linkedCalls(this.graph.steps) : [];
  }

  /**
   * A table of layers, output shapes and numbers of parameters, as Keras prints it.
   * @returns the text, which is also printed unless `print` is false
   */
  summary(options: SummaryOptions = {}): string {
    const text = summarize(this, this.linkedCalls, options);
    if (options.print !== false) (options.printFn ?? console.log)(text);
    return text;
  }

  /** @internal the state of the optimizer, once there is one */
  get optimizerVariables(): readonly Variable[] | undefined {
    const trainer = this.#trainer;
    return trainer?.isCompiled && trainer.optimizer.built ? trainer.optimizer.variables : undefined;
  }

  get #training(): Trainer {
    this.#trainer ??= new Trainer(this);
    return this.#trainer;
  }

  /** Chooses optimizer, loss and metrics. */
  compile(...args: Parameters<Trainer["compile"]>): ReturnType<Trainer["compile"]> {
    return this.#training.compile(...args);
  }

  /** Trains on `x` and `y` for some epochs; resolves to the history of losses and metrics. */
  async fit(...args: Parameters<Trainer["fit"]>): Settled<"fit"> {
    return this.#training.fit(...args);
  }

  /** Loss and metrics on `x` and `y`. */
  async evaluate(...args: Parameters<Trainer["evaluate"]>): Settled<"evaluate"> {
    return this.#training.evaluate(...args);
  }

  /** The outputs for `x`, computed batch by batch. */
  async predict(...args: Parameters<Trainer["predict"]>): Promise<Out> {
    return this.#structured(await this.#training.predict(...args));
  }

  /** One step of training on one batch. */
  async trainOnBatch(...args: Parameters<Trainer["trainOnBatch"]>): Settled<"trainOnBatch"> {
    return this.#training.trainOnBatch(...args);
  }

  /** Loss and metrics on one batch. */
  async testOnBatch(...args: Parameters<Trainer["testOnBatch"]>): Settled<"testOnBatch"> {
    return this.#training.testOnBatch(...args);
  }

  /** The outputs for one batch. */
  async predictOnBatch(...args: Parameters<Trainer["predictOnBatch"]>): Promise<Out> {
    return this.#structured(await this.#training.predictOnBatch(...args));
  }

  /**
   * Writes all weights into a safetensors file, the whole of it or nothing. In Node.js only.
   * @throws ArgumentError unless the path ends in `.safetensors`
   */
  async saveWeights(filepath: string, options: SaveWeightsOptions = {}): Promise<void> {
    await saveWeights(this.weights, filepath, options, `${this.name}.saveWeights`);
  }

  /**
   * Sets all weights from a safetensors file, by name or, from an equal model, in order.
   * @throws SerializationError if the file is not valid or does not fit, DataError if it can't be opened
   */
  async loadWeights(filepath: string, options: LoadWeightsOptions = {}): Promise<void> {
    await loadWeights(this.weights, filepath, options, `${this.name}.loadWeights`);
  }

  /** Set by a callback, ends `fit` after the present batch. */
  get stopTraining(): boolean {
    return this.#training.stopTraining;
  }

  set stopTraining(stop: boolean) {
    this.#training.stopTraining = stop;
  }

  /** A list as the model's outputs are: one tensor, a list, or a map by name. */
  #structured(outputs: readonly Tensor[]): Out {
    return mapStructure(this.graph.outputs, (_, i) => outputs[i] as Tensor);
  }

  /** Inputs in the graph's order; a map is read by the names of the inputs. */
  #inOrder(inputs: TensorStructure): readonly Tensor[] {
    if (inputs instanceof Tensor || Array.isArray(inputs)) return flatten(inputs);
    const byName = inputs as { readonly [name: string]: Tensor };
    const names = this.inputPorts.map(({ name }) => name);
    return names.map((name) => {
      const value = byName[name];
      if (value !== undefined) return value;
      throw new ArgumentError(
        `${this.name}: input "${name}" is missing. Expected ${names.join(", ")}, received ${Object.keys(byName).join(", ")}.`,
      );
    });
  }
}

/** What a method of the trainer promises; a model's own errors reject, too. */
type Settled<K extends "fit" | "evaluate" | "trainOnBatch" | "testOnBatch"> = Promise<
  Awaited<ReturnType<Trainer[K]>>
>;

/** Options of {@link model}. */
export interface ModelConfig<In extends TensorStructure, Out extends TensorStructure>
  extends LayerConfig {
  /** What `layers.input` gave: one tensor, a list, or a map by name. */
  readonly inputs: In;
  /** Tensors that were computed from the inputs. */
  readonly outputs: Out;
}

/** See {@link model}. */
export class Functional<In extends TensorStructure, Out extends TensorStructure> extends Model<
  In,
  Out
> {
  static readonly className = "Functional";
  protected override readonly graph: ModelGraph<In, Out>;

  constructor(config: ModelConfig<In, Out>) {
    super(config);
    this.graph = connect(config.inputs, config.outputs, this.name);
    // Its layers were built when they were called.
    this.ensureBuilt(undefined as never);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), layers: this.layers.map((layer) => layer.toJSON()) };
  }
}

/**
 * A model of any shape, from tensors that layers were called on.
 *
 * @example
 * const x = layers.input({ shape: [784] });
 * const h = layers.dense({ units: 64, activation: "relu" })(x);
 * const classifier = model({ inputs: x, outputs: layers.dense({ units: 10 })(h) });
 * @throws ArgumentError if the outputs need an input that is not given
 */
export function model<const In extends TensorStructure, const Out extends TensorStructure>(
  config: ModelConfig<In, Out>,
): Functional<Plain<In>, Plain<Out>> {
  return new Functional(config) as unknown as Functional<Plain<In>, Plain<Out>>;
}

/** A structure of tensors without the types of their shapes. */
export type Plain<S extends TensorStructure> = S extends Tensor
  ? Tensor
  : { readonly [K in keyof S]: Tensor };

/** @internal the graph from inputs to outputs */
export function connect<In extends TensorStructure, Out extends TensorStructure>(
  inputs: In,
  outputs: Out,
  where: string,
): ModelGraph<In, Out> {
  return { inputs, outputs, ...traceGraph(flatten(inputs), flatten(outputs), where) };
}

function ports(
  structure: TensorStructure,
  nameOf: (tensor: Tensor, index: number) => string,
): readonly ModelPort[] {
  const keys =
    structure instanceof Tensor || Array.isArray(structure) ? undefined : Object.keys(structure);
  return flatten(structure).map((tensor, i) => ({
    name: keys?.[i] ?? nameOf(tensor, i),
    shape: tensor.shape,
    dtype: tensor.dtype,
  }));
}
