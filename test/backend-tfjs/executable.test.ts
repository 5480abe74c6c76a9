import { backend as factory } from "@antler/backend-tfjs";
import {
  type Backend,
  type DeviceTensor,
  type HostTensor,
  ops,
  type Program,
  symbol,
  Tensor,
  type Value,
} from "@antler/core";
import { engine } from "@tensorflow/tfjs-core";
import { expect } from "chai";

const input = (shape: Tensor["shape"], dtype: Tensor["dtype"] = "float32"): Tensor =>
  new Tensor({ op: "input", shape, dtype });

const host = (shape: readonly number[], values: ArrayLike<number>): HostTensor => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(values),
});

const ramp = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i + 1);

function program(
  inputs: readonly Tensor[],
  nodes: readonly Tensor[],
  outputs: readonly Tensor[],
  resident: readonly number[] = [],
): Program {
  return { inputs, constants: new Map(), nodes, outputs, resident: new Set(resident) };
}

const values = (result: Value | undefined): number[] => [...(result as HostTensor).data];

for (const device of ["wasm", "cpu"]) {
  describe(`backend-tfjs on ${device}`, () => {
    let backend: Backend;
    const buffers = (): number => engine().findBackend(device).numDataIds();

    before(async () => {
      backend = await factory.open({ device });
    });
    after(() => backend.close());

    it("leaves no tensor behind after 100 runs", async () => {
      const [x, w] = [input([symbol("batch"), 3]), input([3, 2])];
      const product = ops.matmul(x, w);
      const positive = ops.relu(product);
      const flat = ops.reshape(positive, [-1]);
      const total = ops.sum(flat);
      const executable = await backend.compile(
        program([x, w], [product, positive, flat, total], [total, positive]),
      );
      const run = () => executable.run([host([4, 3], ramp(12)), host([3, 2], ramp(6))]);
      await run();
      const [tensors, live] = [engine().memory().numTensors, buffers()];
      for (let i = 0; i < 100; i++) await run();
      expect(engine().memory().numTensors).to.equal(tensors);
      expect(buffers()).to.equal(live);
    });

    it("leaves no tensor behind when a run throws", async () => {
      const [x, indices] = [input([3, 2]), input([1], "int32")];
      const doubled = ops.add(x, x);
      const picked = ops.gather(doubled, indices);
      const executable = await backend.compile(program([x, indices], [doubled, picked], [picked]));
      const live = buffers();
      const outside: HostTensor = { dtype: "int32", shape: [1], data: Int32Array.of(7) };
      let message = "";
      await executable.run([host([3, 2], ramp(6)), outside]).catch((error: Error) => {
        message = error.message;
      });
      expect(message).to.contain("index 7");
      expect(buffers()).to.equal(live);
    });

    it("multiplies by one buffer in two shapes", async () => {
      const [a, b, w] = [input([2, 4]), input([2, 6]), input([4, 6])];
      const first = ops.matmul(a, w);
      const turned = ops.reshape(w, [6, 4]);
      const second = ops.matmul(b, turned);
      const executable = await backend.compile(
        program([a, b, w], [first, turned, second], [first, second]),
      );
      const inputs = [host([2, 4], ramp(8)), host([2, 6], ramp(12)), host([4, 6], ramp(24))];
      const [, result] = await executable.run(inputs);
      const expected = [0, 1].flatMap((row) =>
        [0, 1, 2, 3].map((column) =>
          [0, 1, 2, 3, 4, 5].reduce((sum, k) => sum + (row * 6 + k + 1) * (k * 4 + column + 1), 0),
        ),
      );
      expect(values(result)).to.deep.equal(expected);
    });

    it("keeps state on the device from run to run, until it is released", async () => {
      const x = input([2]);
      const next = ops.add(x, x);
      const executable = await backend.compile(program([x], [next], [next], [0]));
      const live = buffers();
      let state: Value = host([2], [1, 2]);
      for (let i = 0; i < 3; i++) {
        const [following] = await executable.run([state]);
        if ("release" in state) state.release();
        state = following as DeviceTensor;
      }
      expect([...(await (state as DeviceTensor).read()).data]).to.deep.equal([8, 16]);
      expect(buffers()).to.equal(live + 1);
      (state as DeviceTensor).release();
      (state as DeviceTensor).release();
      expect(buffers()).to.equal(live);
    });

    it("hands an input out as state without taking it away", async () => {
      const x = input([2]);
      const same = ops.reshape(x, [2, 1]);
      const executable = await backend.compile(program([x], [same], [x, same, same], [0, 1, 2]));
      const live = buffers();
      const results = (await executable.run([host([2], [3, 4])])) as DeviceTensor[];
      results[0]?.release();
      results[1]?.release();
      expect([...((await results[2]?.read())?.data ?? [])]).to.deep.equal([3, 4]);
      results[2]?.release();
      expect(buffers()).to.equal(live);
    });

    it("neither keeps nor changes the caller's arrays", async () => {
      const x = input([2]);
      const executable = await backend.compile(program([x], [], [x]));
      const given = host([2], [1, 2]);
      const [result] = await executable.run([given]);
      (result as HostTensor).data[0] = 9;
      expect([...given.data]).to.deep.equal([1, 2]);
    });

    it("passes NaN through maximum, minimum and relu on either side", async () => {
      const [a, b] = [input([3]), input([3])];
      const nodes = [ops.maximum(a, b), ops.minimum(a, b), ops.relu(a)];
      const executable = await backend.compile(program([a, b], nodes, nodes));
      const results = await executable.run([
        host([3], [Number.NaN, 1, 2]),
        host([3], [0, Number.NaN, 1]),
      ]);
      expect(results.map(values)).to.deep.equal([
        [Number.NaN, Number.NaN, 2],
        [Number.NaN, Number.NaN, 1],
        [Number.NaN, 1, 2],
      ]);
    });

    it("gives the gradient of a tied maximum to the first, where windows overlap too", async () => {
      const [x, dy] = [input([1, 3, 3, 1]), input([1, 2, 2, 1])];
      const attrs = {
        poolSize: [2, 2],
        strides: [1, 1],
        padding: [
          [0, 0],
          [0, 0],
        ],
      } as const;
      const gradient = ops.maxPoolGrad(x, dy, attrs);
      const executable = await backend.compile(program([x, dy], [gradient], [gradient]));
      const [result] = await executable.run([
        host([1, 3, 3, 1], Array(9).fill(-1)),
        host([1, 2, 2, 1], ramp(4)),
      ]);
      expect(values(result)).to.deep.equal([1, 2, 0, 3, 4, 0, 0, 0, 0]);
    });
  });
}

