import { ArgumentError, hostTensor, isTypedArray, type Shape, symbol, Tensor } from "@antler/core";
import { type AnyLayer, Layer, type LayerConfig } from "../base/layer.js";
import { descends } from "../functional/history.js";
import { InputLayer } from "../layers/core/inputLayer.js";
import type { Check, SequentialItem } from "../types/shapes.js";
import { connect, Model, type ModelGraph } from "./model.js";

/** See {@link sequential}. */
export class Sequential extends Model<Tensor, Tensor> {
  static readonly className = "Sequential";
  readonly #chain: readonly Layer[];
  #graph: ModelGraph<Tensor, Tensor> | undefined;

  constructor(items: readonly SequentialItem[], config: LayerConfig = {}) {
    super(config);
    const [first, ...rest] = items;
    const start = first instanceof Tensor ? first : undefined;
    const chain = start === undefined ? items : rest;
    if (start !== undefined && !descends(start)) {
      throw new ArgumentError(
        `${this.name}: starts with a tensor that is no input. Expected layers.input({ shape }) or a layer, received ${start}.`,
      );
    }
    this.#chain = chain.map((item, i) => {
      if (item instanceof Layer) return item;
      throw new ArgumentError(
        `${this.name}: item ${i + items.length - chain.length} is no layer. Expected layers, with layers.input(…) in front only, received ${String(item)}.`,
      );
    });
    if (start !== undefined) this.#connect(start);
  }

  protected override get graph(): ModelGraph<Tensor, Tensor> {
    if (this.#graph !== undefined) return this.#graph;
    throw new ArgumentError(
      `${this.name}: is not built, since the shape of its input is not known. ` +
        `Start with layers.input({ shape }), call it on a tensor, or call build(shape).`,
    );
  }

  /** The layers in order, without the input. */
  override get layers(): readonly AnyLayer[] {
    return this.#chain;
  }

  /** Builds all layers for inputs [batch, ...]; the batch size stays open. */
  override build(inputShape: Shape): void {
    if (this.#graph !== undefined) return;
    const rest = inputShape
      .slice(1)
      .map((dim, i) => (typeof dim === "number" ? dim : symbol(`axis${i + 1}`)));
    this.#connect(new InputLayer({ shape: rest }).output);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const first = this.#graph === undefined ? [] : this.graph.layers.slice(0, 1);
    const all = first[0] instanceof InputLayer ? [...first, ...this.layers] : this.layers;
    return { ...super.getConfig(), layers: all.map((layer) => layer.toJSON()) };
  }

  /** @internal data show the shape that nobody gave */
  override prepare(data: unknown): void {
    if (this.built) return;
    const shape = shapeOf(data);
    if (shape !== undefined) this.ensureBuilt(shape);
  }

  #connect(start: Tensor): void {
    let x = start;
    for (const layer of this.#chain) x = layer(x);
    this.#graph = connect(start, x, this.name);
    this.ensureBuilt(start.shape);
  }
}

/**
 * A model whose layers follow each other. Shapes are checked while you write it: a layer that does
 * not fit is a compile error; what the types can't know is checked when the model is built.
 *
 * @example
 * const classifier = sequential([
 *   layers.input({ shape: [8, 8, 1] }),
 *   layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
 *   layers.flatten(),
 *   layers.dense({ units: 10, activation: "softmax" }),
 * ]);
 */
export function sequential<const L extends readonly SequentialItem[]>(
  items: readonly [...L] & Safe<Check<L>>,
  config: LayerConfig = {},
): Sequential {
  return new Sequential(items as readonly SequentialItem[], config);
}

/** `[...L] & any` would lose the inference of L. */
type Safe<C> = 0 extends 1 & C ? unknown : C;

/** The shape of data that `fit` takes, where it is plain. */
function shapeOf(data: unknown): Shape | undefined {
  if (data instanceof Tensor) return data.shape;
  if (typeof data !== "object" || data === null || isTypedArray(data)) return undefined;
  if ("shape" in data && Array.isArray(data.shape)) return data.shape;
  return Array.isArray(data) && !(data[0] instanceof Tensor) ? hostTensor(data).shape : undefined;
}
