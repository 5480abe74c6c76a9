import { backend } from "@antler/backend-reference";
import {
  type Backend,
  compile,
  evaluate,
  GradientError,
  grad,
  ops,
  random,
  SeedGenerator,
  ShapeError,
  setDefaultBackend,
  type Tensor,
  tensor,
  Variable,
} from "@antler/core";
import { expect } from "chai";

describe("lazy evaluation", () => {
  let reference: Backend;
  let compilations = 0;
  before(async () => {
    const inner = await backend.open({});
    reference = {
      ...inner,
      name: inner.name,
      device: inner.device,
      details: inner.details,
      supports: (node) => inner.supports(node),
      close: () => inner.close(),
      compile(program) {
        compilations++;
        return inner.compile(program);
      },
    };
    setDefaultBackend(reference);
  });
  after(() => setDefaultBackend(undefined));
  beforeEach(() => {
    compilations = 0;
  });

  it("runs nothing until a value is asked for, and keeps it then", async () => {
    const y = tensor([
      [1, 2],
      [3, 4],
    ])
      .matmul([[1], [1]])
      .add(0.5);
    expect(compilations).to.equal(0);
    expect(await y.array()).to.deep.equal([[3.5], [7.5]]);
    expect(await y.data()).to.deep.equal(Float32Array.of(3.5, 7.5));
    expect(compilations).to.equal(1);
    expect(await tensor([5]).item()).to.equal(5);
    expect(compilations).to.equal(1);
  });

  it("compiles one structure once, whatever the data", async () => {
    const results: number[] = [];
    for (let i = 0; i < 5; i++) {
      const data = Float32Array.from({ length: 100 }, () => i);
      results.push(await tensor(data).multiply(2).sum().item());
    }
    expect(results).to.deep.equal([0, 200, 400, 600, 800]);
    expect(compilations).to.equal(1);
  });

  it("lets data decide in plain JavaScript inside a training loop", async () => {
    const w = new Variable([4, -3], { name: "w" });
    let steps = 0;
    for (; steps < 200; steps++) {
      const loss = w.square().sum();
      if ((await loss.item()) < 1e-3) break;
      const gradient = grad(loss, w);
      w.assign(w.sub(gradient.mul(0.1)));
    }
    expect(steps).to.be.within(10, 40);
    expect(await w.square().sum().item()).to.be.below(1e-3);
    // A handful of structures, not one per step: the history is let go of as the loop runs.
    expect(compilations).to.be.below(8);
  });

  it("reads a variable as a snapshot", async () => {
    const w = new Variable([1, 2]);
    const y = w.mul(2);
    w.assign([0, 0]);
    expect(await y.array()).to.deep.equal([2, 4]);
    expect(await w.array()).to.deep.equal([0, 0]);
    expect(() => w.assign([1, 2, 3])).to.throw(
      ShapeError,
      "assign expected shape [2], received [3]",
    );
  });

  it("walks 100,000 nodes without overflowing the stack", async () => {
    let x: Tensor = tensor([0]);
    for (let i = 0; i < 100_000; i++) x = x.add(i % 2);
    const warnings: Error[] = [];
    const listen = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listen);
    expect(await x.item()).to.equal(50_000);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings.map((w) => w.message).join()).to.match(/graph of 200\d+ nodes/);
  }).timeout(60_000);

  it("gives random tensors numbers that they keep", async () => {
    const x = random.uniform([4], { seed: new SeedGenerator(3) });
    const first = await x.add(0).array();
    expect(await x.add(0).array()).to.deep.equal(first);
    expect(await random.uniform([4], { seed: 3 }).array()).to.deep.equal(first);
  });
});

