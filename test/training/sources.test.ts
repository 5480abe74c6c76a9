import { backend } from "@antler/backend-reference";
import { fromHost, type HostTensor, setDefaultBackend } from "@antler/core";
import { callbacks, type LabelledBatch, layers, sequential, Trainer } from "@antler/layers";
import { expect } from "chai";
import { initialWeights, smallModel } from "./small-model.js";

const silent = { verbose: 0 } as const;
const rows = (n: number, size: number, f = Math.sin): HostTensor => ({
  dtype: "float32",
  shape: [n, size],
  data: Float32Array.from({ length: n * size }, (_, i) => f(i + 1)),
});
const part = ({ dtype, shape, data }: HostTensor, from: number, to: number): HostTensor => {
  const size = shape[1] as number;
  const cut = data.slice(from * size, to * size);
  return { dtype, shape: [cut.length / size, size], data: cut } as HostTensor;
};

const [x, y] = [rows(10, 3), rows(10, 1, Math.cos)];
/** Batches of 4, 4 and 2 rows. */
const batches: readonly LabelledBatch[] = [0, 4, 8].map((i) => [
  part(x, i, i + 4),
  part(y, i, i + 4),
]);
const again = { [Symbol.iterator]: () => batches.values() };

function regression() {
  const model = smallModel(initialWeights(1));
  const trainer = new Trainer(model);
  trainer.compile({ optimizer: "sgd", loss: "mse", metrics: ["mae"] });
  const values = () => Promise.all(model.trainableWeights.map((weight) => weight.data()));
  return { model, trainer, values };
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not fail");
}

