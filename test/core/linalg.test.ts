import { backend as reference } from "@antler/backend-reference";
import {
  BackendError,
  compile,
  GradientError,
  grad,
  ops,
  ShapeError,
  type Tensor,
  tensor,
  withWideDTypes,
} from "@antler/core";
import { expect } from "chai";
import * as math from "mathjs";

const backend = await reference.open({});

const given = [
  [2.1, -0.4, 0.7],
  [0.3, 1.6, -0.9],
  [-0.5, 0.8, 1.9],
];
const wide = (values: number[][]): Tensor => tensor(values, { dtype: "float64" });

/** Symmetric positive definite. */
const square = (m: Tensor): Tensor =>
  ops.add(ops.matmul(m, ops.transpose(m)), ops.eye(3, { dtype: "float64" }));

async function run(build: (x: Tensor) => Tensor, values: number[][] = given): Promise<unknown> {
  const compiled = compile((x: Tensor) => withWideDTypes(() => build(x)), { backend });
  return (await compiled(wide(values))).array();
}

function expectNear(received: unknown, expected: unknown, within = 1e-9): void {
  const [a, b] = [[received].flat(9) as number[], [expected].flat(9) as number[]];
  expect(a).to.have.length(b.length);
  a.forEach((value, i) => {
    expect(value, `element ${i}`).to.be.closeTo(
      b[i] as number,
      within * (1 + Math.abs(b[i] as number)),
    );
  });
}

/** Weights that no two elements share, so that nothing cancels. */
const weighted = (y: Tensor): Tensor => {
  const size = y.shape.reduce<number>((product, dim) => product * (dim as number), 1);
  const weights = Float64Array.from({ length: size }, (_, i) => Math.sin(3 * i + 1));
  return ops.sum(ops.multiply(y, tensor(weights, { shape: y.shape as number[] })));
};

