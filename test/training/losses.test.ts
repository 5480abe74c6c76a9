import { backend } from "@antler/backend-reference";
import { compile, evaluate, grad, ops, setDefaultBackend, type Tensor, tensor } from "@antler/core";
import { Loss, losses, setMask } from "@antler/layers";
import { expect } from "chai";

describe("losses", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  it("computes from the logits behind a softmax: finite where probabilities are 0", async () => {
    const logits = tensor([[200, 0]]);
    const loss = losses.sparseCategoricalCrossentropy()([1], ops.softmax(logits));
    const [value, gradient] = await evaluate([loss, grad(loss, logits)]);
    expect(value?.data[0]).to.equal(200);
    expect([...(gradient?.data ?? [])]).to.deep.equal([1, -1]);
  });

  it("computes from the logits behind a sigmoid", async () => {
    const loss = losses.binaryCrossentropy()([[0]], ops.sigmoid(tensor([[100]])));
    expect(await loss.item()).to.be.closeTo(100, 1e-4);
  });

  it("leaves impossible classes out: a logit of −∞ costs nothing where it is not the label's", async () => {
    const logits = tensor([[0, 0, Number.NEGATIVE_INFINITY]]);
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true })([0], logits);
    expect(await loss.item()).to.be.closeTo(Math.LN2, 1e-6);
  });

  it("leaves samples of the ignored class out of value and gradient, whatever they hold", async () => {
    const loss = losses.sparseCategoricalCrossentropy({ ignoreClass: -1, fromLogits: true });
    const logits = tensor([
      [0, 0],
      [Number.NaN, 1],
    ]);
    const value = loss([1, -1], logits);
    expect(await value.item()).to.be.closeTo(Math.LN2, 1e-6);
    const gradient = await grad(loss([1, -1], logits), logits).data();
    expect([...gradient]).to.deep.equal([0.5, -0.5, 0, 0]);
  });

  it("takes the predictions' own mask, and weights of lower rank count from the front", async () => {
    const predictions = setMask(tensor([[[1], [2]]]), tensor([[true, false]]));
    expect(
      await losses
        .meanSquaredError()([[[0], [0]]], predictions)
        .item(),
    ).to.equal(1);
    const rows = tensor([
      [[1], [2], [3]],
      [[4], [5], [6]],
    ]);
    const zeros = ops.zerosLike(rows);
    const weighted = losses.mae({ reduction: "sum" })(zeros, rows, { sampleWeight: [1, 10] });
    expect(await weighted.item()).to.equal(6 + 150);
  });

  it("is a function with labels and predictions, an object with options", async () => {
    const each = losses.mse([[0, 0]], [[1, 3]]);
    expect(await each.array()).to.deep.equal([5]);
    expect(losses.mse()).to.be.instanceOf(losses.MeanSquaredError);
    expect(losses.huber({ delta: 2 }).name).to.equal("huber_loss");
    expect(() => losses.mse(tensor([1]) as never)).to.throw("predictions are missing");
  });

  it("takes a loss of one's own, in a compiled function too", async () => {
    class Cubic extends Loss {
      override call(yTrue: Tensor, yPred: Tensor): Tensor {
        return ops.power(yPred.subtract(yTrue), 3).mean(-1);
      }
    }
    const cubic = new Cubic({ reduction: "none" });
    const run = compile((y: Tensor, p: Tensor) => cubic(y, p));
    expect(await (await run([[1], [0]], [[3], [1]])).array()).to.deep.equal([8, 1]);
    expect(() => new Loss()([1], [1])).to.throw("call is missing");
  });

  it("finds losses by Keras's names, and makes them of what was saved", () => {
    expect(losses.get("mean_squared_error")).to.equal(losses.meanSquaredError);
    expect(losses.get("MSE")).to.equal(losses.meanSquaredError);
    expect(losses.get("Huber")).to.be.instanceOf(losses.Huber);
    expect(losses.get(null)).to.equal(null);
    expect(() => losses.get("meanSquareError")).to.throw('Did you mean "meanSquaredError"?');
    expect(() => losses.get("logcosh")).to.throw("unknown loss");
    expect(losses.serialize(losses.meanSquaredError)).to.deep.include({
      class_name: "function",
      config: "mean_squared_error",
    });
  });

  it("makes an equal loss of every config", () => {
    const { Loss: _, ...all } = Object.fromEntries(
      Object.entries(losses).filter(([name]) => /^[A-Z]/.test(name)),
    ) as Record<string, new (options: object) => Loss>;
    expect(Object.keys(all)).to.have.length(22);
    for (const [name, Class] of Object.entries(all)) {
      const saved = new Class({ reduction: "sum", name: "mine" }).toJSON();
      expect(saved.class_name).to.equal(name);
      const again = losses.deserialize(saved) as Loss;
      expect(again).to.be.instanceOf(Class);
      expect(again.toJSON(), name).to.deep.equal(saved);
    }
  });

  it("refuses what is out of range, and names option, rule and value", () => {
    expect(() => losses.mse({ reduction: "sums" as "sum" })).to.throw(
      'mean_squared_error: unknown reduction "sums". Expected null or one of sum_over_batch_size, sum, mean, mean_with_sample_weight, none. Did you mean "sum"?',
    );
    expect(() => losses.binaryCrossentropy({ labelSmoothing: 2 })).to.throw(
      "binary_crossentropy: labelSmoothing is out of range. Expected a number from 0 to 1, received 2.",
    );
    expect(() => losses.huber({ delta: -1 })).to.throw("delta");
    expect(() => losses.categoricalGeneralizedCrossEntropy({ q: 1 })).to.throw("q is out of range");
    expect(() => losses.mae({ dtype: "float12" as "float32" })).to.throw("float12");
    expect(() => losses.mae()([[1]], [[1]], tensor([1]) as never)).to.throw(
      "Write { sampleWeight: … }",
    );
  });

  it("refuses labels that do not fit, and says what to use instead", () => {
    const p = tensor([[0.5, 0.5]]);
    expect(() => losses.categoricalCrossentropy()([1], p)).to.throw("sparseCategorical");
    expect(() => losses.sparseCategoricalCrossentropy()([[0, 1]], p)).to.throw(
      "categoricalCrossentropy",
    );
    expect(() => losses.mse()([[1, 2, 3]], p)).to.throw("differ");
  });
});
