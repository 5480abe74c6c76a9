import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backend } from "@antler/backend-reference";
import { fromHost, type HostTensor, setDefaultBackend, type Variable } from "@antler/core";
import { Callback, callbacks, type FitOptions, optimizers, Trainer } from "@antler/layers";
import { expect } from "chai";
import { camelCase, eachGolden } from "./golden.js";
import { initialWeights, smallModel } from "./small-model.js";

interface CallbackCase {
  readonly id: string;
  readonly keras_name: "EarlyStopping" | "ReduceLROnPlateau" | "Callback";
  readonly config: Readonly<Record<string, unknown>>;
  readonly initial_lr?: number;
  readonly logs: readonly Readonly<Record<string, number>>[];
  readonly expected: {
    readonly trace?: readonly { stop: boolean; wait: number; best: number | null }[];
    readonly stopped_epoch?: number;
    readonly best_epoch?: number;
    readonly final_kernel?: number;
    readonly lr?: readonly number[];
    readonly events?: readonly (readonly [string, number | null, readonly string[]])[];
  };
}

const silent = { verbose: 0 } as const;
const plan = { epochs: 10, steps: 1, samples: 1 };
const rows = (n: number, size: number): HostTensor => ({
  dtype: "float32",
  shape: [n, size],
  data: Float32Array.from({ length: n * size }, (_, i) => Math.sin(i + 1)),
});

function regression(optimizer: optimizers.OptimizerLike = "sgd", metrics: readonly "mae"[] = []) {
  const model = smallModel(initialWeights(1));
  const trainer = new Trainer(model);
  trainer.compile({ optimizer, loss: "mse", metrics });
  return { model, trainer };
}

const train = (trainer: Trainer, options: FitOptions = {}) =>
  trainer.fit(rows(4, 3), rows(4, 1), { ...silent, ...options });

/** Logs in, state out; the kernel holds the number of the epoch. */
async function driveEarlyStopping({ config, logs, expected }: CallbackCase): Promise<void> {
  const { model, trainer } = regression();
  const kernel = model.trainableWeights[0] as Variable;
  const stopping = callbacks.earlyStopping(camelCase(config));
  stopping.attach(trainer, plan);
  stopping.onTrainBegin();
  const trace: unknown[] = [];
  for (const [epoch, values] of logs.entries()) {
    kernel.assign(fromHost(filled(kernel.shape, epoch)));
    await stopping.onEpochEnd(epoch, { ...values });
    trace.push({ stop: trainer.stopTraining, wait: stopping.wait, best: stopping.best ?? null });
    if (trainer.stopTraining) break;
  }
  stopping.onTrainEnd();
  expect(trace).to.deep.equal(expected.trace);
  expect(stopping.stoppedEpoch).to.equal(expected.stopped_epoch);
  expect(stopping.bestEpoch).to.equal(expected.best_epoch);
  expect((await kernel.data())[0]).to.equal(expected.final_kernel);
}

const filled = (shape: readonly number[], value: number): HostTensor => {
  const length = shape.reduce((size, dim) => size * dim, 1);
  return { dtype: "float32", shape, data: new Float32Array(length).fill(value) };
};

async function driveReduceLR(given: CallbackCase): Promise<void> {
  const { trainer } = regression(optimizers.sgd({ learningRate: given.initial_lr }));
  const reduce = callbacks.reduceLROnPlateau(camelCase(given.config));
  reduce.attach(trainer, plan);
  reduce.onTrainBegin();
  const rates: number[] = [];
  for (const [epoch, logs] of given.logs.entries()) {
    await reduce.onEpochEnd(epoch, { ...logs });
    rates.push(await trainer.optimizer.learningRate.item());
  }
  expect(rates).to.deep.equal(given.expected.lr);
}

/** Writes down every hook that is called. */
class Recorder extends Callback {
  readonly events: unknown[] = [];

  constructor() {
    super();
    for (const hook of hookNames) {
      const name = hook.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const record = (...args: unknown[]): void => {
        const at = typeof args[0] === "number" ? args[0] : null;
        const logs = args.find((arg) => typeof arg === "object") ?? {};
        this.events.push([name, at, Object.keys(logs as object).sort()]);
      };
      Object.assign(this, { [hook]: record });
    }
  }
}

const hookNames = Object.getOwnPropertyNames(Callback.prototype).filter((name) =>
  name.startsWith("on"),
);

