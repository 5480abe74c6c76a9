// The messages of TensorBoard: tensorflow/core/framework/summary.proto, tensor.proto, graph.proto and
// tensorboard/plugins/hparams/plugin_data.proto. Field numbers are theirs.
import { Message } from "./message.js";

/** What TensorBoard does with a value. */
type Plugin = "scalars" | "histograms" | "images" | "graph_keras_model" | "hparams";

/** Kinds of data: SummaryMetadata.DataClass. */
const dataClasses = { none: 0, scalar: 1, tensor: 2, blobs: 3 } as const;

/** Types of tensors: DataType. */
const types = { float: 1, double: 2, string: 7 } as const;

/** One number. */
export function scalarValue(tag: string, value: number): Message {
  const content = new Uint8Array(Float32Array.of(value).buffer);
  const tensor = tensorMessage(types.float, []).bytes(4, content);
  return summaryValue(tag, metadata("scalars", dataClasses.scalar), tensor);
}

/** Buckets, each with left and right edge and the number of values between them. */
export type Buckets = readonly (readonly [left: number, right: number, count: number])[];

/** A distribution. */
export function histogramValue(tag: string, buckets: Buckets): Message {
  const content = new Uint8Array(Float64Array.from(buckets.flat()).buffer);
  const tensor = tensorMessage(types.double, [buckets.length, 3]).bytes(4, content);
  return summaryValue(tag, metadata("histograms", dataClasses.tensor), tensor);
}

/** Pictures of one size, as PNG files. */
export function imagesValue(
  tag: string,
  width: number,
  height: number,
  files: readonly Uint8Array[],
): Message {
  const strings = [String(width), String(height)].map((text) => new TextEncoder().encode(text));
  const tensor = stringTensor([...strings, ...files], [files.length + 2]);
  return summaryValue(tag, metadata("images", dataClasses.blobs), tensor);
}

/** A model's description as JSON, for the conceptual graph. */
export function modelValue(tag: string, json: string): Message {
  const tensor = stringTensor([new TextEncoder().encode(json)], []);
  const plugin = metadata("graph_keras_model", dataClasses.none, new TextEncoder().encode("1"));
  return summaryValue(tag, plugin, tensor);
}

/** A value of a hyper-parameter. */
export type HyperParameter = number | string | boolean;

/** The hyper-parameters of a run, at its beginning. */
export function sessionStart(
  parameters: Readonly<Record<string, HyperParameter>>,
  seconds: number,
): Message {
  const info = new Message();
  for (const [name, value] of Object.entries(parameters)) {
    const content = new Message();
    if (typeof value === "number") content.double(2, value);
    else if (typeof value === "string") content.string(3, value);
    else content.integer(4, value);
    info.message(1, new Message().string(1, name).message(2, content));
  }
  info.double(5, seconds);
  return hyperParameterValue("_hparams_/session_start_info", new Message().message(3, info));
}

/** That a run ended well. */
export function sessionEnd(seconds: number): Message {
  const success = 1;
  const info = new Message().integer(1, success).double(2, seconds);
  return hyperParameterValue("_hparams_/session_end_info", new Message().message(4, info));
}

/** A node of the graph of layers. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
}

/** The graph of layers. */
export function graphDefinition(nodes: readonly GraphNode[]): Uint8Array {
  const graph = new Message();
  for (const { name, op, inputs } of nodes) {
    const node = new Message().string(1, name).string(2, op);
    for (const input of inputs) node.string(3, input);
    graph.message(1, node);
  }
  const producer = 22;
  return graph.message(4, new Message().integer(1, producer)).encode();
}

function hyperParameterValue(tag: string, data: Message): Message {
  // TensorBoard wants some tensor here.
  const tensor = tensorMessage(types.float, [1]).bytes(4, new Uint8Array(4));
  return summaryValue(tag, metadata("hparams", dataClasses.none, data.encode()), tensor);
}

function summaryValue(tag: string, plugin: Message, tensor: Message): Message {
  return new Message().string(1, tag).message(9, plugin).message(8, tensor);
}

function metadata(plugin: Plugin, dataClass: number, content?: Uint8Array): Message {
  const data = new Message().string(1, plugin);
  if (content !== undefined) data.bytes(2, content);
  const message = new Message().message(1, data);
  return dataClass === dataClasses.none ? message : message.integer(4, dataClass);
}

function stringTensor(values: readonly Uint8Array[], shape: readonly number[]): Message {
  const tensor = tensorMessage(types.string, shape);
  for (const value of values) tensor.bytes(8, value);
  return tensor;
}

function tensorMessage(type: number, shape: readonly number[]): Message {
  const dims = new Message();
  for (const size of shape) dims.message(2, new Message().integer(1, size));
  return new Message().integer(1, type).message(2, dims);
}
