import { DataError } from "@antler/core";
import type { Data, DataLike } from "./data.js";
import { BatchCutter, type Dataset, readDataset, readInputs, type Weighting } from "./dataset.js";
import type { Engine } from "./engine.js";
import { ArrayFeed, type ArrayFeedOptions, type Feed, refuseForSources } from "./feed.js";
import { type BatchSource, isBatchSource } from "./source.js";
import { SourceFeed } from "./source-feed.js";

/** Reads labelled data; a model without shapes learns them here. */
export function readLabelled(
  engine: Engine,
  x: Data,
  y: Data,
  weighting: Weighting,
  where: string,
): Promise<Dataset> {
  engine.model.prepare?.(x);
  return readDataset(engine.model, engine.objective(where), x, y, weighting, where);
}

/** What {@link labelledFeed} takes besides data. */
export interface FeedOptions extends ArrayFeedOptions {
  /** The option that `steps` came from, for messages. */
  readonly option: string;
}

/** Batches of labelled arrays, or of a source. */
export async function labelledFeed(
  engine: Engine,
  x: Data | BatchSource,
  y: Data | null | undefined,
  weighting: Weighting,
  options: FeedOptions,
): Promise<Feed> {
  const { where } = options;
  if (!isBatchSource(x)) {
    return new ArrayFeed(
      await readLabelled(engine, x as Data, y as Data, weighting, where),
      options,
    );
  }
  if (y !== undefined && y !== null) {
    throw new DataError(
      `${where}: labels stand beside a source of batches. Expected them in the batches, as [x, y], received y apart. Leave y out.`,
    );
  }
  refuseForSources(weighting, ["sampleWeight"], where);
  const read = async (batch: unknown, place: string) => {
    const [inputs, labels, sampleWeight] = labelled(batch, place);
    const data = await readLabelled(
      engine,
      inputs,
      labels,
      { sampleWeight: sampleWeight ?? undefined, classWeight: weighting.classWeight },
      place,
    );
    return { columns: data.columns, values: new BatchCutter(data).take(undefined, 0, data.rows) };
  };
  return SourceFeed.open(x, { ...options, read }, (batch) =>
    engine.model.prepare?.(labelled(batch, `${where} (batch 1)`)[0]),
  );
}

/** Batches of inputs alone. */
export async function inputFeed(
  engine: Engine,
  x: Data | BatchSource<Data>,
  options: FeedOptions,
): Promise<Feed> {
  const { model } = engine;
  const read = async (batch: unknown, place: string): Promise<Dataset> => {
    model.prepare?.(batch);
    const inputs = await readInputs(model, batch as Data, place);
    return { rows: inputs[0]?.shape[0] ?? 0, columns: { inputs, labels: [] } };
  };
  if (!isBatchSource(x)) return new ArrayFeed(await read(x, options.where), options);
  const readBatch = async (batch: unknown, place: string) => {
    const data = await read(batch, place);
    return { columns: data.columns, values: new BatchCutter(data).take(undefined, 0, data.rows) };
  };
  return SourceFeed.open(x, { ...options, read: readBatch }, (batch) => model.prepare?.(batch));
}

function labelled(
  batch: unknown,
  where: string,
): readonly [x: Data, y: Data, sampleWeight?: DataLike | null] {
  if (Array.isArray(batch) && (batch.length === 2 || batch.length === 3)) {
    return batch as unknown as readonly [Data, Data];
  }
  const received = Array.isArray(batch) ? `a list of ${batch.length}` : typeName(batch);
  throw new DataError(
    `${where}: this is no batch. Expected [x, y] or [x, y, sampleWeight], received ${received}.`,
  );
}

function typeName(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  return value.constructor?.name ?? "an object";
}
