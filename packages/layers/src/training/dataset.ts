import { ArgumentError, DataError, type HostTensor, type TypedArray } from "@antler/core";
import { checkFinite, checkLabels, checkRows } from "./checks.js";
import { type Column, gatherRows, rowSize, rowsOf, sliceRows, takeRows } from "./columns.js";
import { type Data, type DataLike, inputColumn, labelColumn, perPort, readData } from "./data.js";
import type { ModelPort, TrainableModel } from "./model.js";
import type { Objective } from "./objective.js";
import type { Batch } from "./step.js";

/** Data that were read, checked, and are ready to be cut into batches. */
export interface Dataset {
  readonly rows: number;
  readonly columns: Batch<Column>;
}

/** How samples count. */
export interface Weighting {
  /** One weight per sample. */
  readonly sampleWeight?: DataLike | undefined;
  /** A weight per class index; classes that are not named count 1. */
  readonly classWeight?: Readonly<Record<number, number>> | undefined;
}

/**
 * Reads inputs and labels and checks all that can be checked without the model, so that bad data
 * fail before any weight has changed.
 * @throws DataError, ShapeError
 */
export async function readDataset(
  model: TrainableModel,
  objective: Objective,
  x: Data,
  y: Data,
  weighting: Weighting,
  where: string,
): Promise<Dataset> {
  const inputs = await readInputs(model, x, where);
  const rows = rowsOf(inputs[0] as Column);
  const given = perPort(y, model.outputPorts, "output", where);
  const labels = await Promise.all(
    given.map(async (data, i) => {
      const value = await readData(data, where);
      const dtype = objective.hasClassIndices(i) ? "int32" : "float32";
      return labelColumn(value, model.outputPorts[i] as ModelPort, dtype, rows);
    }),
  );
  const sampleWeight = await weightColumn(labels, weighting, where);
  const extra = sampleWeight === undefined ? [] : [sampleWeight];
  checkRows([...inputs, ...labels, ...extra], where);
  for (const column of [...inputs, ...labels, ...extra]) checkFinite(column, where);
  labels.forEach((column, i) => {
    const classes = model.outputPorts[i]?.shape.at(-1);
    if (objective.hasClassIndices(i) && typeof classes === "number")
      checkLabels(column, classes, objective.ignoredClass(i), where);
  });
  return { rows, columns: { inputs, labels, sampleWeight } };
}

/** Inputs alone, for predictions. */
export async function readInputs(
  model: TrainableModel,
  x: Data,
  where: string,
): Promise<readonly Column[]> {
  const given = perPort(x, model.inputPorts, "input", where);
  const columns = await Promise.all(
    given.map(async (data, i) =>
      inputColumn(await readData(data, where), model.inputPorts[i] as ModelPort, where),
    ),
  );
  checkRows(columns, where);
  return columns;
}

async function weightColumn(
  labels: readonly Column[],
  { sampleWeight, classWeight }: Weighting,
  where: string,
): Promise<Column | undefined> {
  if (sampleWeight !== undefined && classWeight !== undefined) {
    throw new ArgumentError(
      `${where}: sampleWeight and classWeight exclude each other. Multiply them yourself.`,
    );
  }
  const base = { name: "sampleWeight", dtype: "float32" } as const;
  if (sampleWeight !== undefined) {
    const { shape, data } = await readData(sampleWeight, where);
    if (shape.length === 0) {
      throw new DataError(
        `${where}: sampleWeight has no rows. Expected one weight per sample, received a number.`,
      );
    }
    return { ...base, shape, data };
  }
  if (classWeight === undefined) return undefined;
  const [column] = labels;
  if (column === undefined || labels.length !== 1) {
    throw new ArgumentError(
      `${where}: classWeight is for models with one output. Use sampleWeight.`,
    );
  }
  const data = Float32Array.from(classesOf(column), (label) => classWeight[label] ?? 1);
  return { ...base, shape: [data.length], data };
}

/** The class of each row, of integer or of one-hot labels. */
function classesOf(column: Column): readonly number[] {
  const size = rowSize(column);
  return Array.from({ length: rowsOf(column) }, (_, row) => {
    const values = column.data.subarray(row * size, (row + 1) * size);
    return size === 1 ? (values[0] as number) : values.indexOf(Math.max(...values));
  });
}

/** The part of a data set from row `start` to `end`, without a copy. */
export function sliceDataset({ columns }: Dataset, start: number, end: number): Dataset {
  return {
    rows: end - start,
    columns: mapBatch(columns, (column) => sliceRows(column, start, end)),
  };
}

/**
 * Cuts a data set into batches. Shuffled batches are copies, and each is written over the one before
 * it: a batch is over when the next is taken, and fresh memory for each would cost more than the copy.
 */
export class BatchCutter {
  readonly #columns: Batch<Column>;
  readonly #scratch = new Map<Column, TypedArray>();

  constructor({ columns }: Dataset) {
    this.#columns = columns;
  }

  /** Rows `start` to `end`, or those that `order` has there; valid until the next call. */
  take(order: Int32Array | undefined, start: number, end: number): Batch<HostTensor> {
    return mapBatch(this.#columns, (column) => {
      if (order === undefined) return takeRows(column, start, end);
      const batch = gatherRows(column, order, start, end, this.#scratch.get(column));
      if (batch.dtype !== "bool") this.#scratch.set(column, batch.data);
      return batch;
    });
  }
}

function mapBatch<A, B>(
  { inputs, labels, sampleWeight }: Batch<A>,
  map: (value: A) => B,
): Batch<B> {
  return {
    inputs: inputs.map(map),
    labels: labels.map(map),
    sampleWeight: sampleWeight === undefined ? undefined : map(sampleWeight),
  };
}
