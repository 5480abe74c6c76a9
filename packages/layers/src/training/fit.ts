import type { Logs } from "../callbacks/callback.js";
import type { CallbackList } from "../callbacks/callback-list.js";
import type { Data, DataLike } from "./data.js";
import type { Engine } from "./engine.js";
import { ArrayFeed, type Feed, refuseForSources } from "./feed.js";
import { type FeedOptions, labelledFeed, readLabelled } from "./feeding.js";
import { NanWarning } from "./nan-warning.js";
import type { FitOptions, ValidationData } from "./options.js";
import { type PassOptions, pass, test } from "./pass.js";
import { type BatchSource, isBatchSource } from "./source.js";
import { splitForValidation } from "./validation.js";

/** What `fit` trains on, and what it validates on. */
export interface FitFeeds {
  readonly train: Feed;
  /** A new one for every validation, so that each sees the same batches. */
  readonly validation: (() => Promise<Feed>) | undefined;
}

/** Reads all data that are in memory and opens the source that is not. */
export async function fitFeeds(
  engine: Engine,
  x: Data | BatchSource,
  y: Data | null | undefined,
  options: FitOptions,
  where: string,
): Promise<FitFeeds> {
  const { batchSize = 32, shuffle = true } = options;
  const steps = options.stepsPerEpoch ?? undefined;
  const trainOptions = { batchSize, shuffle, steps, option: "stepsPerEpoch", where };
  const validationOptions = {
    batchSize: options.validationBatchSize ?? batchSize,
    shuffle: false,
    steps: options.validationSteps ?? undefined,
    option: "validationSteps",
    where: `${where} (validationData)`,
  };
  const given = options.validationData;
  if (isBatchSource(x)) {
    refuseForSources(options, ["validationSplit"], where);
    const train = await labelledFeed(engine, x, y, options, trainOptions);
    return { train, validation: await validationFeed(engine, given, validationOptions) };
  }
  const all = await readLabelled(engine, x as Data, y as Data, options, where);
  const [rows, split] = splitForValidation(all, options, where);
  const validation =
    split === undefined
      ? await validationFeed(engine, given, validationOptions)
      : async () => new ArrayFeed(split, validationOptions);
  return { train: new ArrayFeed(rows, trainOptions), validation };
}

async function validationFeed(
  engine: Engine,
  given: ValidationData | undefined,
  options: FeedOptions,
): Promise<FitFeeds["validation"]> {
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) {
    return () => labelledFeed(engine, given as BatchSource, undefined, {}, options);
  }
  const [x, y, sampleWeight] = given as unknown as readonly [Data, Data, DataLike?];
  const data = await readLabelled(engine, x, y, { sampleWeight }, options.where);
  return async () => new ArrayFeed(data, options);
}

/** Epoch after epoch, with the callbacks in between. */
export async function trainEpochs(
  engine: Engine,
  { train, validation }: FitFeeds,
  options: FitOptions,
  callbacks: CallbackList,
  control: { readonly stopTraining: boolean },
  where: string,
): Promise<void> {
  const { epochs = 1, initialEpoch = 0, validationFreq = 1, signal } = options;
  const warning = new NanWarning(where);
  const objective = engine.objective("fit");
  let logs: Logs = {};
  await callbacks.call("onTrainBegin");
  for (let epoch = initialEpoch; epoch < epochs && !control.stopTraining; epoch++) {
    objective.reset();
    await callbacks.call("onEpochBegin", epoch);
    const settings: PassOptions = {
      signal,
      callbacks,
      inspect: (value, batch) => warning.check(value, epoch, batch),
      stops: () => control.stopTraining,
    };
    logs = await pass(engine, "fit", train, settings);
    if (validation !== undefined && (epoch + 1) % validationFreq === 0) {
      logs = { ...logs, ...prefixed(await validate(engine, validation, { signal, callbacks })) };
    }
    // Callbacks may add to a copy, which the history sees.
    await callbacks.call("onEpochEnd", epoch, { ...logs });
  }
  engine.optimizer.finalizeVariableValues(engine.model.trainableWeights);
  await callbacks.call("onTrainEnd", logs);
}

async function validate(
  engine: Engine,
  open: () => Promise<Feed>,
  options: PassOptions,
): Promise<Logs> {
  const feed = await open();
  try {
    return await test(engine, feed, options);
  } finally {
    await feed.close();
  }
}

function prefixed(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
}