describe("backend-tfjs devices", () => {
  it("are right side by side in one process", async () => {
    const opened = await Promise.all(["wasm", "cpu"].map((device) => factory.open({ device })));
    const x = input([2, 2]);
    const square = ops.matmul(x, x);
    const executables = await Promise.all(
      opened.map((backend) => backend.compile(program([x], [square], [square]))),
    );
    for (let i = 0; i < 3; i++) {
      for (const executable of executables) {
        const [result] = await executable.run([host([2, 2], ramp(4))]);
        expect(values(result)).to.deep.equal([7, 10, 15, 22]);
      }
    }
    for (const backend of opened) await backend.close();
  });

  it("leave no handler of uncaught errors in the process", async () => {
    await (await factory.open({ device: "wasm" })).close();
    const handlers = [
      ...process.listeners("uncaughtException"),
      ...process.listeners("unhandledRejection"),
    ];
    expect(handlers.filter((handler) => /ExitStatus|throw ex/.test(String(handler)))).to.deep.equal(
      [],
    );
  });

  it("are probed without throwing, with the cause and the remedy", async () => {
    const reports = await factory.probe();
    expect(reports.map(({ device }) => device)).to.deep.equal([...factory.devices]);
    expect(reports.filter(({ works }) => works).map(({ device }) => device)).to.include.members([
      "wasm",
      "cpu",
    ]);
    for (const { works, remedy, detail } of reports) {
      expect(detail).to.not.equal("");
      if (!works) expect(remedy).to.match(/^npm install /);
    }
  });
});
