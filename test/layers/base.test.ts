import { backend as reference } from "@antler/backend-reference";
import {
  ArgumentError,
  type Backend,
  ops,
  setDefaultBackend,
  type Tensor,
  tensor,
  Variable,
} from "@antler/core";
import {
  DTypePolicyMap,
  deserialize,
  Layer,
  layers,
  type Mask,
  maskOf,
  metrics,
  model,
  registerSerializable,
  resetNames,
  sequential,
} from "@antler/layers";
import { expect } from "chai";

/** Drops steps whose first feature is 0. */
class Mark extends Layer {
  override supportsMasking = true;
  override call(x: Tensor): Tensor {
    return x.multiply(1);
  }
  override computeMask(x: Tensor): Mask {
    return x.notEqual(0).cast("int32").max(-1).cast("bool");
  }
}

/** Tells what mask it was given. */
class Spy extends Layer {
  override supportsMasking = true;
  seen: (Tensor | undefined)[] = [];
  override call(x: Tensor, { mask }: { readonly mask?: Tensor | undefined }): Tensor {
    this.seen.push(mask);
    return x.multiply(1);
  }
}

describe("the base layer", () => {
  let backend: Backend;
  before(async () => {
    backend = await reference.open({});
    setDefaultBackend(backend);
  });
  after(() => backend.close());
  beforeEach(resetNames);

  const steps = tensor([[[1], [0], [3]]]);

  it("hands masks from layer to layer", async () => {
    const spy = new Spy();
    const y = layers.dense({ units: 2 })(spy(new Mark()(steps)));
    expect(await spy.seen[0]?.array()).to.deep.equal([[true, false, true]]);
    expect(await maskOf(y)?.array()).to.deep.equal([[true, false, true]]);
  });

  it("hands masks through functional models, explicit ones included", async () => {
    const spy = new Spy();
    const x = layers.input({ shape: [3, 1] });
    const m = model({ inputs: x, outputs: spy(new Mark()(x)) });
    const y = m(steps);
    expect(await spy.seen.at(-1)?.array()).to.deep.equal([[true, false, true]]);
    expect(await maskOf(y)?.array()).to.deep.equal([[true, false, true]]);

    const mask = layers.input({ shape: [3], dtype: "bool" });
    const explicit = model({ inputs: [x, mask], outputs: spy(x, { mask }) });
    explicit([steps, tensor([[false, false, true]])]);
    expect(await spy.seen.at(-1)?.array()).to.deep.equal([[false, false, true]]);
  });

  it("masks reach the loss", async () => {
    const m = sequential([
      layers.input({ shape: [3, 1] }),
      new Mark() as Layer,
      layers.dense({ units: 1, kernelInitializer: "ones" }),
    ]);
    m.compile({ loss: "meanSquaredError" });
    const { loss } = await m.evaluate([[[1], [0], [3]]], [[[2], [9], [5]]], { verbose: 0 });
    expect(loss).to.be.closeTo((1 + 4) / 2, 1e-6);
  });

  it("adds what regularizers and addLoss give, of inner layers too, once per call", async () => {
    class Outer extends Layer {
      readonly inner = [
        layers.dense({
          units: 2,
          kernelInitializer: "ones",
          kernelRegularizer: (w) => w.square().sum(),
          activityRegularizer: (y) => y.sum(),
        }),
      ];
      override call(x: Tensor): Tensor {
        this.addLoss(x.sum());
        return this.inner[0]?.(x) as Tensor;
      }
    }
    const outer = new Outer();
    outer(tensor([[1, 2]]));
    outer(tensor([[1, 2]]));
    const values = await Promise.all(outer.losses.map((loss) => loss.item()));
    expect(values).to.deep.equal([3, 6, 4]);
    outer.trainable = false;
    expect(outer.losses.length).to.equal(2);
  });

  it("training lowers regularization losses and holds constraints after every step", async () => {
    const head = layers.dense({
      units: 1,
      useBias: false,
      kernelInitializer: "ones",
      kernelRegularizer: (w) => w.square().sum().multiply(0.5),
      kernelConstraint: (w) => ops.maximum(w, 0.9),
    });
    const m = sequential([layers.input({ shape: [1] }), head]);
    m.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const logs = await m.trainOnBatch([[0]], [[0]]);
    expect(logs.loss).to.be.closeTo(0.5, 1e-6);
    expect((await head.kernel.data())[0], "w − 0.01 w").to.be.closeTo(0.99, 1e-6);
    for (let i = 0; i < 20; i++) await m.trainOnBatch([[0]], [[0]]);
    expect((await head.kernel.data())[0], "held").to.be.closeTo(0.9, 1e-6);
  });

  it("finds layers and variables in lists and maps", () => {
    class Holder extends Layer {
      readonly free = new Variable(1, { name: "free" });
      readonly list = [layers.dense({ units: 1 })];
      readonly map = new Map([["a", layers.dense({ units: 1 })]]);
      readonly named = { b: [layers.dense({ units: 1 })] };
      override build(): void {
        this.addWeight({ name: "frozen", trainable: false });
        this.addWeight({ name: "own" });
      }
      override call(x: Tensor): Tensor {
        return [...this.list, ...this.map.values(), ...this.named.b].reduce((y, f) => f(y), x);
      }
    }
    const holder = new Holder();
    holder(tensor([[1]]));
    expect(holder.weights.map(({ name }) => name)).to.deep.equal([
      "holder/own",
      "free",
      "holder/frozen",
      ...["dense", "dense_1", "dense_2"].flatMap((name) => [`${name}/kernel`, `${name}/bias`]),
    ]);
    holder.trainable = false;
    expect(holder.trainableWeights.length).to.equal(0);
    holder.trainable = true;
    expect(holder.trainableWeights.length).to.equal(8);
  });

  it("builds once, also when build is called by hand", () => {
    const dense = layers.dense({ units: 2 });
    dense.build([1, 3]);
    expect(dense.built).to.equal(true);
    dense(tensor([[1, 2, 3]]));
    expect(dense.weights.length).to.equal(2);
    expect(dense.getBuildConfig()).to.deep.equal({ inputShape: [1, 3] });
  });

  it("computes in the policy's dtype and keeps weights in its variables' dtype", async () => {
    const dense = layers.dense({ units: 1, dtype: "mixed_float16" });
    const y = dense(tensor([[1, 2]]));
    expect([dense.kernel.dtype, dense.computeDtype, y.dtype]).to.deep.equal([
      "float32",
      "float16",
      "float16",
    ]);
    expect(dense.toJSON().config.dtype).to.deep.include({ config: { name: "mixed_float16" } });
    const wide = layers.dense({ units: 1, dtype: "float64" });
    expect(wide(tensor([[1, 2]])).dtype).to.equal("float64");
    expect(() => layers.dense({ units: 1, dtype: "mixed_float61" as "mixed_float16" })).to.throw(
      ArgumentError,
      'Did you mean "mixed_float16"?',
    );
  });

  it("takes policies for many layers at once", () => {
    const dtype = new DTypePolicyMap({ policyMap: { "dense_.*": "float64", dense: "float16" } });
    const policies = [0, 1].map(() => layers.dense({ units: 1, dtype }).dtype);
    expect(policies).to.deep.equal(["float16", "float64"]);
    expect(layers.flatten({ dtype }).dtype).to.equal("float32");
    const again = deserialize(JSON.parse(JSON.stringify(layers.flatten({ dtype, name: "dense" }))));
    expect((again as Layer).dtype).to.equal("float16");
  });

  it("saves activations that are a user's own", async () => {
    const thrice = registerSerializable("my", "thrice")((x: Tensor) => x.multiply(3));
    const dense = layers.dense({ units: 1, activation: thrice, kernelInitializer: "ones" });
    const again = deserialize(JSON.parse(JSON.stringify(dense))) as Layer;
    expect(await again(tensor([[2]])).array()).to.deep.equal([[6]]);
    const nested = layers.dense({ units: 1, activation: layers.prelu() });
    nested(tensor([[1]]));
    expect(nested.weights.length).to.equal(3);
    const copy = deserialize(JSON.parse(JSON.stringify(nested))) as Layer;
    copy(tensor([[1]]));
    expect(copy.weights.length).to.equal(3);
  });

  it("holds metrics, whose state is no weight", () => {
    class Counting extends Layer {
      readonly seen = metrics.mean({ name: "seen" });
      override call(x: Tensor): Tensor {
        this.seen.updateState(x.sum());
        return x;
      }
    }
    const outer = sequential([layers.input({ shape: [2] }), new Counting()]);
    expect(outer.metrics.map(({ name }) => name)).to.deep.equal(["seen"]);
    expect(outer.weights.length).to.equal(0);
    expect(outer.variables.length).to.equal(2);
  });

  it("tells its input and output in a model", () => {
    const x = layers.input({ shape: [3] });
    const features = layers.dense({ units: 2 });
    const y = features(x);
    model({ inputs: x, outputs: y })(tensor([[1, 2, 3]]));
    expect([features.input, features.output]).to.deep.equal([x, y]);
    features(x);
    expect(() => features.output).to.throw(ArgumentError, "several calls");
  });

  it("gives the shape of the output for shapes that are partly open", () => {
    const dense = layers.dense({ units: 4 });
    expect(String(dense.computeOutputShape([null, 5, 3]))).to.equal("batch,5,4");
    expect(dense.computeOutputSpec({ shape: [null, 3], dtype: "float32" }).dtype).to.equal(
      "float32",
    );
  });

  it("refuses another number of inputs", () => {
    const dense = layers.dense({ units: 1 });
    const x = tensor([[1]]);
    expect(() => dense([x, x] as never)).to.throw(
      ArgumentError,
      "dense: called with the wrong number of inputs. Expected 1, received 2.",
    );
  });
});
