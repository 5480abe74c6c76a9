import { backend as onnx } from "@antler/backend-onnx";
import { backend as reference } from "@antler/backend-reference";
import { backend as tfjs } from "@antler/backend-tfjs";
import {
  type Backend,
  type BackendFactory,
  fromHost,
  type HostTensor,
  hostTensor,
  isFloat,
  setDefaultBackend,
  setRandomSeed,
  type Tensor,
} from "@antler/core";
import { type AnyLayer, Layer, layers, maskOf, model, setMask } from "@antler/layers";
import { expect } from "chai";
import { type Example, examples } from "./examples.js";

// One test for every layer there is: the list under test is the list that users see.

type LayerClass = new (config: object) => AnyLayer;

const list: Readonly<Record<string, unknown>> = layers;
// Some classes have several names.
const classes = [...new Set<unknown>(Object.values(layers))].flatMap((value) =>
  isLayerClass(value) ? [[value.className, value] as const] : [],
);

function isLayerClass(value: unknown): value is LayerClass & { readonly className: string } {
  // Lookups read words, not tensors: their tests stand in lookup.test.ts.
  return typeof value === "function" && "className" in value && value.prototype instanceof Layer;
}

const candidates: readonly (readonly [BackendFactory, device: string])[] = [
  [tfjs, "wasm"],
  [tfjs, "cpu"],
  [onnx, "cpu"],
];

describe("every layer", () => {
  const oracle = open(reference, "cpu");
  const others = candidates.map(([factory, device]) => open(factory, device));
  before(async () => setDefaultBackend((await oracle) as Backend));
  after(async () => {
    for (const opened of [oracle, ...others]) {
      const backend = await opened;
      if (typeof backend !== "string") await backend.close();
    }
  });

  for (const [i, [factory, device]] of candidates.entries()) {
    it(`runs on ${factory.name} ${device}`, async function () {
      const backend = await others[i];
      if (typeof backend !== "string") return;
      console.log(`      does not load here: ${backend}`);
      this.skip();
    });
  }

  for (const [name, make] of classes) {
    describe(name, () => {
      const example = examples[name] as Example;
      before(() => {
        if (example === undefined) throw new Error(`no example of ${name} in examples.ts`);
      });

      it("has a factory of the same name", () => {
        const factories = Object.entries(list).filter(
          ([key, value]) =>
            key.toLowerCase() === name.toLowerCase() &&
            typeof value === "function" &&
            !("className" in value),
        );
        expect(factories.length).to.equal(1);
      });

      it("knows shape and dtype of its output beforehand", async () => {
        const layer = new make({ ...example.config });
        const outputs = tensorsOf(call(layer, example));
        const open = shapesOf(example).map((shape) => ({
          shape: [null, ...shape.slice(1)],
          dtype: example.dtype ?? "float32",
        }));
        const expected = tensorsOf(
          layer.computeOutputSpec(isList(example) ? open : (open[0] as never)),
        );
        for (const [i, output] of outputs.entries()) {
          const value = await hostOf(output);
          const spec = expected[i] as Tensor;
          expect(value.dtype, "dtype").to.equal(spec.dtype);
          expect(value.shape.length, "rank").to.equal(spec.shape.length);
          spec.shape.forEach((dim, axis) => {
            if (typeof dim === "number") expect(value.shape[axis], `axis ${axis}`).to.equal(dim);
          });
        }
      });

      it("is made again from its config, with its weights", async () => {
        const layer = new make({ ...example.config });
        const before = await valuesOf(call(layer, example));
        const again = new make(layer.getConfig());
        expect(plain(again)).to.deep.equal(plain(layer));
        call(again, example);
        expect(again.weights.map(({ shape }) => shape)).to.deep.equal(
          layer.weights.map(({ shape }) => shape),
        );
        again.setWeights(await layer.getWeights());
        same(await valuesOf(call(again, example)), before, 0, "output");
      });

      it("passes on a mask that fits its output, or none", async () => {
        const layer = new make({ ...example.config });
        const inputs = inputsOf(example);
        const warn = console.warn;
        console.warn = () => {};
        try {
          if (inputs.some(({ rank }) => rank < 2)) return;
          const masked = inputs.map((x) => setMask(x, maskFor(x)));
          const outputs = tensorsOf(
            layer.invoke(structured(masked, example), example.call as never),
          );
          for (const output of outputs) {
            const mask = maskOf(output);
            if (mask === undefined || masked.includes(output)) continue;
            expect(layer.supportsMasking).to.equal(true);
            expect((await hostOf(mask)).dtype).to.equal("bool");
            expect(mask.shape).to.deep.equal(output.shape.slice(0, mask.rank));
          }
        } finally {
          console.warn = warn;
        }
      });

      it("computes and trains alike on every backend", async () => {
        const expected = await run(make, example, (await oracle) as Backend);
        expect(Number.isFinite(expected.loss), "loss").to.equal(true);
        for (const [changed, weight] of expected.changed) {
          const trained = example.untrained?.test(weight) !== true;
          expect(changed, `${weight} is trained`).to.equal(trained);
        }
        for (const opened of others) {
          const backend = await opened;
          if (typeof backend === "string") continue;
          const received = await run(make, example, backend);
          same(received.outputs, expected.outputs, 1e-4, `${backend.name}: output`);
          expect(received.loss, `${backend.name}: loss`).to.be.closeTo(
            expected.loss,
            1e-4 * (1 + Math.abs(expected.loss)),
          );
          same(received.weights, expected.weights, 1e-3, `${backend.name}: weights after a step`);
        }
      }).timeout(60_000);
    });
  }
});

