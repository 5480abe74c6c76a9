import { backend as reference } from "@antler/backend-reference";
import {
  ArgumentError,
  compile,
  evaluate,
  GradientError,
  grad,
  ops,
  ShapeError,
  type Tensor,
  tensor,
  Variable,
} from "@antler/core";
import { expect } from "chai";

const backend = await reference.open({});

const values = async (results: readonly Pick<Tensor, "data">[]): Promise<number[][]> =>
  Promise.all(results.map(async (result) => [...(await result.data())]));

/** Evaluated on the reference backend. */
const stored = (x: Tensor): Pick<Tensor, "data"> => ({
  data: async () => (await evaluate([x], { backend }))[0]?.data as never,
});

async function expectSame(
  build: (...inputs: Tensor[]) => Tensor[],
  other: (...inputs: Tensor[]) => Tensor[],
  ...inputs: Tensor[]
): Promise<void> {
  const [a, b] = [
    await values(await compile(build, { backend })(...inputs)),
    await values(await compile(other, { backend })(...inputs)),
  ];
  b.forEach((expected, i) => {
    expected.forEach((value, k) => {
      expect(a[i]?.[k], `result ${i}, element ${k}`).to.be.closeTo(
        value,
        1e-5 * (1 + Math.abs(value)),
      );
    });
  });
}

const xs = tensor([
  [0.1, 0.5],
  [-0.3, 0.2],
  [0.7, -0.9],
]);
const w = tensor([
  [0.4, -0.2],
  [0.3, 0.8],
]);
const start = tensor([0.2, -0.1]);

const rnn =
  (unroll: boolean, reverse = false) =>
  (x: Tensor, kernel: Tensor, h0: Tensor) => {
    const [state, ys] = ops.scan(
      ({ h, count }: { h: Tensor; count: Tensor }, slice: Tensor) => {
        const row = ops.expandDims(h, 0).matmul(kernel).reshape([2]);
        const next = ops.tanh(row.add(slice)).multiply(count);
        return [
          { h: next, count: count.add(1) },
          { next, twice: next.multiply(2) },
        ] as const;
      },
      { h: h0, count: 1 },
      x,
      { unroll, reverse },
    );
    const loss = ops.square(ys.twice).sum().add(state.h.sum());
    return [state.h, state.count, ys.next, ys.twice, ...grad(loss, [x, kernel, h0])];
  };