describe("linear algebra", () => {
  it("agrees with mathjs", async () => {
    expectNear(await run(ops.inv), math.inv(given));
    expectNear(await run(ops.det), math.det(given));
    expectNear(
      await run(ops.linalg.expm),
      (math.expm(given as never) as unknown as { toArray(): number[][] }).toArray(),
      1e-8,
    );
    expectNear(await run(ops.pinv), math.pinv(given), 1e-6);
    expectNear(
      await run((x) => ops.solve(x, ops.take(x, 0, 0))),
      (math.lusolve(given, given[0] as number[]) as unknown as number[][]).flat(),
    );
    const symmetric = math.multiply(given, math.transpose(given));
    const { values } = math.eigs(math.matrix(symmetric as never)) as unknown as {
      values: { toArray(): number[] };
    };
    expectNear(
      await run((x) => ops.eigh(ops.matmul(x, ops.transpose(x)))[0]),
      values.toArray(),
      1e-8,
    );
  });

  const rebuilt: Readonly<Record<string, (x: Tensor) => Tensor>> = {
    cholesky: (x) => {
      const l = ops.cholesky(square(x));
      return ops.subtract(ops.matmul(l, ops.transpose(l)), square(x));
    },
    qr: (x) => {
      const [q, r] = ops.qr(x);
      return ops.subtract(ops.matmul(q, r), x);
    },
    "qr, complete, of a tall matrix": (x) => {
      const tall = ops.stridedSlice(x, [0, 0], [3, 2]);
      const [q, r] = ops.qr(tall, { mode: "complete" });
      return ops.concatenate(
        [
          ops.subtract(ops.matmul(q, r), tall),
          ops.subtract(ops.matmul(ops.transpose(q), q), ops.eye(3)),
        ],
        1,
      );
    },
    "svd, full, of a wide matrix": (x) => {
      const broad = ops.stridedSlice(x, [0, 0], [2, 3]);
      const [u, s, vt] = ops.svd(broad);
      const first = ops.stridedSlice(vt, [0, 0], [2, 3]);
      return ops.concatenate(
        [
          ops.subtract(ops.matmul(ops.multiply(u, s), first), broad),
          ops.subtract(ops.matmul(vt, ops.transpose(vt)), ops.eye(3)),
        ],
        0,
      );
    },
    eigh: (x) => {
      const [w, v] = ops.eigh(square(x));
      return ops.subtract(ops.matmul(ops.multiply(v, w), ops.transpose(v)), square(x));
    },
    eig: (x) => {
      const [[wr, wi], [vr, vi]] = ops.eig(x);
      const real = ops.subtract(
        ops.matmul(x, vr),
        ops.subtract(ops.multiply(vr, wr), ops.multiply(vi, wi)),
      );
      const imaginary = ops.subtract(
        ops.matmul(x, vi),
        ops.add(ops.multiply(vr, wi), ops.multiply(vi, wr)),
      );
      return ops.add(ops.abs(real), ops.abs(imaginary));
    },
  };
  for (const [name, difference] of Object.entries(rebuilt)) {
    it(`gives the matrix back: ${name}`, async () => {
      const rest = [await run(difference)].flat(9) as number[];
      for (const value of rest) expect(Math.abs(value)).to.be.below(1e-10);
    });
  }

  const differentiable: Readonly<Record<string, (x: Tensor) => Tensor>> = {
    inv: ops.inv,
    det: ops.det,
    logdet: ops.logdet,
    solve: (x) => ops.solve(x, ops.multiply(x, x)),
    solveTriangular: (x) => ops.solveTriangular(x, ops.multiply(x, 2), { lower: true }),
    cholesky: (x) => ops.cholesky(square(x)),
    "cholesky, upper": (x) => ops.cholesky(square(x), { upper: true }),
    qr: (x) => ops.concatenate([...ops.qr(x)], 0),
    "qr of a tall matrix": (x) =>
      ops.concatenate([...ops.qr(ops.stridedSlice(x, [0, 0], [3, 2]))], 0),
    eigh: (x) => {
      const [w, v] = ops.eigh(square(x));
      return ops.concatenate([ops.expandDims(w, 0), ops.square(v)], 0);
    },
    svd: (x) => {
      const [u, s, vt] = ops.svd(x);
      return ops.concatenate([ops.square(u), ops.expandDims(s, 0), ops.square(vt)], 0);
    },
    "svd of a wide matrix": (x) => {
      const [u, s, vt] = ops.svd(ops.stridedSlice(x, [0, 0], [2, 3]), { fullMatrices: false });
      return ops.add(
        ops.sum(ops.square(vt).multiply(ops.take(x, 2, 0))),
        weighted(ops.concatenate([ops.square(u), ops.expandDims(s, 0)], 0)),
      );
    },
    pinv: (x) => ops.pinv(ops.stridedSlice(x, [0, 0], [3, 2])),
    lstsq: (x) => ops.lstsq(ops.stridedSlice(x, [0, 0], [3, 2]), ops.take(x, 2, 1)),
    expm: ops.linalg.expm,
    "norm, nuclear": (x) => ops.norm(x, { ord: "nuc", axis: [0, 1] }),
    "norm, order 3": (x) => ops.norm(x, { ord: 3, axis: 0 }),
  };
  for (const [name, f] of Object.entries(differentiable)) {
    it(`has the gradient that differences show: ${name}`, async () => {
      const step = 1e-6;
      const received = (await run((x) => grad(weighted(f(x)), x))) as number[][];
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          const at = async (by: number): Promise<number> => {
            const moved = given.map((row, r) =>
              row.map((v, c) => (r === i && c === j ? v + by : v)),
            );
            return (await run((x) => weighted(f(x)), moved)) as number;
          };
          const slope = ((await at(step)) - (await at(-step))) / (2 * step);
          expectNear(received[i]?.[j], slope, 2e-6);
        }
      }
    });
  }

  it("says what does not fit", async () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(() => ops.inv(x)).to.throw(
      ShapeError,
      "inv: expected square matrices [..., n, n], received [2, 3].",
    );
    expect(() => ops.qr(tensor([1, 2]))).to.throw(
      ShapeError,
      /qr: expected matrices \[..., m, n\], received \[2\]/,
    );
    expect(() => ops.solve(tensor([[1]]), x)).to.throw(
      ShapeError,
      /solve: the right-hand side does not fit. Expected 1 rows/,
    );
    expect(() => ops.norm(x, { ord: "fro", axis: 0 })).to.throw(
      Error,
      /norm: order fro does not exist for 1 axes/,
    );
    expect(() => grad(ops.qr(x)[0].sum(), x)).to.throw(
      GradientError,
      /qr: no gradient for \[2, 3\]/,
    );
    const failure = await compile((m: Tensor) => ops.inv(m), { backend })(
      tensor([
        [1, 2],
        [2, 4],
      ]),
    ).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(BackendError);
    expect(String(failure)).to.include("solve: matrix 0 of the batch is not invertible");
    const indefinite = await compile((m: Tensor) => ops.cholesky(m), { backend })(
      tensor([
        [1, 2],
        [2, 1],
      ]),
    ).catch((error: unknown) => error);
    expect(String(indefinite)).to.include(
      "cholesky: matrix 0 of the batch is not positive definite",
    );
  });
});
