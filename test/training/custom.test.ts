import { backend } from "@antler/backend-reference";
import { type HostTensor, ops, setDefaultBackend, type Tensor, type Variable } from "@antler/core";
import {
  callbacks,
  layers,
  type ModelCompileOptions,
  Sequential,
  type StepContext,
  Trainer,
} from "@antler/layers";
import { expect } from "chai";
import { initialWeights, smallModel } from "./small-model.js";

const silent = { verbose: 0 } as const;
const rows = (n: number, size: number, f = Math.sin): HostTensor => ({
  dtype: "float32",
  shape: [n, size],
  data: Float32Array.from({ length: n * size }, (_, i) => f(i + 1)),
});
const [x, y] = [rows(10, 3), rows(10, 1, Math.cos)];
const options = { batchSize: 4, epochs: 2, shuffle: false, ...silent };

async function train(extra: Partial<ModelCompileOptions>) {
  const model = smallModel(initialWeights(1));
  const trainer = new Trainer(model);
  trainer.compile({ optimizer: "adam", loss: "mse", metrics: ["mae"], ...extra });
  const { history } = await trainer.fit(x, y, options);
  const weights = await Promise.all(model.trainableWeights.map((weight) => weight.data()));
  return { model, trainer, history, weights };
}

describe("custom training", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  it("traces a step of one's own once, and logs what it returns", async () => {
    let calls = 0;
    const own = await train({
      trainStep(context) {
        calls++;
        const loss = context.computeLoss(context.forward());
        context.minimize(loss);
        return { ...context.logs(), twice: loss.multiply(2) };
      },
    });
    const standard = await train({});
    expect(calls).to.equal(1);
    expect(own.weights).to.deep.equal(standard.weights);
    expect(own.history.loss).to.deep.equal(standard.history.loss);
    expect(Object.keys(own.history)).to.deep.equal(["loss", "mae", "twice"]);
  });

  it("lets a model override the step", async () => {
    class Contrary extends Sequential {
      trainStep(context: StepContext) {
        const [prediction] = context.forward() as [Tensor];
        const loss = ops.mean(ops.square(prediction.add(1)));
        context.minimize(loss);
        return { distance: loss };
      }
    }
    const model = new Contrary([layers.input({ shape: [3] }), layers.dense({ units: 1 })] as never);
    model.compile({ optimizer: "sgd", loss: "mse" });
    const { history } = await model.fit(x, y, { ...options, epochs: 20 });
    expect(Object.keys(history)).to.deep.equal(["distance"]);
    expect(history.distance?.at(-1)).to.be.below(history.distance?.[0] as number);
  });

  it("says what a step must return", async () => {
    for (const [bad, text] of [
      [undefined, "received undefined"],
      [{ loss: 1 }, 'received number as "loss"'],
      [Promise.resolve({}), "received a promise"],
    ] as const) {
      const message = await train({ trainStep: () => bad as never }).then(
        () => "it did not fail",
        (error: Error) => error.message,
      );
      expect(message).to.include("small.trainStep: these are no logs").and.include(text);
    }
  });

  it("runs eagerly, building every step, to the same weights", async () => {
    const eager = await train({ runEagerly: true });
    const compiled = await train({});
    expect(eager.model.forwards).to.equal(6);
    for (const [i, weight] of eager.weights.entries()) {
      for (const [j, value] of weight.entries()) {
        expect(value).to.be.closeTo(compiled.weights[i]?.[j] as number, 1e-6);
      }
    }
    for (const [i, loss] of (eager.history.loss ?? []).entries()) {
      expect(loss).to.be.closeTo(compiled.history.loss?.[i] as number, 1e-6);
    }
    expect(await eager.trainer.evaluate(x, y, silent)).to.have.keys("loss", "mae");
  });

  it("calls callbacks once for several steps", async () => {
    const model = smallModel(initialWeights(1));
    const trainer = new Trainer(model);
    trainer.compile({ optimizer: "adam", loss: "mse", stepsPerExecution: 2 });
    const seen: number[] = [];
    const watch = callbacks.lambdaCallback({ onTrainBatchEnd: (batch) => void seen.push(batch) });
    await trainer.fit(x, y, { ...options, callbacks: watch });
    expect(seen).to.deep.equal([1, 2, 1, 2]);
    const weights = await Promise.all(model.trainableWeights.map((weight) => weight.data()));
    expect(weights).to.deep.equal((await train({})).weights);
    expect(() => trainer.compile({ loss: "mse", stepsPerExecution: 0 })).to.throw(
      "stepsPerExecution",
    );
  });

  it("keeps the state when a signal stops it", async () => {
    const model = smallModel(initialWeights(1));
    const trainer = new Trainer(model);
    trainer.compile({ optimizer: "sgd", loss: "mse" });
    const controller = new AbortController();
    const reason = new Error("enough");
    const stop = callbacks.lambdaCallback({ onTrainBatchEnd: () => controller.abort(reason) });
    const aborted = await trainer
      .fit(x, y, { ...options, callbacks: stop, signal: controller.signal })
      .catch((error: unknown) => error);
    expect(aborted).to.equal(reason);
    const once = smallModel(initialWeights(1));
    const other = new Trainer(once);
    other.compile({ optimizer: "sgd", loss: "mse" });
    await other.fit(x, y, { ...options, epochs: 1, stepsPerEpoch: 1 });
    const values = (weights: readonly Variable[]) => Promise.all(weights.map((w) => w.data()));
    expect(await values(model.trainableWeights)).to.deep.equal(await values(once.trainableWeights));
    await trainer.fit(x, y, options);
  });
});
