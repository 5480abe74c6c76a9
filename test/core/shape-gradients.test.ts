import { backend } from "@antler/backend-reference";
import {
  compile,
  fromHost,
  grad,
  type HostTensor,
  ops,
  setFloatx,
  type Tensor,
} from "@antler/core";
import { expect } from "chai";

const reference = await backend.open({});

const x: HostTensor = {
  dtype: "float64",
  shape: [3, 4],
  data: Float64Array.of(0.3, -0.8, 0.5, 0.9, -0.2, 0.7, -0.6, 0.1, 0.4, -0.5, 0.8, -0.1),
};
const indices = Int32Array.of(2, 0, 2, -1);

/** Functions of a 3 × 4 matrix, smooth around `x`. */
const functions: Readonly<Record<string, (m: Tensor) => Tensor>> = {
  append: (m) => ops.append(m, ops.multiply(m, m)),
  arraySplit: (m) => ops.multiply(...(ops.arraySplit(m, 2, 1) as [Tensor, Tensor])),
  bincount: (m) => ops.bincount([0, 2, 2, 1], { weights: m.at(1) }),
  concatenate: (m) => ops.concatenate([m, ops.multiply(m, m), m], 1),
  corrcoef: ops.corrcoef,
  correlate: (m) => ops.correlate(m.at(0), m.at(1, ":3"), { mode: "full" }),
  cross: (m) => ops.cross(ops.transpose(m), ops.flip(ops.transpose(m))),
  diagonal: (m) => ops.diagonal(m, { offset: 1 }),
  diagflat: (m) => ops.multiply(ops.diagflat(m, { k: -1 }), 2),
  diff: (m) => ops.diff(m, 0, { n: 2 }),
  einsum: (m) => ops.einsum("ij,kj,ik->jk", m, ops.sin(m), ops.matmul(m, ops.transpose(m))),
  "einsum, diagonals": (m) => ops.einsum("ii,ij->j", m.at(":", ":3"), m),
  gatherNd: (m) =>
    ops.gatherNd(m, [
      [0, 1],
      [2, -1],
      [0, 1],
    ]),
  getItem: (m) => m.at("::-2", null, "1:"),
  "getItem, integers": (m) => m.at([0, 0, 2], [[1], [3]]),
  geomspace: (m) => ops.geomspace(ops.exp(m), 9, { num: 3 }),
  incSubtensor: (m) => ops.incSubtensor(m, [[1, 1]], ops.multiply(m.at("0:2"), m.at("1:"))),
  inner: (m) => ops.inner(m, m),
  kron: (m) => ops.kron(m, ops.sin(m)),
  linspace: (m) => ops.linspace(m, ops.multiply(m, m), { num: 3, axis: 1 }),
  meshgrid: (m) => ops.multiply(...(ops.meshgrid(m.at(0), m.at(1)) as [Tensor, Tensor])),
  outer: (m) => ops.outer(m, m.at(0)),
  "pad, edge": (m) => ops.pad(m, 2, { mode: "edge" }),
  "pad, linear ramp": (m) => ops.pad(m, 2, { mode: "linear_ramp" }),
  "pad, mean": (m) => ops.pad(m, 1, { mode: "mean" }),
  "pad, reflect, longer than the tensor": (m) => ops.pad(m, 5, { mode: "reflect" }),
  "pad, symmetric": (m) => ops.pad(m, 2, { mode: "symmetric" }),
  "pad, wrap": (m) => ops.pad(m, 3, { mode: "wrap" }),
  rearrange: (m) => ops.rearrange(m, "a (b c) -> (c a) b", { b: 2 }),
  repeat: (m) => ops.repeat(m, [2, 0, 1], 0),
  roll: (m) => ops.roll(m, [1, -1], [0, 1]),
  rot90: (m) => ops.rot90(m, [0, 1], { k: 3 }),
  scatter: (m) => ops.scatter([[1], [3], [1]], m, [4, 4]),
  "scatterUpdate, set": (m) => ops.scatterUpdate(m, [[1], [0], [1]], ops.multiply(m, m)),
  "scatterUpdate, add": (m) =>
    ops.scatterUpdate(m, [[1], [0], [1]], ops.multiply(m, m), { reduction: "add" }),
  "scatterUpdate, max": (m) =>
    ops.scatterUpdate(m, [[1], [0], [1]], ops.multiply(m, m), { reduction: "max" }),
  "scatterUpdate, mul": (m) =>
    ops.scatterUpdate(m, [[1], [0], [1]], ops.multiply(m, m), { reduction: "mul" }),
  segmentMin: (m) => ops.segmentMin(m, Int32Array.of(1, 0, 1)),
  segmentProd: (m) => ops.segmentProd(m, Int32Array.of(1, 0, 1), { numSegments: 2 }),
  segmentSum: (m) => ops.segmentSum(m, Int32Array.of(1, 5, 1), { numSegments: 2 }),
  setSubtensor: (m) => ops.setSubtensor(m, ["1:", "::2"], ops.multiply(m.at(0, ":2"), 3)),
  slice: (m) => ops.slice(m, [1, 1], [2, -1]),
  sliceUpdate: (m) => ops.sliceUpdate(m, [1, 0], ops.multiply(m.at(":2"), m.at(":2"))),
  take: (m) => ops.take(m, indices, 0),
  takeAlongAxis: (m) => ops.takeAlongAxis(m, ops.array([[1], [0], [-1]]), 1),
  tensordot: (m) => ops.tensordot(m, ops.sin(m), [[0], [0]]),
  tile: (m) => ops.tile(m, [2, 1, 2]),
  trace: ops.trace,
  trapezoid: (m) => ops.trapezoid(m, 1, { x: ops.cumsum(ops.exp(m), 1) }),
  tril: (m) => ops.tril(m, { k: 1 }),
  unique: (m) => ops.unique(m, null, { size: 12 }),
  unstack: (m) => ops.multiply(...(ops.unstack(m).slice(1) as [Tensor, Tensor])),
  vander: (m) => ops.vander(m.at(0)),
  vdot: (m) => ops.vdot(m, ops.sin(m)),
};

describe("gradients of functions of shapes and indices, against finite differences", () => {
  before(() => setFloatx("float64"));
  after(() => setFloatx("float32"));

  for (const [name, f] of Object.entries(functions)) {
    it(name, async () => {
      const run = compile(
        (m: Tensor) => {
          const y = f(m);
          const flat = ops.ravel(y);
          const weights = ops.add(ops.iota(flat.shape[0] ?? 1, "float64"), 1);
          const loss = ops.sum(ops.multiply(flat, weights));
          return [loss, grad(loss, m)] as const;
        },
        { backend: reference },
      );
      const at = async (data: Float64Array): Promise<readonly [Tensor, Tensor]> =>
        run(fromHost({ ...x, data }));
      const [, gradient] = await at(x.data as Float64Array);
      for (const [i, slope] of (await gradient.data()).entries()) {
        const moved = async (by: number): Promise<number> => {
          const data = Float64Array.from(x.data);
          data[i] = (data[i] as number) + by;
          return (await at(data))[0].item();
        };
        const quotient = ((await moved(1e-5)) - (await moved(-1e-5))) / 2e-5;
        expect(slope, `element ${i}`).to.be.closeTo(quotient, 1e-7 * (1 + Math.abs(quotient)));
      }
      await run.close();
    });
  }
});
