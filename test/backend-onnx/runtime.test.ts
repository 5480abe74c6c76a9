import { backend as factory } from "@antler/backend-onnx";
import {
  type Backend,
  BackendError,
  type DeviceTensor,
  isDeviceTensor,
  ops,
  symbol,
  type Tensor,
  type Value,
  withScope,
} from "@antler/core";
import { expect } from "chai";
import { InferenceSession } from "onnxruntime-node";
import { elements, host, input, program } from "./helpers.js";

describe("backend-onnx: the runtime", () => {
  let backend: Backend;
  before(async () => {
    backend = await factory.open({ device: "cpu", threads: 1 });
  });
  after(() => backend.close());

  it("creates one session for a program, however often and with whatever sizes it runs", async () => {
    const create = InferenceSession.create;
    let sessions = 0;
    InferenceSession.create = ((...args: Parameters<typeof create>) => {
      sessions++;
      return create.apply(InferenceSession, args);
    }) as typeof create;
    try {
      const x = input([symbol("batch")]);
      const doubled = ops.add(x, x);
      const executable = await backend.compile(program([x], [doubled], [doubled]));
      for (const n of [1, 5, 0, 5]) await executable.run([host([n], new Float32Array(n))]);
      await executable.close();
    } finally {
      InferenceSession.create = create;
    }
    expect(sessions).to.equal(1);
  });

  it("keeps resident results and takes them back, without touching earlier ones", async () => {
    const [state, step] = [input([2]), input([2])];
    const next = ops.add(state, step);
    const executable = await backend.compile(program([state, step], [next], [next], [0]));
    const one = host([2], [1, 2]);
    let value: Value = host([2], [10, 10]);
    const seen: DeviceTensor[] = [];
    for (let i = 0; i < 3; i++) {
      const [result] = await executable.run([value, one]);
      if (result === undefined || !isDeviceTensor(result)) throw new Error("expected it to stay");
      seen.push(result);
      value = result;
    }
    const read = await Promise.all(seen.map((tensor) => tensor.read()));
    expect(read.map(elements)).to.deep.equal([
      [11, 12],
      [12, 14],
      [13, 16],
    ]);
    expect(seen.every((tensor) => tensor.owner === backend)).to.equal(true);
    seen[0]?.release();
    seen[0]?.release();
    await executable.run([seen[0] as Value, one]).then(
      () => expect.fail("a released tensor was accepted"),
      (error: unknown) => expect(error).to.be.instanceOf(BackendError),
    );
    await executable.close();
  });

  it("names the layer and op that failed", async () => {
    const [x, indices] = [input([3, 2]), input([1], "int32")];
    const rows = withScope("model", () => withScope("embedding", () => ops.gather(x, indices)));
    const executable = await backend.compile(program([x, indices], [rows as Tensor], [rows]));
    const outside = { dtype: "int32", shape: [1], data: Int32Array.of(7) } as const;
    await executable.run([host([3, 2], new Float32Array(6)), outside]).then(
      () => expect.fail("an index out of range was accepted"),
      (error: unknown) => {
        expect(error).to.be.instanceOf(BackendError);
        expect((error as Error).message).to.match(/^model\/embedding\/gather: .*out of.*bounds/);
      },
    );
    await executable.close();
  });

  it("refuses to run what was closed", async () => {
    const x = input([1]);
    const y = ops.negative(x);
    const executable = await backend.compile(program([x], [y], [y]));
    await executable.close();
    await executable.close();
    await executable.run([host([1], [1])]).then(
      () => expect.fail("a closed program ran"),
      (error: unknown) => expect((error as Error).message).to.match(/closed/),
    );
  });

  it("reports every device with a cause or a version", async () => {
    const reports = await factory.probe();
    expect(reports.map(({ device }) => device)).to.deep.equal([...factory.devices]);
    expect(reports[0]).to.include({ device: "cpu", works: true });
    for (const { works, detail, remedy } of reports) {
      expect(detail).to.not.equal("");
      if (!works) expect(remedy).to.be.a("string");
    }
  });

  it("names the devices when asked for another", async () => {
    await factory.open({ device: "tpu" }).then(
      () => expect.fail("an unknown device was accepted"),
      (error: unknown) => expect((error as Error).message).to.match(/"tpu".*cpu, cuda, webgpu/),
    );
  });
});
