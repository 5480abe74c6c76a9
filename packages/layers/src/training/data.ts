import {
  DataError,
  type DType,
  evaluate,
  formatShape,
  type HostTensor,
  hostTensor,
  isTypedArray,
  type NestedArray,
  type Shape,
  ShapeError,
  Tensor,
  type TensorLike,
  type TypedArray,
  typedArrayDType,
  Variable,
} from "@antler/core";
import type { Column } from "./columns.js";
import type { ModelPort } from "./model.js";

/** Flat row-major values with their shape. */
export interface FlatData {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

/** Values of one input or output: a tensor, nested arrays, a typed array, or flat data with a shape. */
export type DataLike = TensorLike | FlatData;

/** Values of all inputs (or outputs): of the only one, or a list in order, or a map by name. */
export type Data = DataLike | readonly DataLike[] | { readonly [name: string]: DataLike };

/** One piece of data per port, in the order of ports. `what` is `"input"` or `"output"`. */
export function perPort(
  data: Data,
  ports: readonly ModelPort[],
  what: "input" | "output",
  where: string,
): readonly DataLike[] {
  if (data === undefined || data === null) {
    throw new DataError(
      `${where}: there is no data. Expected values for ${names(ports)}, received ${String(data)}.`,
    );
  }
  if (isMap(data)) {
    for (const name of Object.keys(data)) {
      if (!ports.some((port) => port.name === name)) {
        throw new DataError(`${where}: there is no ${what} "${name}". Expected ${names(ports)}.`);
      }
    }
    return ports.map((port) => {
      if (data[port.name] !== undefined) return data[port.name] as DataLike;
      throw new DataError(
        `${where}: data for ${what} "${port.name}" is missing. Expected ${names(ports)}, received ${Object.keys(data).join(", ")}.`,
      );
    });
  }
  const isList = Array.isArray(data) && typeof data[0] === "object" && !Array.isArray(data[0]);
  if (ports.length === 1 && !(isList && data.length === 1)) return [data as DataLike];
  if (Array.isArray(data) && data.length === ports.length) return data as readonly DataLike[];
  throw new DataError(
    `${where}: the model has ${ports.length} ${what}s. Expected a list of ${ports.length} or a map with ${names(ports)}, received ${Array.isArray(data) ? `a list of ${data.length}` : "one value"}.`,
  );
}

/** Reads anything into memory; typed arrays are not copied. */
export async function readData(data: DataLike, where: string): Promise<HostTensor> {
  if (data instanceof Tensor || data instanceof Variable) {
    return (await evaluate([data]))[0] as HostTensor;
  }
  if (isFlatData(data)) {
    const size = data.shape.reduce((product, dim) => product * dim, 1);
    if (size !== data.data.length) {
      throw new ShapeError(
        `${where}: shape ${formatShape(data.shape)} holds ${size} elements, received ${data.data.length}.`,
      );
    }
    return { dtype: typedArrayDType(data.data), shape: data.shape, data: data.data };
  }
  if (isTypedArray(data)) return { dtype: typedArrayDType(data), shape: [data.length], data };
  return hostTensor(data as NestedArray);
}

/**
 * Data of an input in the shape of the input. Flat values are cut into rows, and a last axis of size 1
 * may be missing or too many, as in Keras.
 * @throws ShapeError naming the input
 */
export function inputColumn(value: HostTensor, port: ModelPort, where: string): Column {
  const shape = fitShape(value.shape, port.shape);
  if (shape === undefined) {
    throw new ShapeError(
      `${where}: input "${port.name}" does not fit. Expected shape ${formatShape(port.shape)}, received ${formatShape(value.shape)}.`,
    );
  }
  return { name: `input "${port.name}"`, dtype: port.dtype, shape, data: value.data };
}

/** Labels of an output: flat values of several elements a sample are cut into `rows` rows. */
export function labelColumn(
  value: HostTensor,
  port: ModelPort,
  dtype: DType,
  rows: number,
): Column {
  const isFlat = value.shape.length === 1 && rows > 0 && value.data.length !== rows;
  const shape = (isFlat ? fitShape(value.shape, port.shape) : undefined) ?? value.shape;
  return { name: `labels of "${port.name}"`, dtype, shape, data: value.data };
}

function fitShape(given: readonly number[], expected: Shape): readonly number[] | undefined {
  if (matches(given, expected)) return given;
  const sample = expected.slice(1);
  if (given.length === 1 && sample.every((dim) => typeof dim === "number")) {
    const size = sample.reduce((product, dim) => product * dim, 1);
    const rows = (given[0] ?? 0) / size;
    if (Number.isInteger(rows)) return [rows, ...sample];
  }
  if (expected.at(-1) === 1 && matches(given, expected.slice(0, -1))) return [...given, 1];
  if (given.at(-1) === 1 && matches(given.slice(0, -1), expected)) return given.slice(0, -1);
  return undefined;
}

/**
 * Whether ranks and all known dimensions of a sample agree; a scalar never does, since it has no rows.
 * A model for batches of a fixed size takes any number of rows.
 */
function matches(given: readonly number[], expected: Shape): boolean {
  return (
    given.length > 0 &&
    given.length === expected.length &&
    expected.every((dim, i) => i === 0 || typeof dim !== "number" || dim === given[i])
  );
}

function isFlatData(data: unknown): data is FlatData {
  return isObject(data) && isTypedArray(data.data) && Array.isArray(data.shape);
}

function isMap(data: Data): data is { readonly [name: string]: DataLike } {
  return isObject(data) && !isFlatData(data) && Object.getPrototypeOf(data) === Object.prototype;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function names(ports: readonly ModelPort[]): string {
  return ports.map((port) => `"${port.name}"`).join(", ");
}
