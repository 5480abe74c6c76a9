import { backend } from "@antler/backend-reference";
import {
  compile,
  fromHost,
  grad,
  type HostTensor,
  ops,
  setFloatx,
  type Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

const reference = await backend.open({});

/** Values and gradients of Σ f(x) wᵢ in float64. */
async function both(f: (x: Tensor) => Tensor, x: HostTensor): Promise<[number, number[]]> {
  const run = compile(
    (value: Tensor) => {
      const flat = ops.reshape(f(value), [-1]);
      const weights = ops.add(ops.iota(flat.shape[0] ?? 1, "float64"), 1);
      const loss = ops.sum(ops.multiply(flat, weights));
      return [loss, grad(loss, value, { unused: "zero" })] as const;
    },
    { backend: reference },
  );
  const [loss, gradient] = await run(fromHost(x));
  await run.close();
  return [await loss.item(), [...(await gradient.data())]];
}

function float64(shape: readonly number[], from: number, to: number): HostTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const step = (to - from) / size;
  // Spread out, in an order that is neither rising nor falling.
  const data = Float64Array.from(
    { length: size },
    (_, i) => from + step * (((i * 7) % size) + 0.4),
  );
  return { dtype: "float64", shape, data };
}

/** Functions that are smooth between −0.9 and 0.9 where no two elements are equal. */
const smooth: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  average: (x) => ops.average(x, 1, { weights: [1, 2, 3, 4, 5] }),
  cumprod: (x) => ops.cumprod(x, 1),
  cumsum: (x) => ops.cumsum(x),
  hypot: (x) => ops.hypot(x, ops.flip(x, 1)),
  i0: ops.i0,
  logaddexp: (x) => ops.logaddexp(x, ops.multiply(x, 2)),
  logaddexp2: (x) => ops.logaddexp2(x, 0.3),
  logsumexp: (x) => ops.logsumexp(x, 0),
  median: (x) => ops.median(x, 1),
  nanmean: (x) => ops.nanmean(x, 0),
  nanstd: (x) => ops.nanstd(x, 1),
  nanvar: (x) => ops.nanvar(x, 1, { keepdims: true }),
  prod: (x) => ops.prod(x, 0),
  ptp: (x) => ops.ptp(x, 1),
  quantile: (x) => ops.quantile(x, [0.2, 0.7], 1),
  sinc: ops.sinc,
  sort: (x) => ops.sort(x, 0),
  std: (x) => ops.std(x, 0),
  topK: (x) => ops.topK(x, 2)[0],
  variance: (x) => ops.variance(x),
};

describe("gradients of numpy functions, against finite differences", () => {
  before(() => setFloatx("float64"));
  after(() => setFloatx("float32"));

  for (const [name, f] of Object.entries(smooth)) {
    it(name, async () => {
      const x = float64([3, 5], -0.9, 0.9);
      const [, gradient] = await both(f, x);
      for (const [i, slope] of gradient.entries()) {
        const moved = async (by: number): Promise<number> => {
          const data = Float64Array.from(x.data);
          data[i] = (data[i] as number) + by;
          return (await both(f, { ...x, data }))[0];
        };
        const quotient = ((await moved(1e-5)) - (await moved(-1e-5))) / 2e-5;
        expect(slope, `element ${i}`).to.be.closeTo(quotient, 1e-7 * (1 + Math.abs(quotient)));
      }
    });
  }
});

describe("gradients of numpy functions", () => {
  const slopes = async (f: (x: Tensor) => Tensor, at: readonly number[]): Promise<number[]> => {
    const x = tensor([...at]);
    const run = compile((value: Tensor) => grad(ops.sum(f(value)), value, { unused: "zero" }), {
      backend: reference,
    });
    const result = [...(await (await run(x)).data())];
    await run.close();
    return result;
  };

  it("are PyTorch's at kinks", async () => {
    expect(await slopes((x) => ops.clip(x, -1, 1), [-2, -1, 0, 1, 2])).to.deep.equal([
      0, 1, 1, 1, 0,
    ]);
    expect(await slopes((x) => ops.max(x), [1, 3, 3])).to.deep.equal([0, 0.5, 0.5]);
    expect(await slopes((x) => ops.fmax(x, 1), [0, 1, Number.NaN])).to.deep.equal([0, 1, 0]);
    expect(await slopes((x) => ops.fmod(x, 2), [-3, 0, 3])).to.deep.equal([1, 1, 1]);
    expect(await slopes((x) => ops.std(x), [2, 2, 2])).to.deep.equal([0, 0, 0]);
    expect(await slopes((x) => ops.power(x, 0), [0, 2])).to.deep.equal([0, 0]);
    expect(await slopes((x) => ops.power(2, x), [0])).to.deep.equal([Math.fround(Math.LN2)]);
    expect(await slopes(ops.sinc, [0])).to.deep.equal([0]);
    expect(await slopes(ops.nanToNum, [Number.NaN, 1, Infinity])).to.deep.equal([0, 1, 0]);
    expect(await slopes((x) => ops.nansum(x), [Number.NaN, 1])).to.deep.equal([0, 1]);
    expect(await slopes((x) => ops.divideNoNan(1, x), [0, 2])).to.deep.equal([0, -0.25]);
    expect(await slopes((x) => ops.logaddexp(x, x), [-Infinity, 0])).to.deep.equal([1, 1]);
  });

  it("of products are right beside zeros", async () => {
    expect(await slopes((x) => ops.prod(x), [2, 0, 3])).to.deep.equal([0, 6, 0]);
    expect(await slopes((x) => ops.prod(x), [2, 0, 0])).to.deep.equal([0, 0, 0]);
    expect(await slopes((x) => ops.cumprod(x), [2, 0, 3])).to.deep.equal([1, 8, 0]);
  });

  it("of gradients of products are right beside zeros", async () => {
    // ∂²(xyz) at (2, 0, 0): only ∂y∂z is not 0, it is x.
    const x = tensor([2, 0, 0]);
    const run = compile(
      (value: Tensor) => {
        const first = grad(ops.prod(value), value);
        return grad(ops.sum(ops.multiply(first, [1, 10, 100])), value);
      },
      { backend: reference },
    );
    expect([...(await (await run(x)).data())]).to.deep.equal([0, 200, 20]);
    await run.close();
  });
});
