import { backend as onnx } from "@antler/backend-onnx";
import { backend as reference } from "@antler/backend-reference";
import { backend as tfjs } from "@antler/backend-tfjs";
import {
  type Backend,
  compile,
  type Dim,
  drawNormal,
  grad,
  type HostTensor,
  ops,
  SeedGenerator,
  symbol,
  type Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

/** A composition, its inputs' shapes with names for what is unknown, and sizes to try. */
interface Example {
  readonly shapes: readonly (readonly (number | string)[])[];
  readonly sizes: readonly Readonly<Record<string, number>>[];
  readonly build: (...inputs: Tensor[]) => Tensor;
}

const image = ["batch", "height", "width", 2];
const kernel = [3, 3, 2, 2];
const imageSizes = [
  { batch: 2, height: 5, width: 6 },
  { batch: 1, height: 6, width: 7 },
  { batch: 3, height: 8, width: 5 },
];
const sequence = ["batch", "time", 2, 4];
const sequenceSizes = [
  { batch: 2, time: 3 },
  { batch: 1, time: 6 },
];

const ofImages = (build: (x: Tensor) => Tensor): Example => ({
  shapes: [image],
  sizes: imageSizes,
  build,
});

const ofKernels = (build: (x: Tensor, kernel: Tensor) => Tensor): Example => ({
  shapes: [image, kernel],
  sizes: imageSizes,
  build: build as Example["build"],
});

const table = ["batch", "time"];
const tableSizes = [
  { batch: 3, time: 4 },
  { batch: 5, time: 3 },
  { batch: 4, time: 7 },
];

const ofTables = (build: (x: Tensor) => Tensor): Example => ({
  shapes: [table],
  sizes: tableSizes,
  build,
});

const ofPairs = (build: (x: Tensor, y: Tensor) => Tensor): Example => ({
  shapes: [table, ["batch", "features"]],
  sizes: tableSizes.map((sizes, i) => ({ ...sizes, features: 2 + i })),
  build: build as Example["build"],
});

/** Functions of shapes and indices. */
const moves: Readonly<Record<string, Example>> = {
  concatenate: ofPairs((x, y) => ops.concatenate([x, y, x], 1)),
  diag: ofTables((x) => ops.diag(x.at(":", 0))),
  diagonal: ofTables((x) => ops.diagonal(ops.matmul(x, ops.transpose(x)))),
  diff: ofTables((x) => ops.diff(x, 0)),
  einsum: ofPairs((x, y) => ops.einsum("bt,bf,cf->tcf", x, y, y)),
  eye: ofTables((x) => ops.multiply(x, ops.eye(x.shape[0] ?? 1, { M: x.shape[1], k: 1 }))),
  gatherNd: ofTables((x) =>
    ops.gatherNd(x, [
      [0, -1],
      [-2, 1],
    ]),
  ),
  getItem: ofTables((x) => x.at("1:", null, "::-1")),
  "getItem from the end": ofTables((x) => ops.multiply(x.at("-2:"), x.at(-1))),
  "getItem, integers": ofTables((x) => x.at([0, -1], [[1], [-2]])),
  kron: ofPairs((x, y) => ops.kron(x, y)),
  "pad, reflect": ofTables((x) => ops.pad(x, 2, { mode: "reflect" })),
  "pad, wrap": ofTables((x) => ops.pad(x, [[1, 2]], { mode: "wrap" })),
  rearrange: ofTables((x) => ops.rearrange(x, "b t -> (t b)")),
  repeat: ofTables((x) => ops.repeat(x, 3, 0)),
  roll: ofTables((x) => ops.roll(x, [8, -2], [0, 1])),
  scatterUpdate: ofTables((x) =>
    ops.scatterUpdate(x, [[-1], [0]], ops.multiply(x.at(":2"), 3), { reduction: "max" }),
  ),
  setSubtensor: ofTables((x) => ops.setSubtensor(x, ["1:", -1], 2)),
  sliceUpdate: ofTables((x) => ops.sliceUpdate(x, [1, 1], ops.multiply(x.at(":2", ":2"), 2))),
  take: ofTables((x) => ops.take(x, [[-1, 0]], 1)),
  takeAlongAxis: ofTables((x) => ops.takeAlongAxis(x, ops.argsort(x, 0), 0)),
  tensordot: ofPairs((x, y) => ops.tensordot(x, y, [[0], [0]])),
  tile: ofTables((x) => ops.tile(x, [2, 1, 3])),
  tril: ofTables((x) => ops.tril(x, { k: -1 })),
};

const examples: Readonly<Record<string, Example>> = {
  ...moves,
  conv: ofKernels((x, w) => ops.conv(x, w, { strides: 2, padding: "same" })),
  "conv, stride 3 and dilation": ofKernels((x, w) =>
    ops.conv(x, w, { strides: [3, 1], padding: "same", dilationRate: [2, 1] }),
  ),
  convTranspose: ofKernels((x, w) =>
    ops.convTranspose(x, w, { strides: 2, padding: "same", outputPadding: 1 }),
  ),
  depthwiseConv: ofKernels((x, w) => ops.depthwiseConv(x, w, { strides: 2, padding: "same" })),
  maxPool: ofImages((x) => ops.maxPool(x, 3, { strides: 2, padding: "same" })),
  averagePool: ofImages((x) => ops.averagePool(x, 3, { strides: 2, padding: "same" })),
  unfold: ofImages((x) => ops.unfold(ops.transpose(x, [0, 3, 1, 2]), 2, { stride: 2, padding: 1 })),
  adaptiveAveragePool: ofImages((x) => ops.adaptiveAveragePool(x, 1)),
  depthToSpace: ofImages((x) => ops.depthToSpace(ops.concatenate([x, x], -1), 2)),
  groupNormalization: ofImages((x) => ops.groupNormalization(x, 2)),
  sparsemax: ofImages((x) => ops.sparsemax(x, 1)),
  "softmax over several axes": ofImages((x) => ops.softmax(x, [1, 2])),
  batchNormalization: {
    shapes: [image, [2], [2]],
    sizes: imageSizes,
    build: (x, scale, offset) => {
      const [mean, variance] = ops.moments(x as Tensor, [0, 1, 2]);
      return ops.batchNormalization(x as Tensor, mean, variance, -1, {
        scale: scale as Tensor,
        offset: offset as Tensor,
      });
    },
  },
  layerNormalization: {
    shapes: [sequence, [2, 4], [2, 4]],
    sizes: sequenceSizes,
    build: (x, gamma, beta) =>
      ops.layerNormalization(x as Tensor, [2, 3], { gamma, beta, epsilon: 1e-3 }),
  },
  dotProductAttention: {
    shapes: [sequence, sequence, sequence],
    sizes: sequenceSizes,
    build: (q, k, v) =>
      ops.dotProductAttention(q as Tensor, k as Tensor, v as Tensor, { isCausal: true }),
  },
  ctcLoss: {
    shapes: [[2, "time", 4]],
    sizes: [{ time: 5 }, { time: 8 }],
    build: (x) =>
      ops.ctcLoss(
        [
          [1, 1, 2],
          [3, 2, 0],
        ],
        x as Tensor,
        [3, 2],
        [5, 4],
      ),
  },
};

const generator = new SeedGenerator(1);

function draw(
  shape: readonly (number | string)[],
  sizes: Readonly<Record<string, number>>,
): Tensor {
  const known = shape.map((dim) => (typeof dim === "string" ? (sizes[dim] as number) : dim));
  const count = known.reduce((a, b) => a * b, 1);
  return tensor(drawNormal(generator, count), { shape: known });
}

const symbolic = (shape: readonly (number | string)[]): Dim[] =>
  shape.map((dim) => (typeof dim === "string" ? symbol(dim) : dim));

for (const [factory, device] of [
  [reference, "cpu"],
  [onnx, "cpu"],
  [tfjs, "wasm"],
] as const) {
  describe(`values and gradients with unknown sizes on ${factory.name}`, () => {
    let oracle: Backend;
    let candidate: Backend;
    before(async () => {
      oracle = await reference.open({});
      candidate = await factory.open({ device });
    });
    after(() => candidate.close());

    for (const [name, { shapes, sizes, build }] of Object.entries(examples)) {
      it(name, async () => {
        const all = (...inputs: Tensor[]): Tensor[] => {
          const y = build(...inputs);
          return [y, ...grad(ops.sum(ops.multiply(y, y)), inputs)];
        };
        const inputs = shapes.map((shape) => ({
          shape: symbolic(shape),
          dtype: "float32" as const,
        }));
        const dynamic = compile(all, { backend: candidate, inputs });
        const known = compile(all, { backend: oracle });
        for (const size of sizes) {
          const values = shapes.map((shape) => draw(shape, size));
          const expected = await known(...values);
          (await dynamic(...values)).forEach((result, i) => {
            const [a, e] = [result, expected[i]].map((t) => t?.value as HostTensor);
            expect(a?.shape).to.deep.equal(e?.shape);
            const off = Array.from(a?.data ?? [], (value, j) => {
              const reference = e?.data[j] ?? 0;
              return Math.abs(value - reference) / (1 + Math.abs(reference));
            });
            expect(Math.max(...off), `result ${i} of ${JSON.stringify(size)}`).to.be.below(2e-5);
          });
        }
        await Promise.all([dynamic.close(), known.close()]);
      });
    }
  });
}