describe("compile", () => {
  before(async () => setDefaultBackend(await backend.open({})));
  after(() => setDefaultBackend(undefined));

  it("traces once per signature and runs the graph", async () => {
    let traces = 0;
    const double = compile((x: Tensor) => {
      traces++;
      return x.mul(2);
    });
    expect(await (await double([1, 2])).array()).to.deep.equal([2, 4]);
    expect(await (await double([3, 4])).array()).to.deep.equal([6, 8]);
    expect(traces).to.equal(1);
    expect(await (await double([1])).array()).to.deep.equal([2]);
    expect(traces).to.equal(2);
  });

  it("serves every batch size with one graph where a dimension is symbolic", async () => {
    const f = compile((x: Tensor) => x.mean().add(ops.dimension(x.shape[0] ?? 1)), {
      inputs: [{ shape: ["batch", 2], name: "x" }],
    });
    expect(await (await f([[1, 3]])).item()).to.equal(3);
    expect(
      await (
        await f([
          [1, 3],
          [5, 7],
        ])
      ).item(),
    ).to.equal(6);
    expect(f.compilations).to.equal(1);
    const error = await f([[1, 2, 3]]).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(ShapeError);
    expect(String(error)).to.include("x: expected shape [batch, 2], received [1, 3]");
  });

  it("turns assignments into updates, and later reads see them", async () => {
    const w = new Variable([1, 1], { name: "w" });
    const step = compile((x: Tensor) => {
      const before = w.sum();
      w.assign(w.add(x));
      return { before, after: w.sum() };
    });
    const { before, after } = await step([1, 2]);
    expect([await before.item(), await after.item()]).to.deep.equal([2, 5]);
    await step([1, 2]);
    expect(await w.array()).to.deep.equal([3, 5]);
  });

  it("draws new random numbers at every call, the same ones for the same seed", async () => {
    const run = async (): Promise<unknown[]> => {
      const generator = new SeedGenerator(11);
      const f = compile((x: Tensor) => random.uniform(x.shape, { seed: generator }).add(x), {
        inputs: [{ shape: ["batch"] }],
      });
      return [await (await f([0, 0])).array(), await (await f([0, 0, 0])).array()];
    };
    const [first, second] = await run();
    expect((second as number[]).slice(0, 2)).not.to.deep.equal(first);
    expect(await run()).to.deep.equal([first, second]);
  });

  it("says so when the function is no function of tensors", async () => {
    const f = compile((async (x: Tensor) => x) as never) as unknown as (
      x: number[],
    ) => Promise<unknown>;
    expect(String(await f([1]).catch((e: unknown) => e))).to.include("must be synchronous");
  });
});

describe("grad", () => {
  before(async () => setDefaultBackend(await backend.open({})));
  after(() => setDefaultBackend(undefined));

  it("gives gradients of gradients", async () => {
    const x = tensor(2);
    const third = grad(grad(grad(x.power(4), x), x), x);
    expect(await third.item()).to.be.closeTo(48, 1e-5);
  });

  it("keeps the structure of what it is taken with respect to", async () => {
    const [a, b] = [tensor([1, 2]), tensor([[3], [4]])];
    const [ga, gb] = grad(a.mul(b).sum(), [a, b]);
    expect(await ga.array()).to.deep.equal([7, 7]);
    expect(await gb.array()).to.deep.equal([[3], [3]]);
  });

  it("refuses what has no gradient, by name", async () => {
    const w = new Variable([1, 2], { name: "w" });
    const loss = w.square().sum();
    expect(() => grad(w.square(), w)).to.throw(GradientError, "expected a float scalar");
    expect(() => grad(tensor(1).mul(2), w)).to.throw(
      GradientError,
      "does not depend on Variable(w [2] float32)",
    );
    expect(await grad(tensor(1).mul(2), w, { unused: "zero" }).array()).to.deep.equal([0, 0]);
    w.assign([0, 0]);
    expect(() => grad(loss, w)).to.throw(
      GradientError,
      "was it assigned after the loss was built?",
    );
  });

  it("does not pass silently through values that let go of their history", async () => {
    const w = new Variable([1, 2], { name: "w" });
    const hidden = w.mul(3);
    await evaluate([hidden]);
    const loss = hidden.square().sum();
    expect(await grad(loss, w).array()).to.deep.equal([18, 36]);
    await evaluate([loss]);
    expect(() => grad(hidden.sum(), w)).to.throw(GradientError, "let go of its history");
    // A label that was read earlier has nothing to hide.
    const label = tensor([1, 2]).add(1);
    await evaluate([label]);
    await evaluate([label.add(1)]);
    expect(await grad(w.mul(label).sum(), w).array()).to.deep.equal([2, 3]);
    expect(() => grad(hidden.stopGradient().sum().add(w.sum()), w)).not.to.throw();
  });
});
