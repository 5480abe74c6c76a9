import { backend } from "@antler/backend-reference";
import {
  fromHost,
  type HostTensor,
  setDefaultBackend,
  setRandomSeed,
  type Variable,
} from "@antler/core";
import { Callback, callbacks, type FitOptions, losses, optimizers, Trainer } from "@antler/layers";
import { expect } from "chai";
import { camelCase, eachGolden, expectClose, type GoldenTensor, host } from "./golden.js";
import { initialWeights, smallModel } from "./small-model.js";

interface FitCase {
  readonly id: string;
  readonly optimizer: {
    readonly class_name: string;
    readonly config: Readonly<Record<string, unknown>>;
  };
  readonly compile: {
    readonly loss: string;
    readonly metrics?: string[];
    readonly weighted_metrics?: string[];
  };
  readonly output_activation: "softmax" | null;
  readonly fit: Readonly<Record<string, unknown>>;
  readonly x: GoldenTensor;
  readonly y: GoldenTensor;
  readonly initial_weights: readonly GoldenTensor[];
  readonly expected: {
    readonly history: Readonly<Record<string, number[]>>;
    readonly epochs: number[];
    readonly weights: readonly GoldenTensor[];
    readonly evaluate: Readonly<Record<string, number>>;
    readonly predict: GoldenTensor;
  };
  readonly tol: number;
}

const factories = { SGD: optimizers.sgd, Adam: optimizers.adam };
const beyond = ["cls_logits"];

/** The learning rate of a config: a number, or ExponentialDecay as Keras writes it. */
function rateOf(rate: unknown): optimizers.LearningRate {
  if (typeof rate === "number") return rate;
  const { config } = rate as { readonly config: Readonly<Record<string, unknown>> };
  return optimizers.schedules.exponentialDecay(camelCase(config) as never);
}

const callbackMakers: Readonly<Record<string, () => Callback>> = {
  LearningRateScheduler: () => callbacks.learningRateScheduler((_, rate) => rate * 0.5),
  SwapEMAWeights: () => callbacks.swapEMAWeights({ swapOnEpoch: true }),
};
const camel = (name: string) => Object.keys(camelCase({ [name]: 0 }))[0] as string;

const silent = { verbose: 0 } as const;
const rows = (n: number, size: number, f = Math.sin): HostTensor => ({
  dtype: "float32",
  shape: [n, size],
  data: Float32Array.from({ length: n * size }, (_, i) => f(i + 1)),
});

function regression(options: { readonly metrics?: readonly "mae"[] } = {}) {
  const model = smallModel(initialWeights(1));
  const trainer = new Trainer(model);
  trainer.compile({ optimizer: "sgd", loss: "mse", ...options });
  return { model, trainer };
}

