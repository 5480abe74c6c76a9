import type { Logs } from "../callbacks/callback.js";
import type { CallbackList } from "../callbacks/callback-list.js";
import type { Engine, Kind } from "./engine.js";
import { EventLoopTurns } from "./event-loop.js";
import type { Feed } from "./feed.js";

/** What a pass over batches is made of. */
export interface PassOptions {
  readonly signal: AbortSignal | undefined;
  readonly callbacks: CallbackList;
  /** Looks at the logs of every batch. */
  readonly inspect?: (logs: Logs, batch: number) => void;
  /** Whether to end after the present batch. */
  readonly stops?: () => boolean;
}

/** Once over the batches of an epoch; the logs are the running values after the last one. */
export async function pass(
  engine: Engine,
  kind: Kind,
  feed: Feed,
  { signal, callbacks, inspect, stops }: PassOptions,
): Promise<Record<string, number>> {
  const [begin, end] =
    kind === "fit"
      ? (["onTrainBatchBegin", "onTrainBatchEnd"] as const)
      : (["onTestBatchBegin", "onTestBatchEnd"] as const);
  const turns = new EventLoopTurns();
  let logs: Record<string, number> = {};
  feed.begin();
  for (let batch = 0; ; batch++) {
    signal?.throwIfAborted();
    let fed = await feed.next();
    if (fed === undefined) return logs;
    await callbacks.call(begin, batch);
    for (let left = engine.stepsPerExecution; fed !== undefined; ) {
      logs = await engine.step(kind, fed.columns).run(fed.values);
      inspect?.(logs, batch);
      if (--left === 0) break;
      fed = await feed.next();
      if (fed !== undefined) batch++;
    }
    await callbacks.call(end, batch, logs);
    await turns.take();
    if (stops?.() === true) return logs;
  }
}

/** Loss and metrics over the batches of a feed. */
export async function test(
  engine: Engine,
  feed: Feed,
  options: PassOptions,
): Promise<Record<string, number>> {
  engine.objective("evaluate").reset();
  await options.callbacks.call("onTestBegin");
  const logs = await pass(engine, "evaluate", feed, options);
  await options.callbacks.call("onTestEnd", logs);
  return logs;
}