describe("batch sources", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  it("train as the same arrays do, with one compiled step for the partial batch too", async () => {
    const [a, b] = [regression(), regression()];
    const options = { epochs: 2, ...silent };
    const expected = await a.trainer.fit(x, y, { ...options, batchSize: 4, shuffle: false });
    const { history } = await b.trainer.fit(again, options);
    expect(history).to.deep.equal(expected.history);
    expect(await b.values()).to.deep.equal(await a.values());
    expect(b.model.forwards).to.equal(1);
    const measured = await b.trainer.evaluate(again, silent);
    expect(measured).to.deep.equal(await a.trainer.evaluate(x, y, { batchSize: 4, ...silent }));
    expect(b.model.forwards).to.equal(2);
  });

  it("may be asynchronous, and hold sample weights", async () => {
    const weights = new Float32Array([1, 2, 0, 3]);
    const [a, b] = [regression(), regression()];
    async function* source(): AsyncGenerator<LabelledBatch> {
      await new Promise((resolve) => setTimeout(resolve, 1));
      yield [part(x, 0, 4), part(y, 0, 4), weights];
    }
    await b.trainer.fit(source(), silent);
    await a.trainer.fit(part(x, 0, 4), part(y, 0, 4), {
      sampleWeight: weights,
      shuffle: false,
      ...silent,
    });
    expect(await b.values()).to.deep.equal(await a.values());
  });

  it("are bounded by stepsPerEpoch, validationSteps and steps", async () => {
    let taken = 0;
    function* endless(): Generator<LabelledBatch> {
      for (;;) yield batches[taken++ % 3] as LabelledBatch;
    }
    const { trainer } = regression();
    const source = endless();
    const { history } = await trainer.fit(source, {
      stepsPerEpoch: 2,
      epochs: 3,
      validationData: endless(),
      validationSteps: 1,
      ...silent,
    });
    expect(history.val_loss).to.have.length(3);
    expect(taken).to.equal(6 + 3);
    // The generator is the caller's, who may go on with it.
    await trainer.evaluate(source, { steps: 4, ...silent });
    expect(taken).to.equal(13);
    const [out] = await trainer.predict(
      (function* () {
        for (;;) yield part(x, 0, 4);
      })(),
      { steps: 2, ...silent },
    );
    expect(out?.shape).to.deep.equal([8, 1]);
  });

  it("share a pass between epochs, and begin anew at its end", async () => {
    const [a, b] = [regression(), regression()];
    const four = { [Symbol.iterator]: () => [...batches, batches[0]].values() as never };
    const seen = callbacks.lambdaCallback({ onTrainBatchEnd: () => void seenSteps.push(1) });
    const seenSteps: number[] = [];
    await a.trainer.fit(four, { stepsPerEpoch: 2, epochs: 4, callbacks: seen, ...silent });
    await b.trainer.fit(four, { epochs: 2, ...silent });
    expect(seenSteps).to.have.length(8);
    expect(await a.values()).to.deep.equal(await b.values());
  });

  it("predict from inputs alone", async () => {
    const { trainer } = regression();
    const inputs = [0, 4, 8].map((i) => part(x, i, i + 4));
    const [whole] = await trainer.predict(x, silent);
    const [parts] = await trainer.predict(inputs.values(), silent);
    expect(parts?.shape).to.deep.equal([10, 1]);
    expect(await parts?.data()).to.deep.equal(await whole?.data());
    const [few] = await trainer.predict(x, { batchSize: 4, steps: 2, ...silent });
    expect(few?.shape).to.deep.equal([8, 1]);
  });

  it("tell a model its shapes", async () => {
    const net = sequential([layers.dense({ units: 2 }), layers.dense({ units: 1 })]);
    net.compile({ optimizer: "sgd", loss: "mse" });
    await net.fit(again, silent);
    expect(net.weights).to.have.length(4);
  });

  it("take tensors and class weights", async () => {
    const model = smallModel(initialWeights(3), "softmax");
    const trainer = new Trainer(model);
    trainer.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
    const source = [[fromHost(part(x, 0, 3)), [0, 1, 2]] as const];
    const plain = await trainer.evaluate(source.values(), silent);
    const { history } = await trainer.fit(source.values(), {
      classWeight: { 0: 2, 1: 2, 2: 2 },
      ...silent,
    });
    expect(history.loss?.[0]).to.be.closeTo(2 * (plain.loss as number), 1e-5);
  });

  describe("that fail", () => {
    const check = async (promise: Promise<unknown>, ...texts: string[]) => {
      const error = await rejection(promise);
      for (const text of texts) expect(`${error.name}: ${error.message}`).to.include(text);
      return error;
    };

    it("by throwing: our error with their cause, the weights as the batches before left them", async () => {
      const [a, b] = [regression(), regression()];
      const cause = new RangeError("disk gone");
      function* broken(): Generator<LabelledBatch> {
        yield batches[0] as LabelledBatch;
        throw cause;
      }
      const error = await check(
        b.trainer.fit(broken(), silent),
        ...["DataError", "small.fit", "Expected batch 2", "RangeError: disk gone"],
      );
      expect(error.cause).to.equal(cause);
      await a.trainer.fit(...(batches[0] as [HostTensor, HostTensor]), {
        shuffle: false,
        ...silent,
      });
      expect(await b.values()).to.deep.equal(await a.values());
      await b.trainer.fit(again, silent);
    });

    it("by ending early", async () => {
      const { trainer } = regression();
      await check(
        trainer.fit(batches.values(), { stepsPerEpoch: 2, epochs: 2, ...silent }),
        "Expected 2 batches (stepsPerEpoch) for epoch 2, received 1 (3 in all)",
      );
      await check(
        trainer.fit(batches.values(), { epochs: 2, ...silent }),
        "Expected batches for epoch 2, received 0 (3 in all)",
      );
      await check(trainer.fit([].values(), silent), "DataError", "source of batches is empty");
      await check(
        trainer.evaluate(batches.values(), { steps: 4, ...silent }),
        "Expected 4 batches (steps)",
      );
      await trainer.fit(again, silent);
    });

    it("by what they hold", async () => {
      const { trainer, values } = regression();
      const before = await values();
      const wrong = (batch: unknown) => [batch].values() as never;
      await check(
        trainer.fit(wrong(part(x, 0, 4)), silent),
        "(batch 1): this is no batch. Expected [x, y]",
      );
      await check(trainer.fit(wrong([rows(4, 5), rows(4, 1)]), silent), "ShapeError", "(batch 1)");
      await check(trainer.fit(wrong([rows(4, 3), rows(3, 1)]), silent), "received 4 of input");
      await check(
        trainer.fit(again, { validationSplit: 0.5, ...silent }),
        "validationSplit does not go with a source of batches",
      );
      await check(
        trainer.fit(again, { sampleWeight: [1], ...silent }),
        "Give batches [x, y, sampleWeight]",
      );
      await check(trainer.fit(again, y as never, silent), "labels stand beside a source");
      await check(trainer.fit(x, y, { stepsPerEpoch: 0, ...silent }), "stepsPerEpoch");
      expect(await values()).to.deep.equal(before);
    });

    it("are closed when training ends before them, unless they are the caller's", async () => {
      let closed = 0;
      function* counted(): Generator<LabelledBatch> {
        try {
          for (;;) yield batches[0] as LabelledBatch;
        } finally {
          closed++;
        }
      }
      const { trainer } = regression();
      await trainer.fit({ [Symbol.iterator]: counted }, { stepsPerEpoch: 1, ...silent });
      expect(closed).to.equal(1);
      await trainer.fit(counted(), { stepsPerEpoch: 1, ...silent });
      expect(closed).to.equal(1);
    });
  });
});

describe("steps over arrays", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  it("validate on the first batches every time", async () => {
    const { trainer } = regression();
    const { history } = await trainer.fit(x, y, {
      validationData: [x, y],
      validationSteps: 1,
      validationBatchSize: 4,
      epochs: 2,
      ...silent,
    });
    const first = await trainer.evaluate(part(x, 0, 4), part(y, 0, 4), silent);
    expect(history.val_loss?.[1]).to.be.closeTo(first.loss as number, 1e-6);
  });

  it("end an epoch with a warning where the data end", async () => {
    const warnings: string[] = [];
    const warn = console.warn;
    console.warn = (line: string) => warnings.push(line);
    try {
      await regression().trainer.fit(x, y, {
        batchSize: 4,
        stepsPerEpoch: 2,
        epochs: 4,
        ...silent,
      });
    } finally {
      console.warn = warn;
    }
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include("Expected 2 batches of 4 rows, received 1");
  });
});
