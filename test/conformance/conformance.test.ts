import { backend as onnx } from "@antler/backend-onnx";
import { backend as reference } from "@antler/backend-reference";
import { backend as tfjs } from "@antler/backend-tfjs";
import {
  type Backend,
  type BackendFactory,
  definitionOf,
  setFallbackBackend,
  setFallbackMode,
  type Tensor,
} from "@antler/core";
import { type ConformanceTest, conformance, derivativeTests } from "@antler/core/testing";

const oracle = await reference.open({});

/** The oracle without a kernel for what can be decomposed, so that decompositions are compared too. */
const decomposing: BackendFactory = {
  ...reference,
  name: "decompositions",
  async open() {
    const full = await reference.open({});
    return new Proxy(full, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== "function") return value;
        if (key !== "supports") return value.bind(target);
        return (node: Tensor) =>
          target.supports(node) &&
          (definitionOf(node.op).decompose === undefined || isPlanarWindow(node));
      },
    });
  },
};

/** Windows over volumes are made of windows over planes, which are not taken apart again. */
function isPlanarWindow({ op, inputs }: Tensor): boolean {
  return /^(conv|maxPool|averagePool)/.test(op) && (inputs[0]?.rank ?? 0) <= 4;
}

/** What is compared with the oracle; a device that does not load here is shown as pending. */
const candidates: readonly (readonly [BackendFactory, device: string])[] = [
  [reference, "cpu"],
  [decomposing, "cpu"],
  [tfjs, "wasm"],
  [tfjs, "cpu"],
  [onnx, "cpu"],
];

describe("the gradient rules of all ops, against finite differences", () => {
  perOp(derivativeTests(oracle));
});

for (const [factory, device] of candidates) {
  const opened = await open(factory, device);
  describe(`conformance of ${factory.name} on ${device}`, () => {
    if (typeof opened === "string") {
      it.skip(`does not load here: ${opened}`);
      return;
    }
    // Ops that a backend leaves to the reference backend are compared too: in a partitioned program.
    before(() => {
      setFallbackBackend(async () => oracle);
      setFallbackMode("silent");
    });
    perOp(conformance(opened, oracle));
    after(async () => {
      setFallbackBackend(undefined);
      setFallbackMode("warn");
      await opened.close();
    });
  });
}

/** One mocha test per op; it lists every case that failed. */
function perOp(tests: readonly ConformanceTest[]): void {
  for (const op of new Set(tests.map((test) => test.op))) {
    const own = tests.filter((test) => test.op === op);
    it(op, async () => {
      const failures: string[] = [];
      for (const test of own) {
        await test.run().catch((error: unknown) => failures.push(String(error)));
      }
      if (failures.length > 0) {
        throw new Error(`${failures.length} of ${own.length} failed:\n${failures.join("\n")}`);
      }
    }).timeout(120_000);
  }
}

async function open(factory: BackendFactory, device: string): Promise<Backend | string> {
  try {
    return await factory.open({ device });
  } catch (error) {
    return String(error);
  }
}
