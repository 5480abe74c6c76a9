import { backend as onnx } from "@antler/backend-onnx";
import { backend as reference } from "@antler/backend-reference";
import { backend as tfjs } from "@antler/backend-tfjs";
import {
  type Backend,
  compile,
  drawUniform,
  grad,
  type HostTensor,
  ops,
  SeedGenerator,
  symbol,
  type Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

/** Functions of an image and a kernel whose windows need the image's size: [batch, height, width, 2]. */
const windows: Readonly<Record<string, (x: Tensor, kernel: Tensor) => Tensor>> = {
  conv: (x, kernel) => ops.conv(x, kernel, { strides: 2, padding: "same" }),
  "conv, stride 3 and dilation": (x, kernel) =>
    ops.conv(x, kernel, { strides: [3, 1], padding: "same", dilationRate: [2, 1] }),
  convTranspose: (x, kernel) =>
    ops.convTranspose(x, ops.transpose(kernel, [0, 1, 3, 2]), { strides: 2, padding: "same" }),
  depthwiseConv: (x, kernel) => ops.depthwiseConv(x, kernel, { strides: 2, padding: "same" }),
  maxPool: (x) => ops.maxPool(x, 3, { strides: 2, padding: "same" }),
  averagePool: (x) => ops.averagePool(x, 3, { strides: 2, padding: "same" }),
  unfold: (x) => ops.unfold(ops.transpose(x, [0, 3, 1, 2]), 2, { stride: 2, padding: 1 }),
  adaptiveAveragePool: (x) => ops.adaptiveAveragePool(x, 1),
};

const generator = new SeedGenerator(1);
const draw = (...shape: number[]): Tensor =>
  tensor(
    drawUniform(
      generator,
      shape.reduce((a, b) => a * b),
    ),
    { shape },
  );

for (const [factory, device] of [
  [reference, "cpu"],
  [onnx, "cpu"],
  [tfjs, "wasm"],
] as const) {
  describe(`windows over images of unknown size on ${factory.name}`, () => {
    let oracle: Backend;
    let candidate: Backend;
    before(async () => {
      oracle = await reference.open({});
      candidate = await factory.open({ device });
    });
    after(() => candidate.close());

    for (const [name, build] of Object.entries(windows)) {
      it(name, async () => {
        const all = (x: Tensor, kernel: Tensor): Tensor[] => {
          const y = build(x, kernel);
          return [y, ...grad(ops.sum(ops.multiply(y, y)), [x, kernel], { unused: "zero" })];
        };
        const kernel = draw(3, 3, 2, 2);
        const height = symbol("height");
        const dynamic = compile(all, {
          backend: candidate,
          inputs: [
            { shape: [symbol("batch"), height, symbol("width"), 2], dtype: "float32" },
            { shape: kernel.shape, dtype: "float32" },
          ],
        });
        const known = compile(all, { backend: oracle });
        for (const [rows, columns] of [
          [5, 6],
          [6, 7],
          [8, 5],
        ] as const) {
          const x = draw(2, rows, columns, 2);
          const expected = await known(x, kernel);
          (await dynamic(x, kernel)).forEach((result, i) => {
            const [a, e] = [result, expected[i]].map((t) => t?.value as HostTensor);
            expect(a?.shape).to.deep.equal(e?.shape);
            const off = Array.from(a?.data ?? [], (v, j) => Math.abs(v - (e?.data[j] ?? 0)));
            expect(Math.max(...off), `result ${i} of ${rows} × ${columns}`).to.be.below(2e-4);
          });
        }
        await Promise.all([dynamic.close(), known.close()]);
      });
    }
  });
}
