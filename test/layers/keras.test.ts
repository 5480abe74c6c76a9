import { backend as reference } from "@antler/backend-reference";
import {
  type Backend,
  grad,
  ops,
  type Shape,
  setDefaultBackend,
  type Tensor,
  Variable,
} from "@antler/core";
import { type AnyLayer, layers, maskOf } from "@antler/layers";
import { expect } from "chai";
import { expectClose, type GoldenCase, golden, goldenCases, goldenTensor } from "./golden.js";

/** Every layer by the name that Keras gives its class. */
const classes = new Map(
  Object.values(layers).flatMap((value) =>
    "className" in value ? [[value.className, value as unknown as LayerClass] as const] : [],
  ),
);
type LayerClass = new (config: object) => AnyLayer;

/** What Keras can do and we can't (yet): the case's id, or a part of it. */
const unsupported = /conv2d_lora/;

const areas = ["conv", "pooling"];

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
      if (!classes.has(golden.keras_name) || unsupported.test(golden.id)) continue;
      it(`${golden.keras_name} ${golden.id}`, () => check(golden));
    }
  }
});

async function check(example: GoldenCase): Promise<void> {
  const layer = new (classes.get(example.keras_name) as LayerClass)(fromKeras(example.config));
  const inputs = example.inputs.map((x) => new Variable(golden(x)));
  const { mask, ...options } = example.call_kwargs;
  const run = (): Tensor =>
    layer.invoke(
      (example.multi_input ? inputs : inputs[0]) as never,
      { ...options, mask: mask && goldenTensor(mask.$t) } as never,
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
  const { output_mask: mask_, losses, symbolic_shapes: shapes } = example.expected;
  if (mask_ !== undefined) {
    await expectClose(maskOf(run()) as Tensor, mask_, 0, "mask");
  }
  for (const [i, loss] of (losses ?? []).entries()) {
    run();
    const value = await (layer.losses[i] as Tensor).item();
    expect(value, "loss").to.be.closeTo(loss, example.tol * (1 + Math.abs(loss)));
  }
  if (shapes !== undefined) {
    const open = example.inputs.map(({ shape }) => [null, ...shape.slice(1)]);
    const shape = layer.computeOutputShape((example.multi_input ? open : open[0]) as never);
    const known = (shape as Shape).map((dim) => (typeof dim === "number" ? dim : null));
    expect(known, "symbolic shape").to.deep.equal(shapes[0]);
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
    if (key === "dtype" && value !== null && typeof value === "object") {
      return [[key, (value as { config: { name: string } }).config.name] as const];
    }
    if (value === null || /initializer|regularizer|constraint/.test(key)) return [];
    const text = typeof value === "string" && key === "activation" ? camel(value) : value;
    return [[key === "keepdims" ? "keepdims" : camel(key), text] as const];
  });
  return Object.fromEntries(ours);
}
