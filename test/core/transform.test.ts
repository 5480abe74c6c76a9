import { backend as reference } from "@antler/backend-reference";
import {
  ArgumentError,
  checkpoint,
  compile,
  customGradient,
  grad,
  hessian,
  jacobian,
  jvp,
  ops,
  printGraph,
  ShapeError,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  vmap,
} from "@antler/core";
import { expect } from "chai";

const backend = await reference.open({});

const arrays = async (build: () => Tensor[]): Promise<unknown[]> =>
  Promise.all((await compile(build, { backend })()).map((result) => result.array()));

async function expectSame(received: () => Tensor[], expected: () => Tensor[]): Promise<void> {
  const [a, b] = [await compile(received, { backend })(), await compile(expected, { backend })()];
  for (const [i, value] of b.entries()) {
    expect(a[i]?.shape).to.deep.equal(value.shape);
    const data = await (a[i] as Tensor).data();
    (await value.data()).forEach((x, k) => {
      expect(data[k], `result ${i}, element ${k}`).to.be.closeTo(x, 1e-5 * (1 + Math.abs(x)));
    });
  }
}

const matrix = tensor([
  [0.3, -1.2, 0.5],
  [1.1, 0.4, -0.7],
]);
const batch = tensor([
  [1, 2, 3],
  [-1, 0.5, 0.25],
  [0, 1, -2],
  [4, -3, 2],
]);

/** What vmap replaces. */
const loop = (f: (x: Tensor) => Tensor, xs: Tensor): Tensor =>
  ops.stack(Array.from({ length: xs.shape[0] as number }, (_, i) => f(ops.gather(xs, i, 0))));

describe("vmap", () => {
  const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
    "element-wise ops and broadcasting": (x) => x.multiply(2).add(matrix).tanh(),
    "products with what is not mapped": (x) => ops.matmul(matrix, x.reshape([3, 1])).reshape([2]),
    reductions: (x) => ops.softmax(x).multiply(x.sum()).max(),
    "shapes and slices": (x) => ops.concatenate([ops.flip(x), ops.pad(x, [[1, 0]])], 0),
    "ops without a rule, slice by slice": (x) => ops.argsort(x),
    "indices that differ from slice to slice": (x) =>
      ops.concatenate([
        ops.gather(matrix, ops.argmax(x).mod(2), 0),
        ops.take(x, ops.argsort(x)),
        x.at([0, 2]),
        ops.takeAlongAxis(x, ops.argsort(x), 0),
        ops.gather(ops.outer(x, x), ops.argsort(x), 1).at(1),
      ]),
    "scattering, and its gradients": (x) => {
      const order = ops.expandDims(ops.argsort(x), 1);
      const twice = ops.scatterUpdate(ops.outer(x, x), order, ops.outer(x, [1, 2, 3]));
      const most = ops.scatterUpdate(x, [[1], [1]], x.at("1:"), { reduction: "max" });
      const sums = ops.scatter(order, ops.outer(x, x), [4, 3]);
      const total = ops.concatenate([twice, ops.expandDims(most, 0), sums], 0);
      return grad(ops.square(total).sum(), x);
    },
    "loops inside": (x) =>
      ops.scan((c: Tensor, s: Tensor) => [c.multiply(0.5).add(s), c] as const, tensor(1), x)[1],
    gradients: (x) => grad(ops.square(ops.matmul(matrix, x.reshape([3, 1]))).sum(), x),
  };
  for (const [name, f] of Object.entries(functions)) {
    it(`gives what the loop gives: ${name}`, () =>
      expectSame(
        () => [vmap(f)(batch)],
        () => [loop(f, batch)],
      ));
  }

  it("maps over the axes that it is told, and puts the new one where it is told", () =>
    expectSame(
      () => [
        vmap((a: Tensor, b: Tensor) => a.multiply(b), { inAxes: [1, null], outAxis: 1 })(
          matrix,
          tensor([1, 2]),
        ),
      ],
      () => [matrix.multiply(tensor([[1], [2]]))],
    ));

  it("nests", () =>
    expectSame(
      () => [vmap((a: Tensor) => vmap((b: Tensor) => a.multiply(b).sum())(batch))(batch)],
      () => [ops.matmul(batch, ops.transpose(batch))],
    ));

  it("refuses arguments that differ in size, and none at all", () => {
    expect(() => vmap((a: Tensor, b: Tensor) => a.add(b))(batch, matrix)).to.throw(
      ShapeError,
      /the mapped axes differ in size. Expected 4/,
    );
    expect(() => vmap((a: Tensor) => a, { inAxes: null })(batch)).to.throw(
      ArgumentError,
      /no argument is mapped over/,
    );
  });

  it("is vectorizedMap and vectorize of Keras", async () => {
    const [sums, pairs] = await arrays(() => [
      ops.vectorizedMap((x) => (x as Tensor).sum(), matrix),
      ops.vectorize((a, b) => ops.sum(ops.multiply(a as Tensor, b as Tensor)), {
        signature: "(n),(n)->()",
      })(ops.expandDims(matrix, 1), batch),
    ]);
    expect((sums as number[]).map((x) => Math.fround(x).toFixed(4))).to.deep.equal([
      "-0.4000",
      "0.8000",
    ]);
    expect(pairs).to.have.length(2);
    expect((pairs as number[][])[0]).to.have.length(4);
    expect(() => ops.vectorize((a) => a as Tensor, { signature: "(n),(n)->()" })(matrix)).to.throw(
      ArgumentError,
      /the signature does not fit/,
    );
  });
});

