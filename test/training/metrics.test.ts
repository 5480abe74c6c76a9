import { backend } from "@antler/backend-reference";
import {
  compile,
  ops,
  setDefaultBackend,
  type Tensor,
  type TensorLike,
  tensor,
} from "@antler/core";
import { deserialize, losses, Metric, metrics, setMask } from "@antler/layers";
import { expect } from "chai";

describe("metrics", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  it("chooses the accuracy that the shapes ask for", async () => {
    const check = async (y: number[] | number[][], p: number[][], e: number) => {
      const metric = metrics.resolveMetric("accuracy");
      metric.updateState(y as number[], p);
      expect(await (metric.result() as Tensor).item()).to.equal(e);
    };
    await check([1, 0], [[0.9], [0.8]], 0.5);
    await check(
      [1, 0],
      [
        [0.1, 0.9],
        [0.2, 0.8],
      ],
      0.5,
    );
    await check(
      [
        [0, 1],
        [0, 1],
      ],
      [
        [0.1, 0.9],
        [0.2, 0.8],
      ],
      1,
    );
  });

  it("accumulates inside a compiled function and starts again after a reset", async () => {
    const metric = metrics.mae();
    const step = compile((y: Tensor, p: Tensor) => metric(y, p));
    expect(await (await step([0, 0], [1, 1])).item()).to.equal(1);
    expect(await (await step([0, 0], [3, 3])).item()).to.equal(2);
    metric.resetState();
    expect(await (await step([0, 0], [3, 3])).item()).to.equal(3);
  });

  it("makes state whose shape it learns inside a compiled function", async () => {
    const score = metrics.f1Score({ average: "macro", threshold: 0.5 });
    const step = compile((y: Tensor, p: Tensor) => score(y, p));
    expect(await (await step([[1, 0]], [[0.9, 0.1]])).item()).to.be.closeTo(0.5, 1e-6);
    expect(await (await step([[0, 1]], [[0.1, 0.9]])).item()).to.be.closeTo(1, 1e-6);
  });

  it("takes the predictions' own mask", async () => {
    const metric = metrics.mse();
    const predictions = setMask(tensor([[1], [2]]), tensor([true, false]));
    metric.updateState([[0], [0]], predictions);
    expect(await metric.result().item()).to.equal(1);
  });

  it("ignores NaN predictions in counts, and does not break on them", async () => {
    const metric = metrics.auc({ numThresholds: 3 });
    metric.updateState([1, 0, 1], [0.9, 0.1, Number.NaN]);
    expect(await metric.result().item()).to.be.a("number");
  });

  it("takes metrics of one's own, held inside others, with a map as result", async () => {
    class Spread extends Metric {
      readonly low = metrics.mean({ name: "low" });
      readonly high = metrics.mean({ name: "high" });
      readonly batches = this.addVariable([], "zeros", { name: "batches" });
      override updateState(values: TensorLike): void {
        this.low.updateState(ops.min(values));
        this.high.updateState(ops.max(values));
        this.batches.assign(this.batches.read().add(1));
      }
      override result() {
        return { low: this.low.result(), high: this.high.result() };
      }
    }
    const spread = new Spread({ name: "spread" });
    expect(spread.variables.map(({ name }) => name)).to.deep.equal([
      "spread/batches",
      "low/total",
      "low/count",
      "high/total",
      "high/count",
    ]);
    const { low, high } = spread([1, 2, 3]);
    expect([await low.item(), await high.item()]).to.deep.equal([1, 3]);
    spread.resetState();
    expect(await spread.batches.item()).to.equal(0);
    expect(() => new Metric().result()).to.throw("result() is missing");
  });

  it("computes on state that is given, and keeps its own", async () => {
    const sum = metrics.sum();
    sum.updateState([1, 2]);
    const [after] = sum.statelessUpdateState([tensor(10)], [5]) as [Tensor];
    expect(await after.item()).to.equal(15);
    expect(await sum.statelessResult([tensor(7)]).item()).to.equal(7);
    expect(await (sum.statelessResetState()[0] as Tensor).item()).to.equal(0);
    expect(await sum.result().item()).to.equal(3);
    expect(() => sum.statelessResult([])).to.throw(
      "Expected one tensor for each of its 1 variables",
    );
  });

  it("finds metrics by Keras's names, and makes them of what was saved", () => {
    expect(metrics.get("mse")).to.be.instanceOf(metrics.MeanSquaredError);
    expect(metrics.get("f1_score")).to.be.instanceOf(metrics.F1Score);
    expect(metrics.get("AUC")).to.be.instanceOf(metrics.AUC);
    expect(metrics.resolveMetric("mae").name).to.equal("mae");
    expect(metrics.resolveMetric(metrics.hinge).name).to.equal("hinge");
    expect(() => metrics.get("huber")).to.throw("unknown metric");
    expect(() => metrics.resolveMetric("precisoin" as "precision")).to.throw(
      'Did you mean "precision"?',
    );
  });

  it("makes an equal metric of every config", () => {
    const {
      Metric: _,
      MeanMetricWrapper: __,
      ...all
    } = Object.fromEntries(
      Object.entries(metrics).filter(([name]) => /^[A-Z]/.test(name)),
    ) as Record<string, new (options: object) => Metric>;
    expect(Object.keys(all)).to.have.length(44);
    const needed = { numClasses: 3, targetClassIds: [0, 1], recall: 0.5, precision: 0.5 };
    const options = { ...needed, specificity: 0.5, sensitivity: 0.5, name: "mine" };
    for (const [name, Class] of Object.entries(all)) {
      const saved = new Class(options).toJSON();
      expect(saved.class_name).to.equal(name);
      const again = metrics.deserialize(saved) as Metric;
      expect(again).to.be.instanceOf(Class);
      expect(again.toJSON(), name).to.deep.equal(saved);
    }
    const thresholds = metrics.auc({ thresholds: [0.7, 0.1], multiLabel: true, labelWeights: [1] });
    const again = metrics.deserialize(thresholds.toJSON()) as Metric;
    expect(again.getConfig()).to.deep.equal(thresholds.getConfig());
  });

  it("wraps a function with options, and reads it again", async () => {
    const wrapped = new metrics.MeanMetricWrapper(losses.huber, { name: "h", delta: 2 });
    expect(await wrapped([[0]], [[4]]).item()).to.equal(6);
    const saved = metrics.serialize(wrapped);
    expect(saved.config).to.deep.include({ name: "h", delta: 2 });
    expect(saved.config.fn).to.deep.include({ class_name: "function", config: "huber" });
    const again = metrics.deserialize(saved) as typeof wrapped;
    expect(await again([[0]], [[4]]).item()).to.equal(6);
    expect(deserialize(saved)).to.be.instanceOf(metrics.MeanMetricWrapper);
  });

  it("wraps a loss's function that is given as a metric", () => {
    const metric = metrics.resolveMetric(losses.meanSquaredError);
    expect(metric.name).to.equal("mean_squared_error");
    expect(metric.variables).to.have.length(2);
  });

  it("refuses what is out of range, and names option, rule and value", () => {
    expect(() => metrics.precision({ name: "p", thresholds: [0.5, 2] })).to.throw(
      "p: thresholds are out of range. Expected numbers from 0 to 1, received [0.5,2].",
    );
    expect(() => metrics.iou({ name: "i", numClasses: 2, targetClassIds: [2] })).to.throw(
      "i: targetClassIds are out of range. Expected integers from 0 to 1, received [2].",
    );
    expect(() => metrics.meanIoU({} as never)).to.throw("numClasses");
    expect(() => metrics.auc({ curve: "RO" as "ROC" })).to.throw("curve");
    expect(() => metrics.auc({ numThresholds: 1 })).to.throw("Expected an integer > 1, received 1");
    expect(() => metrics.auc({ numLabels: 3 })).to.throw("multiLabel: true");
    expect(() => metrics.f1Score({ average: "mean" as "macro" })).to.throw("average");
    expect(() => metrics.fBetaScore({ beta: 0 })).to.throw("beta");
    expect(() => metrics.r2Score({ numRegressors: -1 })).to.throw("numRegressors");
    expect(() => metrics.topKCategoricalAccuracy({ k: 0 })).to.throw("k is out of range");
    expect(() => metrics.recallAtPrecision({ precision: 2 })).to.throw("precision is out of range");
    expect(() => metrics.recall({ classId: 5 })([[1, 0]], [[1, 0]])).to.throw(
      "classId is out of range. Expected an integer from 0 to 1, received 5.",
    );
    expect(() => metrics.r2Score()([1, 2], [1, 2])).to.throw("[batch, outputs]");
    expect(() => metrics.f1Score().result()).to.throw("no result before the first batch");
    expect(() => metrics.mean()([1], tensor([1]) as never)).to.throw("Write { sampleWeight: … }");
  });
});
