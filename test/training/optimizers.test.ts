import { backend } from "@antler/backend-reference";
import { compile, setDefaultBackend, type Tensor, Variable } from "@antler/core";
import { optimizers } from "@antler/layers";
import { expect } from "chai";
import { camelCase, eachGolden, expectClose, type GoldenTensor, host } from "./golden.js";

interface OptimizerCase {
  readonly id: string;
  readonly keras_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly params: readonly GoldenTensor[];
  readonly grads: readonly (readonly GoldenTensor[])[];
  readonly expected: { readonly params: readonly (readonly GoldenTensor[])[] };
  readonly tol: number;
}

const factories = {
  SGD: optimizers.sgd,
  Adam: optimizers.adam,
  AdamW: optimizers.adamw,
  RMSprop: optimizers.rmsprop,
};
const beyond = /excl|ema|accum|sched|constraint/;

describe("optimizers", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  describe("step by step as in Keras", () => {
    eachGolden<OptimizerCase>(
      "optimizers",
      ({ keras_name, id }) => keras_name in factories && !beyond.test(id),
      async ({ keras_name, config, params, grads, expected, tol }) => {
        const make = factories[keras_name as keyof typeof factories];
        const optimizer = make(camelCase(config));
        const variables = params.map((value, i) => new Variable(host(value), { name: `p${i}` }));
        const step = compile((given: Tensor[]) => optimizer.apply(given, variables));
        for (const [at, gradients] of grads.entries()) {
          await step(gradients.map((g) => new Variable(host(g)).read()));
          for (const [i, variable] of variables.entries()) {
            const values = expected.params[at]?.[i] as GoldenTensor;
            expectClose(await variable.data(), values.data, tol, `step ${at}, parameter ${i}`);
          }
        }
        expect(step.compilations).to.equal(1);
      },
    );
  });

  it("follows a learning rate that changes, without compiling again", async () => {
    const optimizer = optimizers.sgd({ learningRate: 1 });
    const w = new Variable([10]);
    const step = compile((g: Tensor) => optimizer.apply([g], [w]));
    await step([1]);
    optimizer.learningRate.assign(0.5);
    await step([1]);
    expect(await w.array()).to.deep.equal([8.5]);
    expect(step.compilations).to.equal(1);
  });

  it("names slots after their weights", () => {
    const optimizer = optimizers.adam();
    optimizer.build([new Variable([1], { name: "dense/kernel" })]);
    expect(optimizer.variables.map((v) => v.name)).to.deep.equal([
      "adam/iterations",
      "adam/learningRate",
      "dense/kernel/momentum",
      "dense/kernel/velocity",
    ]);
  });

  it("refuses options out of range", () => {
    expect(() => optimizers.adam({ beta1: 1 })).to.throw("beta1 is out of range");
    expect(() => optimizers.sgd({ learningRate: Number.NaN })).to.throw("learningRate");
    expect(() => optimizers.sgd({ clipnorm: 1, clipvalue: 1 })).to.throw(
      "only one way of clipping",
    );
  });
});
