import { fromHost, type HostTensor, type Tensor } from "@antler/core";
import type { CallbackList } from "../callbacks/callback-list.js";
import type { Engine } from "./engine.js";
import { EventLoopTurns } from "./event-loop.js";
import type { Feed } from "./feed.js";
import { joinRows } from "./predictions.js";

/** The outputs for all batches of a feed, joined. */
export async function predictAll(
  engine: Engine,
  feed: Feed,
  callbacks: CallbackList,
  signal: AbortSignal | undefined,
): Promise<readonly Tensor[]> {
  const forward = engine.prediction();
  const turns = new EventLoopTurns();
  const parts: HostTensor[][] = [];
  await callbacks.call("onPredictBegin");
  feed.begin();
  for (let batch = 0; ; batch++) {
    signal?.throwIfAborted();
    const fed = await feed.next();
    if (fed === undefined) break;
    await callbacks.call("onPredictBatchBegin", batch);
    const outputs = await forward(fed.values.inputs.map(fromHost));
    parts.push(outputs.map((output) => output.value as HostTensor));
    await callbacks.call("onPredictBatchEnd", batch);
    await turns.take();
  }
  await callbacks.call("onPredictEnd");
  return engine.model.outputPorts.map((_, i) =>
    fromHost(joinRows(parts.map((part) => part[i] as HostTensor))),
  );
}
