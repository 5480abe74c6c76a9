import { backend as reference } from "@antler/backend-reference";
import {
  type Backend,
  BackendError,
  compile,
  grad,
  ops,
  setFallbackBackend,
  setFallbackMode,
  type Tensor,
  tensor,
  Variable,
} from "@antler/core";
import { expect } from "chai";

const whole = await reference.open({});

/** The reference backend without some ops, under another name. */
async function without(...missing: string[]): Promise<Backend> {
  const inner = await reference.open({});
  return {
    name: "partial",
    device: "cpu",
    details: {},
    supports: (node) => !missing.includes(node.op) && inner.supports(node),
    compile: (program) => inner.compile(program),
    close: () => inner.close(),
  };
}

function network(x: Tensor, w: Tensor): Tensor {
  const first = ops.sin(ops.matmul(x, w));
  const second = ops.add(ops.exp(first), ops.sin(x.multiply(2)).sum());
  return ops.multiply(ops.sin(second), first);
}

describe("ops that a backend does not compute", () => {
  beforeEach(() => {
    setFallbackBackend(async () => reference.open({}));
    setFallbackMode("silent");
  });
  afterEach(() => {
    setFallbackBackend(undefined);
    setFallbackMode("warn");
  });

  it("run on the fallback backend, values and gradients alike", async () => {
    const build = (x: Tensor, w: Tensor) => {
      const y = network(x, w);
      return [y, ...grad(y.sum(), [x, w])];
    };
    const partial = await without("sin", "cos");
    const specs = [
      { shape: ["batch", 3], dtype: "float32" },
      { shape: [3, 3], dtype: "float32" },
    ] as const;
    const x = tensor([
      [0.1, 0.2, 0.3],
      [0.4, 0.5, -0.6],
    ]);
    const w = tensor([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
    const expected = await compile(build, { backend: whole, inputs: specs })(x, w);
    const received = await compile(build, { backend: partial, inputs: specs })(x, w);
    for (const [i, value] of expected.entries()) {
      expect(await received[i]?.array()).to.deep.equal(await value.array());
    }
  });

  it("keep the state of variables on either side", async () => {
    const partial = await without("sin");
    const a = new Variable([1, 2]);
    const b = new Variable([0, 0]);
    const step = compile(
      () => {
        a.assign(ops.sin(a.read()).add(b));
        b.assign(b.read().add(a));
        return a.read().sum();
      },
      { backend: partial },
    );
    await step();
    const total = await (await step()).item();
    const [x, y] = [Math.sin(1), Math.sin(2)];
    expect(total).to.be.closeTo(Math.sin(x) + x + Math.sin(y) + y, 1e-6);
  });

  it("are errors in strict mode, which name the op and the dtype", async () => {
    setFallbackMode("error");
    const partial = await without("sin");
    const failure = await compile((x: Tensor) => ops.sin(x), { backend: partial })(
      tensor([1]),
    ).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(BackendError);
    expect(String(failure)).to.include("partial backend on cpu does not compute sin for float32");
  });

  it("are announced once", async () => {
    setFallbackMode("warn");
    const partial = await without("sin");
    const messages: string[] = [];
    const listen = (warning: Error) => messages.push(warning.message);
    process.on("warning", listen);
    for (let i = 0; i < 2; i++) {
      await compile((x: Tensor) => ops.sin(x), { backend: partial })(tensor([1]));
    }
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(messages).to.have.length(1);
    expect(messages[0]).to.include("sin: the partial backend on cpu does not compute sin");
  });
});