/** The outputs of a model that is this layer alone, then one step of training. */
async function run(make: LayerClass, example: Example, backend: Backend) {
  setRandomSeed(1);
  const layer = new make({ ...example.config });
  const dtype = example.dtype ?? "float32";
  const inputs = shapesOf(example).map((shape) => layers.input({ shape: shape.slice(1), dtype }));
  const outputs = layer.invoke(structured(inputs, example), example.call as never);
  const m = model({ inputs, outputs });
  // A wrapped layer is that of the runs before: its weights start anew.
  layer.setWeights(layer.weights.map(({ shape }) => fill(shape)));
  const x = shapesOf(example).map((shape) => fromHost(data(shape, example)));
  m.compile({ optimizer: "sgd", loss: "meanSquaredError", backend });
  const predicted = tensorsOf(await m.predictOnBatch(x as never));
  const values = await Promise.all(predicted.map(hostOf));
  const before = await layer.getWeights();
  const y = values.map(({ shape }) => fromHost(fill(shape.map(Number))));
  const { loss = Number.NaN } = await m.trainOnBatch(x, y);
  const weights = await layer.getWeights();
  const changed = layer.weights.flatMap(({ name, trainable }, i) =>
    trainable ? [[!equal(before[i] as HostTensor, weights[i] as HostTensor), name] as const] : [],
  );
  return { outputs: values, loss, weights, changed };
}

function shapesOf({ input }: Example): readonly (readonly number[])[] {
  return (Array.isArray(input[0]) ? input : [input]) as readonly (readonly number[])[];
}

function isList({ input }: Example): boolean {
  return Array.isArray(input[0]);
}

function data(shape: readonly number[], { dtype = "float32", below = 2 }: Example): HostTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, (_, i) =>
    isFloat(dtype) ? 2 * Math.sin(7 * i + 1) : (5 * i + 3) % below,
  );
  return hostTensor(values, { shape, dtype });
}

function fill(shape: readonly number[]): HostTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, (_, i) => 0.5 + 0.4 * Math.cos(3 * i + size));
  return hostTensor(values, { shape, dtype: "float32" });
}

function inputsOf(example: Example): readonly Tensor[] {
  return shapesOf(example).map((shape) => fromHost(data(shape, example)));
}

function structured(inputs: readonly Tensor[], example: Example): never {
  return (isList(example) ? inputs : inputs[0]) as never;
}

function call(layer: AnyLayer, example: Example): unknown {
  return layer.invoke(structured(inputsOf(example), example), example.call as never);
}

function tensorsOf(outputs: unknown): readonly Tensor[] {
  return (Array.isArray(outputs) ? outputs : [outputs]) as readonly Tensor[];
}

function maskFor({ shape: [batch, time] }: Tensor): Tensor {
  const size = Number(batch) * Number(time);
  const values = Array.from({ length: size }, (_, i) => i % 3 > 0);
  return fromHost(hostTensor(values, { shape: [Number(batch), Number(time)] }));
}

async function hostOf(x: Tensor): Promise<HostTensor> {
  return { dtype: x.dtype, shape: x.shape.map(Number), data: await x.data() };
}

function valuesOf(outputs: unknown): Promise<readonly HostTensor[]> {
  return Promise.all(tensorsOf(outputs).map(hostOf));
}

function plain(layer: AnyLayer): unknown {
  return JSON.parse(JSON.stringify(layer));
}

function equal(a: HostTensor, b: HostTensor): boolean {
  return a.data.every((value, i) => value === b.data[i]);
}

function same(
  received: readonly HostTensor[],
  expected: readonly HostTensor[],
  tolerance: number,
  what: string,
): void {
  expect(received.length, what).to.equal(expected.length);
  expected.forEach((wanted, i) => {
    const got = received[i] as HostTensor;
    expect(got.shape, `${what} ${i}: shape`).to.deep.equal(wanted.shape);
    wanted.data.forEach((e, at) => {
      const a = got.data[at] as number;
      if (!(Math.abs(a - e) <= tolerance * (1 + Math.abs(e)))) {
        expect.fail(`${what} ${i}: element ${at} is ${a}, expected ${e}`);
      }
    });
  });
}

async function open(factory: BackendFactory, device: string): Promise<Backend | string> {
  try {
    return await factory.open({ device });
  } catch (error) {
    return String(error);
  }
}