function classifier(classes = 3) {
  const model = smallModel(initialWeights(classes), "softmax");
  const trainer = new Trainer(model);
  trainer.compile({
    optimizer: "adam",
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return { model, trainer };
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not fail");
}

describe("training", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  describe("histories and weights as in Keras", () => {
    eachGolden<FitCase>(
      "training",
      ({ id }) => !beyond.includes(id),
      async (each) => {
        const model = smallModel(
          each.initial_weights.map(host),
          each.output_activation ?? undefined,
        );
        const trainer = new Trainer(model);
        const make = factories[each.optimizer.class_name as keyof typeof factories];
        trainer.compile({
          optimizer: make({
            ...camelCase(each.optimizer.config),
            learningRate: rateOf(each.optimizer.config.learning_rate),
          }),
          loss: camel(each.compile.loss) as "mse",
          metrics: (each.compile.metrics ?? []) as "accuracy"[],
          weightedMetrics: (each.compile.weighted_metrics ?? []) as "accuracy"[],
        });
        const { validationData, callbacks: given = [], ...options } = camelCase(each.fit);
        const made = (given as { class: string }[]).map((each) => callbackMakers[each.class]?.());
        const validation = (validationData as { $t: GoldenTensor }[] | undefined)?.map(({ $t }) =>
          host($t),
        );
        const fitOptions = {
          ...options,
          ...silent,
          callbacks: made,
          shuffle: false,
          ...(validation === undefined ? {} : { validationData: validation }),
        } as unknown as FitOptions;
        const [x, y] = [host(each.x), host(each.y)];
        const { history, epoch } = await trainer.fit(x, y, fitOptions);
        expect(epoch).to.deep.equal(each.expected.epochs);
        expect(Object.keys(history).sort()).to.deep.equal(
          Object.keys(each.expected.history).sort(),
        );
        for (const [name, values] of Object.entries(each.expected.history)) {
          expectClose(history[name] ?? [], values, each.tol, name);
        }
        for (const [i, weight] of model.trainableWeights.entries()) {
          const expected = each.expected.weights[i] as GoldenTensor;
          expectClose(await weight.data(), expected.data, each.tol, weight.name);
        }
        const evaluated = await trainer.evaluate(x, y, silent);
        for (const [name, value] of Object.entries(each.expected.evaluate)) {
          expectClose([evaluated[name] as number], [value], each.tol, `evaluate ${name}`);
        }
        const [predicted] = await trainer.predict(x, silent);
        expectClose(
          (await predicted?.data()) ?? [],
          each.expected.predict.data,
          each.tol,
          "predict",
        );
      },
    );
  });

  it("serves every batch size with one compiled step, the last partial batch included", async () => {
    const { model, trainer } = regression();
    await trainer.fit(rows(10, 3), rows(10, 1), { batchSize: 4, epochs: 2, ...silent });
    await trainer.fit(rows(7, 3), rows(7, 1), { batchSize: 3, ...silent });
    expect(model.forwards).to.equal(1);
  });

  it("shuffles by the global seed: the same run twice", async () => {
    const run = async () => {
      setRandomSeed(5);
      const { trainer } = regression();
      const { history } = await trainer.fit(rows(10, 3), rows(10, 1), {
        batchSize: 2,
        epochs: 3,
        ...silent,
      });
      return history.loss;
    };
    const first = await run();
    expect(await run()).to.deep.equal(first);
    expect(first?.[2]).to.be.below(first?.[0] ?? 0);
  });

  it("compiles anew when a layer is frozen", async () => {
    const { model, trainer } = regression();
    await trainer.fit(rows(4, 3), rows(4, 1), silent);
    const [frozen, ...rest] = model.trainableWeights;
    const before = await (frozen as Variable).data();
    Object.assign(model, { trainableWeights: rest, nonTrainableWeights: [frozen] });
    await trainer.fit(rows(4, 3), rows(4, 1), silent);
    expect(await (frozen as Variable).data()).to.deep.equal(before);
    expect(model.forwards).to.equal(2);
  });

  it("takes nested arrays, flat typed arrays, maps and tensors alike", async () => {
    const data = rows(4, 3);
    const nested = [0, 1, 2, 3].map((i) => [...data.data.slice(3 * i, 3 * i + 3)]);
    const results: unknown[] = [];
    for (const x of [data, nested, data.data, { x: data }, fromHost(data), [fromHost(data)]]) {
      results.push(await regression().trainer.evaluate(x, [1, 2, 3, 4], silent));
    }
    for (const result of results) expect(result).to.deep.equal(results[0]);
  });

  it("casts labels: floats that are whole numbers count classes", async () => {
    const { trainer } = classifier();
    const { history } = await trainer.fit(rows(6, 3), new Float32Array([0, 1, 2, 0, 1, 2]), silent);
    expect(Object.keys(history)).to.deep.equal(["loss", "accuracy"]);
  });

  describe("callbacks", () => {
    it("sees every hook in order, and awaits promises", async () => {
      const seen: string[] = [];
      class Recorder extends Callback {
        override async onTrainBegin() {
          await new Promise((resolve) => setTimeout(resolve, 1));
          seen.push("begin");
        }
        override onEpochBegin(epoch: number) {
          seen.push(`epoch ${epoch}`);
        }
        override onTrainBatchEnd(batch: number) {
          seen.push(`batch ${batch}`);
        }
        override onTestEnd() {
          seen.push("test");
        }
        override onTrainEnd() {
          seen.push("end");
        }
      }
      const { trainer } = regression();
      await trainer.fit(rows(4, 3), rows(4, 1), {
        batchSize: 2,
        validationSplit: 0.5,
        callbacks: new Recorder(),
        ...silent,
      });
      expect(seen).to.deep.equal(["begin", "epoch 0", "batch 0", "test", "end"]);
    });

    it("stops early and restores the best weights", async () => {
      const { model, trainer } = regression();
      const kernel = model.trainableWeights[0] as Variable;
      const trace = [3, 1, 2, 2.5];
      const marker = callbacks.lambdaCallback({
        onEpochEnd(epoch, logs) {
          Object.assign(logs, { val_loss: trace[epoch] });
          kernel.assign(kernel.multiply(0).add(epoch));
        },
      });
      const stopping = callbacks.earlyStopping({ patience: 2, restoreBestWeights: true });
      const { epoch } = await trainer.fit(rows(4, 3), rows(4, 1), {
        epochs: 10,
        callbacks: [marker, stopping],
        ...silent,
      });
      expect(epoch).to.deep.equal([0, 1, 2, 3]);
      expect(stopping.bestEpoch).to.equal(1);
      expect([...(await kernel.data())]).to.deep.equal(Array(12).fill(1));
    });

    it("prints nothing under verbose 0 and a line per epoch in a pipe", async () => {
      // The umbrella package, which other tests load, brings a display of its own.
      callbacks.setProgressFactory(undefined);
      const lines: string[] = [];
      const log = console.log;
      console.log = (line: string) => lines.push(line);
      try {
        const { trainer } = regression();
        await trainer.fit(rows(4, 3), rows(4, 1), silent);
        await trainer.fit(rows(4, 3), rows(4, 1), { epochs: 2, verbose: 2 });
      } finally {
        console.log = log;
      }
      expect(lines).to.have.length(2);
      expect(lines[1]).to.match(/^Epoch 2\/2 1 steps .* ms\/step - loss: \d/);
    });
  });

  describe("bad input", () => {
    it("names what is wrong, and no weight moves", async () => {
      const holes = rows(4, 3);
      holes.data[7] = Number.NaN;
      const labels = new Int32Array([0, 1, 3, 0]);
      const { model, trainer } = classifier();
      const before = await Promise.all(model.trainableWeights.map((w) => w.data()));
      const x = rows(4, 3);
      const y = [0, 1, 2, 0];
      const cases: readonly (readonly [Promise<unknown>, string, string])[] = [
        [trainer.fit(x, [0, 1], silent), "DataError", "received 4 of input"],
      ];
      for (const [promise, name, text] of cases) {
        const error = await rejection(promise);
        expect(error.name).to.equal(name);
        expect(error.message).to.include(text);
      }
      const check = async (run: () => Promise<unknown>, name: string, text: string) => {
        const error = await rejection(run());
        expect(`${error.name}: ${error.message}`).to.include(name).and.to.include(text);
      };
      await check(() => trainer.fit([], [], silent), "DataError", "empty");
      await check(
        () => trainer.fit(rows(4, 5), y, silent),
        "ShapeError",
        "[batch, 3], received [4, 5]",
      );
      await check(() => trainer.fit(holes, y, silent), "DataError", "NaN in row 2 at element 1");
      await check(() => trainer.fit(x, labels, silent), "DataError", "hold 3 in row 2");
      await check(() => trainer.fit(x, [0, 0.5, 1, 2], silent), "DataError", "hold 0.5 in row 1");
      await check(
        () => trainer.fit(x, y, { validationSplit: 1, ...silent }),
        "ArgumentError",
        "validationSplit",
      );
      await check(
        () => trainer.fit(x, y, { batchSize: 0, ...silent }),
        "ArgumentError",
        "batchSize",
      );
      await check(() => trainer.fit({ z: x }, y, silent), "DataError", 'no input "z"');
      await check(() => trainer.fit(undefined as never, y, silent), "DataError", "no data");
      await check(() => new Trainer(model).fit(x, y, silent), "ArgumentError", "before compile");
      const after = await Promise.all(model.trainableWeights.map((w) => w.data()));
      expect(after).to.deep.equal(before);
      await trainer.fit(x, y, silent);
    });

    it("suggests names", () => {
      const { trainer } = regression();
      expect(() => trainer.compile({ optimizer: "adan" as never, loss: "mse" })).to.throw(
        'mean "adam"',
      );
      expect(() => trainer.compile({ loss: "msee" as never })).to.throw('mean "mse"');
      expect(() => trainer.compile({ loss: "mse", metrics: ["acuracy" as never] })).to.throw(
        'mean "accuracy"',
      );
    });

    it("warns once of a loss that becomes NaN", async () => {
      const warnings: string[] = [];
      const warn = console.warn;
      console.warn = (line: string) => warnings.push(line);
      try {
        const { trainer } = regression();
        trainer.compile({ optimizer: optimizers.sgd({ learningRate: 1e30 }), loss: losses.mse() });
        await trainer.fit(rows(8, 3), rows(8, 1), { batchSize: 2, epochs: 3, ...silent });
      } finally {
        console.warn = warn;
      }
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.match(/NaN in epoch 1, batch \d/);
    });

    it("stops at a signal between two batches", async () => {
      const { trainer } = regression();
      const controller = new AbortController();
      const stop = callbacks.lambdaCallback({ onTrainBatchEnd: () => controller.abort() });
      const options = { batchSize: 1, callbacks: stop, signal: controller.signal, ...silent };
      expect((await rejection(trainer.fit(rows(4, 3), rows(4, 1), options))).name).to.equal(
        "AbortError",
      );
    });
  });
});
