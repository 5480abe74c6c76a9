import { ArgumentError, bytesOf, type Shape, type Tensor, type Variable } from "@antler/core";
import type { AnyLayer } from "../base/layer.js";
import { countElements } from "../base/own-weights.js";
import { isChain, type LayerLink, type LinkedCall } from "../functional/links.js";
import { InputLayer } from "../layers/core/inputLayer.js";
import { type Column, textTable } from "./text-table.js";

/** How a summary looks. */
export interface SummaryOptions {
  /** Characters in a line; default: as the terminal is wide, 88 (108 with connections) at most. */
  readonly lineLength?: number | null | undefined;
  /** Where each column ends, as shares of the line; default: as in Keras. */
  readonly positions?: readonly number[] | null | undefined;
  /** Gets the text; default: it goes to the console. */
  readonly printFn?: ((text: string) => void) | null | undefined;
  /** Whether layers of models inside the model are shown; default false. */
  readonly expandNested?: boolean | undefined;
  /** Whether a column says which layers are trained; default false. */
  readonly showTrainable?: boolean | undefined;
  /** Only layers from the first name to the second; both are regular expressions. */
  readonly layerRange?: readonly [from: string, to: string] | null | undefined;
  /** False only returns the text; default true. */
  readonly print?: boolean | undefined;
}

/** What a summary tells of. */
export interface Summarized {
  readonly name: string;
  readonly layers: readonly AnyLayer[];
  readonly weights: readonly Variable[];
  readonly trainableWeights: readonly Variable[];
  readonly nonTrainableWeights: readonly Variable[];
  /** The state of the optimizer, once there is one. */
  readonly optimizerVariables?: readonly Variable[] | undefined;
}

/** Keras's table: each layer with its output shape and number of parameters, then the totals. */
export function summarize(
  model: Summarized,
  calls: readonly LinkedCall[],
  options: SummaryOptions = {},
): string {
  const plain = isChain(calls);
  const columns = columnsOf(plain, options);
  const length = columns.length === 0 ? 0 : lineLength(plain, options);
  const rows = chooseLayers(model.layers, options).flatMap((layer) =>
    layerRows(layer, calls, plain, options, 0),
  );
  const optimizer = model.optimizerVariables ?? [];
  const total = (title: string, weights: readonly Variable[]): string =>
    ` ${title} params: ${countElements(weights).toLocaleString("en-US")} (${size(weights)})`;
  return [
    `Model: "${model.name}"`,
    ...textTable(columns, rows, length),
    total("Total", [...model.trainableWeights, ...model.nonTrainableWeights, ...optimizer]),
    total("Trainable", model.trainableWeights),
    total("Non-trainable", model.nonTrainableWeights),
    ...(optimizer.length === 0 ? [] : [total("Optimizer", optimizer)]),
  ].join("\n");
}

function lineLength(plain: boolean, { lineLength: given, showTrainable }: SummaryOptions): number {
  if (given !== undefined && given !== null) return given;
  const widest = (plain ? 88 : 108) + (showTrainable ? 12 : 0);
  const terminal = typeof process === "undefined" ? undefined : process.stdout?.columns;
  return Math.min(widest, (terminal ?? 80) - 4);
}

function columnsOf(plain: boolean, options: SummaryOptions): readonly Column[] {
  const base = plain
    ? ([
        ["Layer (type)", 0.45, "left"],
        ["Output Shape", 0.8, "left"],
        ["Param #", 1, "right"],
      ] as const)
    : ([
        ["Layer (type)", 0.3, "left"],
        ["Output Shape", 0.56, "left"],
        ["Param #", 0.74, "right"],
        ["Connected to", 1, "left"],
      ] as const);
  const shown = options.showTrainable
    ? [
        ...base.map(([title, end, align]) => [title, end * 0.9, align] as const),
        ["Trainable", 1, "center"] as const,
      ]
    : base;
  const ends = options.positions ?? shown.map(([, end]) => end);
  const length = lineLength(plain, options);
  let start = 0;
  return shown.map(([title, , align], i) => {
    const end = Math.trunc((ends[i] ?? 1) * length);
    const width = end - start;
    start = end;
    if (width >= 4) return { title, width, align };
    throw new ArgumentError(
      `summary: the line is too short. Expected columns of 4 characters at least, received ${width} for "${title}" with a lineLength of ${length}.`,
    );
  });
}

