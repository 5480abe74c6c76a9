import { backend } from "@antler/backend-reference";
import { ops, setDefaultBackend, type TensorLike, type tensor } from "@antler/core";
import { losses, Metric, metrics, setMask, type TrainableModel, Trainer } from "@antler/layers";
import { expect } from "chai";
import { initialWeights, smallModel } from "./small-model.js";

const silent = { verbose: 0, shuffle: false } as const;
const x = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 1],
];

describe("losses and metrics in training", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  it("logs vectors element by element, maps by their names, and numbers equal names", async () => {
    class Extremes extends Metric {
      readonly largest = metrics.mean({ name: "largest" });
      override updateState(_yTrue: TensorLike, yPred: TensorLike): void {
        this.largest.updateState(ops.max(yPred));
      }
      override result() {
        return { largest: this.largest.result() };
      }
    }
    const trainer = new Trainer(smallModel(initialWeights(2), "softmax"));
    trainer.compile({
      loss: "categorical_crossentropy",
      metrics: ["accuracy", metrics.f1Score(), new Extremes(), metrics.auc(), "acc", "accuracy"],
      weightedMetrics: ["accuracy", "mse"],
    });
    const y = [
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ];
    const logs = await trainer.evaluate(x, y, { sampleWeight: [1, 2, 3, 4], ...silent });
    expect(Object.keys(logs)).to.deep.equal([
      "loss",
      "accuracy",
      "f1_score[0]",
      "f1_score[1]",
      "largest",
      Object.keys(logs)[5],
      "acc",
      "accuracy_1",
      "weighted_accuracy",
      "mse",
    ]);
    expect(Object.keys(logs)[5]).to.match(/^auc(_\d+)?$/);
    expect(logs.acc).to.equal(logs.accuracy);
    for (const value of Object.values(logs)) expect(value).to.be.within(0, 2);
  });

  it("takes names in every form, functions and saved losses", async () => {
    const saved = { module: "keras.losses", class_name: "Huber", config: { delta: 2 } } as const;
    const forms = [
      "mse",
      "MSE",
      "mean_squared_error",
      "meanSquaredError",
      "MeanSquaredError",
      { ...saved, registered_name: null },
      (y: TensorLike, p: TensorLike) => ops.mean(ops.abs(ops.subtract(y, p)), -1),
    ] as const;
    const found: number[] = [];
    for (const loss of forms) {
      const trainer = new Trainer(smallModel(initialWeights(1)));
      trainer.compile({ loss });
      found.push((await trainer.evaluate(x, [0, 0, 0, 0], silent)).loss as number);
    }
    expect(new Set(found.slice(0, 5)).size).to.equal(1);
    expect(found[5]).to.be.closeTo((found[0] as number) / 2, 1e-6);
    expect(found[6]).to.be.greaterThan(0);
  });

  it("chooses the cross-entropy that the shapes ask for", async () => {
    const evaluate = async (loss: "crossentropy" | "sparse_categorical_crossentropy") => {
      const trainer = new Trainer(smallModel(initialWeights(3), "softmax"));
      trainer.compile({ loss });
      return (await trainer.evaluate(x, [0, 1, 2, 0], silent)).loss;
    };
    expect(await evaluate("crossentropy")).to.equal(
      await evaluate("sparse_categorical_crossentropy"),
    );
  });

  it("takes labels that a loss ignores, though they are no classes", async () => {
    const trainer = new Trainer(smallModel(initialWeights(3), "softmax"));
    trainer.compile({ loss: losses.sparseCategoricalCrossentropy({ ignoreClass: -1 }) });
    const some = await trainer.evaluate(x, [0, -1, 2, -1], silent);
    const rest = await trainer.evaluate([x[0], x[2]] as number[][], [0, 2], silent);
    expect(some.loss).to.be.closeTo(rest.loss as number, 1e-6);
  });

  it("leaves masked samples out of the loss and of metrics", async () => {
    const model = smallModel(initialWeights(1));
    const masked: TrainableModel = {
      ...model,
      forward(inputs, options) {
        const [y] = model.forward(inputs, options);
        return [
          setMask(
            y as never,
            ops.greater((inputs[0] as never as ReturnType<typeof tensor>).sum(-1), 2),
          ),
        ];
      },
    };
    const evaluate = async (which: TrainableModel, rows: number[][]) => {
      const trainer = new Trainer(which);
      trainer.compile({ loss: "mse", metrics: ["mae"] });
      return trainer.evaluate(
        rows,
        rows.map(() => 0),
        silent,
      );
    };
    expect(await evaluate(masked, x)).to.deep.equal(await evaluate(model, x.slice(3)));
  });
});