describe("derivatives of functions", () => {
  const f = (x: Tensor): Tensor =>
    ops.stack([x.square().sum(), ops.sin(x).multiply(x.flip()).sum()]);
  const x = tensor([0.5, -1, 2]);

  it("valueAndGrad gives both", async () => {
    const run = () => {
      const [value, [a, b]] = valueAndGrad((u: Tensor, v: Tensor) => u.multiply(v).sum())(
        x,
        tensor([1, 2, 3]),
      );
      return [value, a, b];
    };
    expect(await arrays(run)).to.deep.equal([4.5, [1, 2, 3], [0.5, -1, 2]]);
  });

  it("vjp and jvp are the products with the Jacobian", () =>
    expectSame(
      () => {
        const [, pullback] = vjp(f, x);
        const [left] = pullback(tensor([2, -1]));
        const [, right] = jvp(f, [x], [tensor([1, 0.5, -1])]);
        return [left, right];
      },
      () => {
        const j = jacobian(f)(x);
        return [
          ops.matmul(tensor([[2, -1]]), j).reshape([3]),
          ops.matmul(j, tensor([[1], [0.5], [-1]])).reshape([2]),
        ];
      },
    ));

  it("jacobian is a gradient for each element", () =>
    expectSame(
      () => [jacobian(f)(x)],
      () => {
        const y = f(x);
        return [ops.stack([0, 1].map((i) => grad(ops.gather(y, i, 0), x)))];
      },
    ));

  it("hessian is right where it is known", async () => {
    const cubic = (v: Tensor) => v.multiply(v).multiply(v).sum().add(v.sum().square());
    const [h] = await arrays(() => [hessian(cubic)(x)]);
    expect(h).to.deep.equal([
      [5, 2, 2],
      [2, -4, 2],
      [2, 2, 14],
    ]);
  });

  it("say what does not fit", () => {
    expect(() => jvp(f, [x], [tensor([1])])).to.throw(
      ShapeError,
      /jvp: tangent 0 has another shape. Expected \[3\]/,
    );
    const [, pullback] = vjp(f, x);
    expect(() => pullback(tensor([1, 2, 3]))).to.throw(ShapeError, /vjp: cotangent 0/);
  });
});

describe("gradients by the user", () => {
  it("customGradient replaces the gradient of what is inside", async () => {
    const clipped = customGradient(
      (x: Tensor) => [x.square(), (g: Tensor) => ops.clip(g, -1, 1)] as const,
    );
    const run = () => {
      const x = tensor([1, 2, 3]);
      const y = clipped(x);
      return [y, grad(y.multiply(tensor([5, -3, 0.5])).sum(), x)];
    };
    expect(await arrays(run)).to.deep.equal([
      [1, 4, 9],
      [1, -1, 0.5],
    ]);
    const wrong = customGradient((x: Tensor) => [x, () => tensor([1])] as const);
    const x = tensor([1, 2]);
    expect(() => grad(wrong(x).sum(), x)).to.throw(
      ShapeError,
      /customGradient: gradient 0 has another shape/,
    );
  });

  it("checkpoint computes again instead of keeping", async () => {
    const block = (x: Tensor): Tensor => ops.sin(ops.exp(x)).multiply(x);
    const results = (f: (x: Tensor) => Tensor) => () => {
      const x = tensor([0.5, 1]);
      return [grad(f(f(x)).sum(), x)];
    };
    await expectSame(results(checkpoint(block)), results(block));
    const count = (f: (x: Tensor) => Tensor) => printGraph(results(f)()).split(" exp(").length - 1;
    expect(count(checkpoint(block))).to.be.greaterThan(count(block));
  });
});