function chooseLayers(
  layers: readonly AnyLayer[],
  { layerRange }: SummaryOptions,
): readonly AnyLayer[] {
  if (layerRange === undefined || layerRange === null) return layers;
  const matches = layerRange.map((pattern) => {
    const expression = new RegExp(`^(?:${pattern})`);
    return layers.flatMap(({ name }, i) => (expression.test(name) ? [i] : []));
  });
  const [from, to] = matches as [number[], number[]];
  if (from.length > 0 && to.length > 0) {
    const [low, high] = [Math.min(...from), Math.max(...to)];
    return low > high
      ? layers.slice(Math.min(...to), Math.max(...from) + 1)
      : layers.slice(low, high + 1);
  }
  throw new ArgumentError(
    `summary: layerRange matches no layers. Expected names such as ${layers
      .slice(0, 3)
      .map(({ name }) => name)
      .join(", ")}, received ${layerRange.join(" to ")}.`,
  );
}

function layerRows(
  layer: AnyLayer,
  calls: readonly LinkedCall[],
  plain: boolean,
  options: SummaryOptions,
  level: number,
): readonly (readonly string[])[] {
  const prefix = level === 0 ? "" : `${"   ".repeat(level)}└ `;
  const row = [
    `${prefix}${layer.name} (${layer.className})`,
    outputShape(layer, calls),
    layer.built ? countElements(layer.weights).toLocaleString("en-US") : "0 (unbuilt)",
    ...(plain ? [] : [connections(layer, calls)]),
    ...(options.showTrainable ? [trainability(layer)] : []),
  ];
  const nested = layer as {
    readonly layers?: readonly AnyLayer[];
    linkedCalls?: readonly LinkedCall[];
  };
  if (!options.expandNested || nested.layers === undefined) return [row];
  return [
    row,
    ...nested.layers.flatMap((inner) =>
      layerRows(inner, nested.linkedCalls ?? [], plain, options, level + 1),
    ),
  ];
}

function outputShape(layer: AnyLayer, calls: readonly LinkedCall[]): string {
  if (layer instanceof InputLayer) return shapeText(layer.output);
  const outputs = calls.findLast((call) => call.layer === layer)?.outputs;
  if (outputs === undefined) return "?";
  return outputs.length === 1
    ? shapeText(outputs[0] as Tensor)
    : `[${outputs.map(shapeText).join(", ")}]`;
}

/** As Python writes a tuple: `(None, 4)`. */
function shapeText({ shape }: { readonly shape: Shape }): string {
  return `(${shape.map((dim) => (typeof dim === "number" ? dim : "None")).join(", ")})`;
}

function connections(layer: AnyLayer, calls: readonly LinkedCall[]): string {
  const links = calls.flatMap((call) => (call.layer === layer ? call.inbound : []));
  const text = ({ layer: { name }, node, tensor }: LayerLink) => `${name}[${node}][${tensor}]`;
  return links.length === 0 ? "-" : links.map(text).join(", ");
}

function trainability(layer: AnyLayer): string {
  if (layer.weights.length === 0) return "-";
  return layer.trainable ? "Y" : "N";
}

function size(weights: readonly Variable[]): string {
  let bytes = [...new Set(weights)].reduce(
    (sum, weight) => sum + countElements([weight]) * bytesOf(weight.dtype),
    0,
  );
  const units = ["B", "KB", "MB", "GB", "TB", "PB"];
  while (bytes >= 1024 && units.length > 1) {
    bytes /= 1024;
    units.shift();
  }
  return `${bytes.toFixed(2)} ${units[0]}`;
}
