import { fromHost, type HostTensor, type Variable } from "@antler/core";
import { Callback, callbacks, layers, optimizers, type Sequential, sequential } from "antler";
import type { Comparison } from "../compare.js";
import { Failure, missing } from "../failure.js";
import type { GoldenCase } from "../golden-file.js";
import { camel } from "../names.js";
import type { RunCase } from "./area.js";

type Logs = Readonly<Record<string, number>>;

interface CallbackCase extends GoldenCase {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly initial_lr?: number;
  readonly logs?: readonly Logs[];
  readonly expected: {
    readonly trace?: readonly {
      readonly stop: boolean;
      readonly wait: number;
      readonly best: number | null;
    }[];
    readonly stopped_epoch?: number;
    readonly best_epoch?: number;
    readonly final_kernel?: number;
    readonly lr?: readonly number[];
    readonly events?: readonly unknown[];
  };
}

/** A callback in a training whose logs are given, or the order of all hooks in a real one. */
export const runCallback: RunCase = async (anyCase, _context, comparison) => {
  const goldenCase = anyCase as CallbackCase;
  const run = runs[goldenCase.keras_name];
  if (run === undefined) throw missing(`callbacks.${goldenCase.keras_name}`);
  await run(goldenCase, comparison);
};

type Run = (goldenCase: CallbackCase, comparison: Comparison) => Promise<void>;

const runs: Readonly<Record<string, Run>> = {
  EarlyStopping: runEarlyStopping,
  ReduceLROnPlateau: runReduceLR,
  Callback: runOrder,
};

/** The kernel holds the number of the epoch. */
async function runEarlyStopping(goldenCase: CallbackCase, comparison: Comparison): Promise<void> {
  const { config = {}, logs = [], expected } = goldenCase;
  const stopping = callbacks.earlyStopping(camelKeys(config));
  const trained = denseModel();
  const kernel = trained.weights[0] as Variable;
  const trace: unknown[] = [];
  const observe = callbacks.lambdaCallback({
    onEpochEnd: () => {
      const { wait, best } = stopping;
      trace.push({ stop: trained.stopTraining, wait, best: best ?? null });
    },
  });
  await trainOnLogs(trained, logs, [stopping, observe], (epoch) =>
    kernel.assign(fromHost({ dtype: "float32", shape: [1, 1], data: Float32Array.of(epoch) })),
  );
  equal("trace", trace, expected.trace);
  equal("stopped epoch", stopping.stoppedEpoch, expected.stopped_epoch);
  equal("best epoch", stopping.bestEpoch, expected.best_epoch);
  comparison.number("kernel", (await kernel.data())[0], expected.final_kernel);
}

async function runReduceLR(goldenCase: CallbackCase, comparison: Comparison): Promise<void> {
  const { config = {}, logs = [], initial_lr: learningRate, expected } = goldenCase;
  const trained = denseModel(optimizers.sgd({ learningRate }));
  const reduce = callbacks.reduceLROnPlateau(camelKeys(config));
  const rates: number[] = [];
  class Observe extends Callback {
    override async onEpochEnd(): Promise<void> {
      rates.push((await this.training?.optimizer.learningRate.item()) as number);
    }
  }
  await trainOnLogs(trained, logs, [reduce, new Observe()]);
  comparison.values("learning rates", rates, expected.lr ?? []);
}

/** Trains for as many epochs as there are logs; the callbacks see those in place of its own. */
async function trainOnLogs(
  trained: Sequential,
  logs: readonly Logs[],
  watching: readonly Callback[],
  before: (epoch: number) => void = () => undefined,
): Promise<void> {
  const replace = callbacks.lambdaCallback({
    onEpochEnd: (epoch, own) => {
      before(epoch);
      for (const name of Object.keys(own)) delete own[name];
      Object.assign(own, logs[epoch]);
    },
  });
  const options = { epochs: logs.length, verbose: 0, callbacks: [replace, ...watching] } as const;
  await trained.fit([[1]], [[1]], options);
}

function denseModel(optimizer: optimizers.OptimizerLike = "sgd"): Sequential {
  const made = sequential([
    layers.input({ shape: [1] }),
    layers.dense({ units: 1, useBias: false }),
  ]);
  made.compile({ optimizer, loss: "mse", metrics: ["mae"] });
  return made;
}

async function runOrder({ id, expected }: CallbackCase): Promise<void> {
  const recorder = new Recorder();
  const trained = denseModel();
  const rows: HostTensor = { dtype: "float32", shape: [5, 1], data: new Float32Array(5) };
  const options = { batchSize: 2, verbose: 0, callbacks: recorder } as const;
  if (id.startsWith("order_fit")) {
    await trained.fit(rows, rows, { ...options, epochs: 2, validationData: [rows, rows] });
  } else await trained.evaluate(rows, rows, options);
  equal("events", recorder.events, expected.events);
}

/** Writes down every hook that is called, with the names in its logs. */
class Recorder extends Callback {
  readonly events: unknown[] = [];

  constructor() {
    super();
    for (const hook of Object.getOwnPropertyNames(Callback.prototype)) {
      if (!hook.startsWith("on")) continue;
      const name = hook.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const record = (...args: unknown[]): void => {
        const at = args.find((arg) => typeof arg === "number") ?? null;
        const logs = args.find((arg) => typeof arg === "object") ?? {};
        this.events.push([name, at, Object.keys(logs as object).sort()]);
      };
      Object.assign(this, { [hook]: record });
    }
  }
}

function equal(what: string, received: unknown, expected: unknown): void {
  if (JSON.stringify(received) === JSON.stringify(expected)) return;
  throw new Failure(what, expected, received);
}

const camelKeys = (config: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(config).map(([key, value]) => [camel(key), value]));
