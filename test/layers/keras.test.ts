import { backend as reference } from "@antler/backend-reference";
import { type Backend, grad, ops, setDefaultBackend, type Tensor, Variable } from "@antler/core";
import { type AnyLayer, layers } from "@antler/layers";
import { expect } from "chai";
import { expectClose, type GoldenCase, golden, goldenCases, goldenTensor } from "./golden.js";

/** Keras's class names and our factories. */
const factories: Readonly<Record<string, (config: never) => AnyLayer>> = {
  Activation: layers.activation,
  Add: layers.add,
  AveragePooling2D: layers.averagePooling2d,
  BatchNormalization: layers.batchNormalization,
  Concatenate: layers.concatenate,
  Conv2D: layers.conv2d,
  Dense: layers.dense,
  Dropout: layers.dropout,
  Flatten: layers.flatten,
  GlobalAveragePooling2D: layers.globalAveragePooling2d,
  MaxPooling2D: layers.maxPooling2d,
  Reshape: layers.reshape,
};

/** What Keras can do and we can't (yet): the case's id, or a part of it. */
const unsupported = /lora|f16|bf16|renorm|selu|hard_silu|exponential|sparsemax/;

const areas = ["core", "conv", "pooling", "norm", "reshaping", "merging", "activation"];

describe("layers, against Keras", () => {
  let backend: Backend;
  before(async () => {
    backend = await reference.open({});
    setDefaultBackend(backend);
  });
  after(() => backend.close());

  for (const area of areas) {
    const cases = goldenCases(`layers_${area}`);
    if (cases === undefined) {
      it(`${area} (skipped: no golden values beside this checkout)`);
      continue;
    }
    for (const golden of cases) {
      if (!(golden.keras_name in factories) || unsupported.test(golden.id)) continue;
      it(`${golden.keras_name} ${golden.id}`, () => check(golden));
    }
  }
});

async function check(example: GoldenCase): Promise<void> {
  const layer = (factories[example.keras_name] as (config: unknown) => AnyLayer)(
    fromKeras(example.config),
  );
  const inputs = example.inputs.map((x) => new Variable(golden(x)));
  const { training, mask } = example.call_kwargs;
  const run = (): Tensor =>
    layer.invoke(
      (example.multi_input ? inputs : inputs[0]) as never,
      { training, mask: mask && goldenTensor(mask.$t) } as never,
    ) as Tensor;
  run();
  expect(layer.weights.map(({ name }) => name.split("/").at(-1))).to.deep.equal(
    example.weights.map(({ name }) => name),
  );
  layer.setWeights(example.weights.map(golden));
  const output = run();
  await expectClose(output, example.expected.outputs[0] as never, example.tol, "output");
  const weightNamed = (name: string): Variable | undefined =>
    layer.weights.find((weight) => weight.name.endsWith(`/${name}`));
  for (const expected of example.expected.weights_after ?? []) {
    const after = weightNamed(expected.name)?.read() as Tensor;
    await expectClose(after, expected, example.tol, expected.name);
  }
  const { expected_grads: grads } = example;
  if (grads === undefined) return;
  layer.setWeights(example.weights.map(golden));
  const loss = ops.sum(ops.multiply(run(), goldenTensor(grads.R[0] as never)));
  const wanted = [
    ...inputs.map((wrt, i) => ({ wrt, expected: grads.inputs[i], what: `gradient of input ${i}` })),
    ...grads.weights.map(({ name, grad: expected }) => {
      return { wrt: weightNamed(name) as Variable, expected, what: `gradient of ${name}` };
    }),
  ];
  for (const { wrt, expected, what } of wanted) {
    if (expected === undefined || expected === null) continue;
    await expectClose(grad(loss, wrt, { unused: "zero" }), expected, example.tol, what);
  }
}

/** The options of ours that Keras's config stands for. */
function fromKeras(config: Readonly<Record<string, unknown>>): object {
  const camel = (text: string): string =>
    text.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const ours = Object.entries(config).flatMap(([key, value]) => {
    if (key === "dtype" || value === null || /initializer|regularizer|constraint/.test(key))
      return [];
    const text = typeof value === "string" && key === "activation" ? camel(value) : value;
    return [[key === "keepdims" ? "keepdims" : camel(key), text] as const];
  });
  return Object.fromEntries(ours);
}