describe("scan", () => {
  it("gives what an ordinary loop gives, values and gradients", async () => {
    await expectSame(rnn(false), rnn(true), xs, w, start);
    await expectSame(rnn(false, true), rnn(true, true), xs, w, start);
  });

  it("has second derivatives", async () => {
    const second = (unroll: boolean) => (x: Tensor, kernel: Tensor, h0: Tensor) => {
      const first = rnn(unroll)(x, kernel, h0).slice(4);
      const total = first.map((g) => ops.square(g).sum()).reduce((a, b) => a.add(b));
      return grad(total, [x, kernel, h0]);
    };
    await expectSame(second(false), second(true), xs, w, start);
  });

  it("has gradients by small tensors and variables that a step reads first", async () => {
    const factor = new Variable([2, 3]);
    const shift = tensor([1, -1]);
    const step = (h: Tensor, x: Tensor) => {
      const next = h
        .multiply(factor)
        .add(x)
        .add(shift)
        .multiply(tensor([0.5, 0.25]));
      return [next, next] as const;
    };
    const slopes = (unroll: boolean): Tensor[] => {
      const [last] = ops.scan(step, start, xs, { unroll });
      return grad(ops.sum(ops.square(last as Tensor)), [factor, shift]);
    };
    const looped = await values(slopes(false).map(stored));
    const unrolled = await values(slopes(true).map(stored));
    looped.flat().forEach((value, i) => {
      expect(value).to.be.closeTo(unrolled.flat()[i] as number, 1e-5);
    });
  });

  it("works inside another scan, with values from around both", async () => {
    const nested = (unroll: boolean) => (x: Tensor, kernel: Tensor) => {
      const [, rows] = ops.scan(
        (carry: Tensor, row: Tensor) => {
          const [sum] = ops.scan(
            (inner: Tensor, element: Tensor) =>
              [inner.multiply(0.5).add(element.multiply(kernel.sum())).add(carry), null] as const,
            tensor(0),
            row,
            { unroll },
          );
          return [sum, sum] as const;
        },
        tensor(0),
        x,
        { unroll },
      );
      return [rows, ...grad(ops.square(rows).sum(), [x, kernel])];
    };
    await expectSame(nested(false), nested(true), xs, w);
  });

  it("serves every length and batch when sizes are symbols", async () => {
    const sums = compile(
      (x: Tensor) =>
        ops.scan((c: Tensor, s: Tensor) => [c.add(s), c] as const, ops.zeros([x.shape[1] ?? 1]), x),
      {
        backend,
        inputs: [{ shape: ["time", "batch"], dtype: "float32" }],
      },
    );
    const [total, before] = await sums(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    expect(await total.array()).to.deep.equal([5, 7, 9]);
    expect(await before.array()).to.deep.equal([
      [0, 0, 0],
      [1, 2, 3],
    ]);
    expect(await (await sums(tensor([[1], [2], [3]])))[0].array()).to.deep.equal([6]);
    expect(sums.compilations).to.equal(1);
  });

  it("counts steps by `length` without sequences, and none at all", async () => {
    const double = (c: Tensor) => [c.multiply(2), c] as const;
    const [last, all] = ops.scan(double, tensor(1), null, { length: 4 });
    expect(await (await compile(() => [last, all], { backend })())[0]?.item()).to.equal(16);
    const [same] = ops.scan(double, tensor(3), null, { length: 0 });
    expect(await (await compile(() => same, { backend })()).item()).to.equal(3);
  });

  it("says what is wrong with a step", () => {
    const widen = () => ops.scan((c: Tensor) => [ops.stack([c, c]), null] as const, tensor(1), xs);
    expect(widen).to.throw(
      ShapeError,
      /scan: a step changes what it carries. Expected \[\] float32/,
    );
    const drop = () =>
      ops.scan((c: Tensor[]) => [[c[0]], null] as const, [tensor(1), tensor(2)], xs);
    expect(drop).to.throw(ArgumentError, /Expected 2 tensors again, received 1/);
    const unknown = () => ops.scan((c: Tensor) => [c, null] as const, tensor(1));
    expect(unknown).to.throw(ArgumentError, /the number of steps is unknown/);
    const odd = () => ops.scan((c: Tensor) => [c, null] as const, tensor(1), [xs, w]);
    expect(odd).to.throw(ShapeError, /sequences differ in length/);
  });
});

describe("cond, whileLoop and their like", () => {
  it("compute one branch, and its gradient alone", async () => {
    const build = (x: Tensor) => {
      const y = ops.cond(
        ops.less(x.sum(), 0),
        () => ops.sqrt(x.negative()),
        () => x.multiply(3),
      );
      return [y, grad(y.sum(), x)];
    };
    const run = compile(build, { backend });
    expect(await values(await run(tensor([1, 2])))).to.deep.equal([
      [3, 6],
      [3, 3],
    ]);
    expect(await values(await run(tensor([-4, -1])))).to.deep.equal([
      [2, 1],
      [-0.25, -0.5],
    ]);
  });

  it("refuse branches that differ", () => {
    const differ = () =>
      ops.cond(
        ops.less(xs.sum(), 0),
        () => xs,
        () => w,
      );
    expect(differ).to.throw(
      ShapeError,
      /cond: the branches differ in result 0. Expected the same shape/,
    );
  });

  it("repeat until the condition ends, with a gradient where the length is bounded", async () => {
    const loop = (maximumIterations: number | null) => (x: Tensor) => {
      const [count, y] = ops.whileLoop(
        (_, v) => ops.less((v as Tensor).sum(), 50),
        (i, v) => [(i as Tensor).add(1), (v as Tensor).multiply(x)],
        [tensor(0), x] as const,
        { maximumIterations },
      );
      return [count, y, ...(maximumIterations === null ? [] : [grad(y.sum(), x)])];
    };
    const x = tensor([2, 3]);
    expect(await values(await compile(loop(null), { backend })(x))).to.deep.equal([[3], [16, 81]]);
    // y = x⁴
    expect(await values(await compile(loop(10), { backend })(x))).to.deep.equal([
      [3],
      [16, 81],
      [32, 108],
    ]);
    const unbounded = () => grad((loop(null)(x)[1] as Tensor).sum(), x);
    expect(unbounded).to.throw(GradientError, /Give the option maximumIterations, or use scan/);
  });

  it("foriLoop, map, switch and associativeScan follow", async () => {
    const run = async (build: (x: Tensor) => Tensor) =>
      (await compile(build, { backend })(tensor([1, 2, 3]))).array();
    expect(await run((x) => ops.foriLoop(1, 4, (i, v) => (v as Tensor).add(i), x))).to.deep.equal([
      7, 8, 9,
    ]);
    const end = (x: Tensor) => ops.cast(x.sum(), "int32");
    expect(
      await run((x) => ops.foriLoop(0, end(x), (_, v) => (v as Tensor).add(1), x)),
    ).to.deep.equal([7, 8, 9]);
    expect(await run((x) => ops.map((v) => (v as Tensor).multiply(2), x))).to.deep.equal([2, 4, 6]);
    const branches = [1, 10, 100].map((k) => (v: Tensor) => v.multiply(k));
    expect(await run((x) => ops.switch(tensor(1), branches, x))).to.deep.equal([10, 20, 30]);
    expect(await run((x) => ops.switch(tensor(7), branches, x))).to.deep.equal([100, 200, 300]);
    const sum = (a: Tensor, b: Tensor) => a.add(b);
    expect(await run((x) => ops.associativeScan(sum, x))).to.deep.equal([1, 3, 6]);
    expect(await run((x) => ops.associativeScan(sum, x, { reverse: true }))).to.deep.equal([
      6, 5, 3,
    ]);
  });
});