async function checkOrder({ id, expected }: CallbackCase): Promise<void> {
  const { trainer } = regression("sgd", ["mae"]);
  const recorder = new Recorder();
  const [x, y] = [rows(5, 3), rows(5, 1)];
  const options = { batchSize: 2, callbacks: recorder, ...silent };
  if (id === "order_fit")
    await trainer.fit(x, y, { ...options, epochs: 2, validationData: [x, y] });
  else await trainer.evaluate(x, y, options);
  expect(recorder.events).to.deep.equal(expected.events);
}

describe("callbacks", () => {
  let folder: string;
  before(async () => setDefaultBackend(await backend.open({})));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "antler-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  describe("as in Keras", () => {
    eachGolden<CallbackCase>(
      "callbacks",
      () => true,
      (each) => {
        if (each.keras_name === "EarlyStopping") return driveEarlyStopping(each);
        return each.keras_name === "Callback" ? checkOrder(each) : driveReduceLR(each);
      },
    );
  });

  it("csvLogger writes a row for every epoch, and goes on where it stopped", async () => {
    const filename = join(folder, "log.csv");
    const { trainer } = regression();
    await train(trainer, { epochs: 2, callbacks: callbacks.csvLogger(filename) });
    const options = { epochs: 3, initialEpoch: 2, validationSplit: 0.5 };
    const append = callbacks.csvLogger(filename, { append: true, separator: ";" });
    await train(trainer, { ...options, callbacks: append });
    const lines = readFileSync(filename, "utf8").split("\r\n");
    expect(lines[0]).to.equal("epoch,loss,val_loss");
    expect(lines[2]).to.match(/^1,\d\.\d+,NA$/);
    expect(lines[3]).to.match(/^2;\d\.\d+;\d\.\d+$/);
    expect(lines).to.have.length(5);
  });

  it("terminateOnNaN ends training, or fails", async () => {
    const { trainer } = regression(optimizers.sgd({ learningRate: 1e30 }));
    const { log, warn } = console;
    console.warn = () => undefined;
    console.log = () => undefined;
    try {
      const { history } = await train(trainer, {
        epochs: 5,
        batchSize: 1,
        callbacks: callbacks.terminateOnNaN(),
      });
      expect(history.loss).to.have.length(1);
      const raising = callbacks.terminateOnNaN({ raiseError: true });
      const message = await train(trainer, { callbacks: raising }).catch(
        (error: Error) => error.message,
      );
      expect(message).to.contain("terminateOnNaN: the loss can't be used any more");
    } finally {
      console.warn = warn;
      console.log = log;
    }
  });

  it("calls short names of hooks, unless the long one is there", async () => {
    const seen: string[] = [];
    const short = callbacks.lambdaCallback({
      onBatchBegin: () => void seen.push("begin"),
      onBatchEnd: () => void seen.push("end"),
    });
    const both = callbacks.lambdaCallback({
      onBatchEnd: () => void seen.push("short"),
      onTrainBatchEnd: () => void seen.push("long"),
    });
    await train(regression().trainer, { callbacks: [short, both] });
    expect(seen).to.deep.equal(["begin", "end", "long"]);
  });

  it("remoteMonitor posts the logs", async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        bodies.push(`${request.url} ${body}`);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { trainer } = regression();
    const both = [
      callbacks.remoteMonitor({ root }),
      callbacks.remoteMonitor({ root, path: "/json", sendAsJson: true }),
    ];
    await train(trainer, { callbacks: both });
    server.close();
    expect(bodies[0]).to.match(/^\/publish\/epoch\/end\/ data=%7B%22epoch%22%3A0/);
    expect(bodies[1]).to.match(/^\/json \{"epoch":0,"loss":/);
  });

  it("learningRateScheduler says what it wants", async () => {
    const { trainer } = regression();
    const wrong = callbacks.learningRateScheduler(() => undefined as never);
    const message = await train(trainer, { callbacks: wrong }).catch(
      (error: Error) => error.message,
    );
    expect(message).to.equal(
      "learningRateScheduler: the schedule gave no learning rate for epoch 0. Expected a number, received undefined.",
    );
    expect(() => callbacks.learningRateScheduler(0.1 as never)).to.throw("schedule is missing");
  });

  it("sets the rates of several optimizers", async () => {
    const [a, b] = [optimizers.sgd({ name: "a" }), optimizers.sgd({ name: "b" })];
    const map = optimizers.optimizerMap({ defaultOptimizer: a, optimizerMap: { ".*bias": b } });
    const { trainer } = regression(optimizers.multiOptimizer({ optimizerMap: map }));
    const scheduler = callbacks.learningRateScheduler((epoch) => 1 / (epoch + 1));
    const { history } = await train(trainer, { epochs: 2, callbacks: scheduler });
    expect(history.learning_rate_a).to.deep.equal([1, 0.5]);
    expect(history.learning_rate_b).to.deep.equal([1, 0.5]);
  });

  it("swapEMAWeights predicts with averages and gives the weights back", async () => {
    const { model, trainer } = regression(
      optimizers.sgd({ learningRate: 0.5, useEma: true, emaMomentum: 0.9 }),
    );
    await train(trainer, { epochs: 3 });
    const step = async () => (await model.trainableWeights[0]?.data()) ?? [];
    await trainer.trainOnBatch(rows(4, 3), rows(4, 1));
    const before = [...(await step())];
    const seen: number[][] = [];
    const spy = callbacks.lambdaCallback({
      onPredictBatchBegin: async () => void seen.push([...(await step())]),
    });
    await trainer.predict(rows(4, 3), { callbacks: [callbacks.swapEMAWeights(), spy], ...silent });
    expect(seen[0]).not.to.deep.equal(before);
    expect([...(await step())]).to.deep.equal(before);
    const { trainer: plain } = regression();
    const message = await plain
      .evaluate(rows(4, 3), rows(4, 1), { callbacks: callbacks.swapEMAWeights(), ...silent })
      .catch((error: Error) => error.message);
    expect(message).to.contain(
      "swapEMAWeights: there are no averages. Expected an optimizer with useEma: true",
    );
  });

  it("knows which way a metric should go", async () => {
    const model = smallModel(initialWeights(1));
    const trainer = new Trainer(model);
    trainer.compile({ optimizer: "sgd", loss: "mse", metrics: ["mae"] });
    const stopping = callbacks.earlyStopping({ monitor: "mae", patience: 1 });
    await train(trainer, { epochs: 2, callbacks: stopping });
    stopping.attach(trainer, plan);
    await stopping.onEpochEnd(2, { mae: -1 });
    expect(stopping.best).to.equal(-1);
    const unknown = callbacks.earlyStopping({ monitor: "temperature" });
    await unknown.onEpochEnd(0, { temperature: 1 });
    const message = await unknown
      .onEpochEnd(1, { temperature: 1 })
      .catch((error: Error) => error.message);
    expect(message).to.equal(
      'earlyStopping: it is not known whether more of "temperature" is better. Expected mode: "max" for the largest value, or mode: "min" for the smallest.',
    );
  });

  describe("refuse", () => {
    const wrong: readonly (readonly [string, () => unknown, string])[] = [
      [
        "an unknown mode",
        () => callbacks.earlyStopping({ mode: "up" as "min" }),
        'earlyStopping: mode is unknown. Expected "auto", "min" or "max", received "up".',
      ],
      [
        "negative patience",
        () => callbacks.earlyStopping({ patience: -1 }),
        "earlyStopping: patience is out of range. Expected an integer ≥ 0, received -1.",
      ],
      [
        "a factor of 1",
        () => callbacks.reduceLROnPlateau({ factor: 1 }),
        "reduceLROnPlateau: factor is out of range. Expected a number in [0, 1), received 1.",
      ],
      [
        "an unknown option",
        () => callbacks.earlyStopping({ restoreBestWeight: true } as never),
        'Did you mean "restoreBestWeights"?',
      ],
      [
        "an unknown hook",
        () => callbacks.lambdaCallback({ onEpoch: () => undefined } as never),
        'lambdaCallback: there is no option "onEpoch".',
      ],
      [
        "a hook that is no function",
        () => callbacks.lambdaCallback({ onTrainEnd: 1 as never }),
        "lambdaCallback: onTrainEnd can't be called. Expected a function, received 1.",
      ],
      [
        "no file name",
        () => callbacks.csvLogger(undefined as never),
        "csvLogger: filename is missing. Expected a path, received undefined.",
      ],
    ];
    for (const [what, build, message] of wrong) it(what, () => expect(build).to.throw(message));
  });
});
