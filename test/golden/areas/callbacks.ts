import { evaluate, fromHost, type Variable } from "@antler/core";
import * as antler from "antler";
import type { Comparison } from "../compare.js";
import { Failure } from "../failure.js";
import type { GoldenCase } from "../golden-file.js";
import type { Context, RunCase } from "./area.js";
import { makeCallback } from "./training.js";

interface CallbackCase extends GoldenCase {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly initial_lr?: number;
  readonly logs?: readonly Readonly<Record<string, number>>[];
  readonly expected: {
    readonly trace?: readonly { stop: boolean; wait: number; best: number | null }[];
    readonly stopped_epoch?: number;
    readonly best_epoch?: number;
    readonly final_kernel?: number;
    readonly lr?: readonly number[];
    readonly events?: readonly (readonly [name: string, index: number | null, keys: string[]])[];
  };
}

type Logs = Record<string, number>;

interface Callback {
  attach(training: object, plan: object): void;
  onTrainBegin(): unknown;
  onEpochBegin(epoch: number, logs?: Logs): unknown;
  onEpochEnd(epoch: number, logs: Logs): unknown;
  onTrainEnd(logs: Logs): unknown;
  readonly wait?: number;
  readonly best?: number;
  readonly stoppedEpoch?: number;
  readonly bestEpoch?: number;
}

/** A callback driven by given logs, or the order in which its methods are called. */
export const runCallback: RunCase = async (anyCase, context, comparison) => {
  const goldenCase = anyCase as CallbackCase;
  if (goldenCase.expected.events !== undefined) return checkOrder(goldenCase, context);
  return drive(goldenCase, context, comparison);
};

/** One layer with one weight, the number of the epoch. */
function smallModel(context: Context, rate = 0.01) {
  const model = antler.sequential([
    antler.layers.input({ shape: [1] }),
    antler.layers.dense({ units: 1, useBias: false }),
  ]);
  const optimizer = antler.optimizers.sgd({ learningRate: rate });
  model.compile({ optimizer, loss: "mse", metrics: ["mae"], backend: context.backend });
  return { model, optimizer };
}

async function drive(
  { keras_name: name, config = {}, initial_lr: rate, logs = [], expected }: CallbackCase,
  context: Context,
  comparison: Comparison,
): Promise<void> {
  const callback = makeCallback({ class: name, ...config }) as Callback;
  const { model, optimizer } = smallModel(context, rate);
  const control = {
    stopTraining: false,
    model,
    weights: model.weights,
    optimizer,
    directionOf: (what: string) =>
      /loss|error/.test(what) ? "down" : /acc/.test(what) ? "up" : undefined,
  };
  callback.attach(control, { epochs: logs.length, steps: 1, samples: 1 });
  await callback.onTrainBegin();
  const trace: unknown[] = [];
  const rates: number[] = [];
  for (const [epoch, own] of logs.entries()) {
    await callback.onEpochBegin(epoch);
    const value = { dtype: "float32" as const, shape: [1, 1], data: Float32Array.of(epoch) };
    (model.weights[0] as Variable).assign(fromHost(value));
    await callback.onEpochEnd(epoch, { ...own });
    const { wait, best = null } = callback;
    trace.push({ stop: control.stopTraining, wait, best });
    rates.push(await read(optimizer.learningRate as Variable, context));
    if (control.stopTraining) break;
  }
  await callback.onTrainEnd({ ...logs.at(-1) });
  if (expected.trace && JSON.stringify(trace) !== JSON.stringify(expected.trace)) {
    throw new Failure("trace", expected.trace, trace);
  }
  if (expected.lr) comparison.values("learning rates", rates, expected.lr);
  const numbers = [
    ["stopped epoch", callback.stoppedEpoch, expected.stopped_epoch],
    ["best epoch", callback.bestEpoch, expected.best_epoch],
    ["kernel at the end", await read(model.weights[0] as Variable, context), expected.final_kernel],
  ] as const;
  for (const [what, received, wanted] of numbers) {
    if (wanted !== undefined) comparison.number(what, received, wanted);
  }
}

async function read(variable: Variable, { backend }: Context): Promise<number> {
  return (await evaluate([variable], { backend }))[0]?.data[0] as number;
}

/** Which methods are called with which index and logs: 5 samples in batches of 2, for 2 epochs. */
async function checkOrder({ id, expected }: CallbackCase, context: Context): Promise<void> {
  const events: unknown[] = [];
  const recorder = new antler.Callback();
  const names = new Map(
    expected.events?.map(([name]) => [name, name.replace(/_([a-z])/g, (_, c) => c.toUpperCase())]),
  );
  for (const [name, method] of names) {
    Object.defineProperty(recorder, method, {
      value: (...args: readonly unknown[]) => {
        const index = typeof args[0] === "number" ? args[0] : null;
        const logs = args.find((arg) => typeof arg === "object" && arg !== null) ?? {};
        events.push([name, index, Object.keys(logs).sort()]);
      },
    });
  }
  const { model } = smallModel(context);
  const [x, y] = [0, 1].map((offset) =>
    antler.tensor([[1], [2], [3], [4], [5]].map(([v]) => [Number(v) + offset])),
  );
  const shared = { batchSize: 2, verbose: 0 as const, callbacks: [recorder] };
  if (id.includes("evaluate")) await model.evaluate(x as never, y as never, shared);
  else {
    await model.fit(x as never, y as never, {
      ...shared,
      epochs: 2,
      validationData: [x, y] as never,
    });
  }
  const received = JSON.stringify(events);
  if (received !== JSON.stringify(expected.events)) {
    const first = expected.events?.findIndex(
      (e, i) => JSON.stringify(e) !== JSON.stringify(events[i]),
    );
    throw new Failure(
      `event ${first} of ${expected.events?.length}`,
      expected.events?.[first ?? 0],
      events[first ?? 0],
    );
  }
}
