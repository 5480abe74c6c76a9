import { backend as factory, toModelProto } from "@antler/backend-onnx";
import { type Backend, ops, symbol, type Tensor } from "@antler/core";
import { expect } from "chai";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { elements, host, input, program, runOnce } from "./helpers.js";

describe("backend-onnx: the graph", () => {
  let backend: Backend;
  before(async () => {
    backend = await factory.open({ device: "cpu", threads: 1 });
  });
  after(() => backend.close());

  it("is a model that any ONNX runtime loads", async () => {
    const [x, w] = [input([symbol("batch"), 2]), input([2, 2])];
    const product = ops.matmul(x, w);
    const positive = ops.relu(product);
    const bytes = toModelProto(program([x, w], [product, positive], [positive]));

    const session = await InferenceSession.create(bytes);
    const result = await session.run({
      input_0: new OrtTensor("float32", Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]),
      input_1: new OrtTensor("float32", Float32Array.of(1, -1, 1, -1), [2, 2]),
    });
    await session.release();

    const [name] = session.outputNames;
    const positives = (result[name as string] as OrtTensor).data as Float32Array;
    expect([...positives]).to.deep.equal([3, 0, 7, 0, 11, 0]);
  });

  it("computes symbolic sizes at run time", async () => {
    const batch = symbol("batch");
    const x = input([batch, 4]);
    const flat = ops.reshape(x, [-1]);
    const halves = ops.reshape(flat, [batch, 2, 2]);
    const size = ops.dimension(batch);
    const scaled = ops.divide(halves, size);
    const executable = await backend.compile(
      program([x], [flat, halves, size, scaled], [scaled, flat]),
    );
    for (const n of [1, 3]) {
      const values = Float32Array.from({ length: n * 4 }, (_, i) => i);
      const [first, second] = await executable.run([host([n, 4], values)]);
      expect(first?.shape).to.deep.equal([n, 2, 2]);
      expect(second?.shape).to.deep.equal([n * 4]);
      expect(elements(first)).to.deep.equal([...values.map((v) => v / n)]);
    }
    await executable.close();
  });

  it("gives inputs, constants and repeated values as results of their own", async () => {
    const x = input([2]);
    const sum = ops.add(x, x);
    const values = host([2], [1, 2]);
    const results = await runOnce(backend, program([x], [sum], [x, sum, sum, x]), [values]);
    expect(results.map(elements)).to.deep.equal([
      [1, 2],
      [2, 4],
      [2, 4],
      [1, 2],
    ]);
    const buffers = results.map((result) => "data" in result && result.data.buffer);
    expect(new Set([...buffers, values.data.buffer]).size).to.equal(5);
  });

  it("stays channels-first between windowed ops and hands out channels-last", async () => {
    const [x, kernel, bias] = [input([symbol("batch"), 6, 6, 2]), input([3, 3, 2, 4]), input([4])];
    const convolved = ops.conv(x, kernel);
    const biased = ops.add(convolved, bias);
    const pooled = ops.maxPool(ops.relu(biased), 2);
    const nodes = [convolved, biased, pooled.inputs[0] as Tensor, pooled];
    const text = Buffer.from(toModelProto(program([x, kernel, bias], nodes, [pooled]))).toString(
      "latin1",
    );
    // One for x, one for the kernel, one for the result.
    expect(text.split("Transpose").length - 1).to.equal(3);
  });

  it("adds up every update with a repeated index, on any number of threads", async () => {
    const threaded = await factory.open({ device: "cpu", threads: 4 });
    const [indices, updates] = [input([50_000], "int32"), input([50_000, 8])];
    const sums = ops.scatterAdd(indices, updates, { axis: 0, size: 2 });
    const [result] = await runOnce(threaded, program([indices, updates], [sums], [sums]), [
      { dtype: "int32", shape: [50_000], data: new Int32Array(50_000).fill(1) },
      host([50_000, 8], new Float32Array(400_000).fill(1)),
    ]);
    expect(elements(result)).to.deep.equal([
      ...new Array<number>(8).fill(0),
      ...new Array<number>(8).fill(50_000),
    ]);
    await threaded.close();
  });
});
