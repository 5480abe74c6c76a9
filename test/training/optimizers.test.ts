import { backend } from "@antler/backend-reference";
import { type Backend, compile, setDefaultBackend, type Tensor, Variable } from "@antler/core";
import { Optimizer, optimizers } from "@antler/layers";
import { expect } from "chai";
import { camelCase, eachGolden, expectClose, type GoldenTensor, host } from "./golden.js";

interface Serialized {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

interface OptimizerCase {
  readonly id: string;
  readonly keras_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly get_config?: Readonly<Record<string, unknown>>;
  readonly params: readonly GoldenTensor[];
  readonly param_names: readonly string[];
  readonly grads: readonly (readonly GoldenTensor[])[];
  readonly exclude?: true;
  readonly constraint?: "non_neg";
  readonly expected: {
    readonly params: readonly (readonly GoldenTensor[])[];
    readonly learning_rate: readonly number[];
    readonly iterations: number;
    readonly optimizer_variables: readonly (GoldenTensor & { readonly path: string })[];
    readonly finalized_params?: readonly GoldenTensor[];
    readonly dynamic_scale?: readonly number[];
  };
  readonly tol: number;
}

type Constructor<T> = new (options: object) => T;

const { schedules } = optimizers;
const classes = optimizers as unknown as Readonly<Record<string, Constructor<Optimizer>>>;
const scheduleClasses = schedules as unknown as Readonly<
  Record<string, Constructor<optimizers.schedules.LearningRateSchedule>>
>;

/** A config of Keras as ours, null for Python's None. */
function options(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = Object.entries(config).map(([key, value]) => {
    const name = Object.keys(camelCase({ [key]: 0 }))[0] as string;
    const nested = (value as { $obj?: Serialized } | null)?.$obj;
    return [name, nested === undefined ? value : scheduleOf(nested)];
  });
  return Object.fromEntries(own);
}

function scheduleOf({ class_name: name, config }: Serialized) {
  return new (scheduleClasses[name] as Constructor<never>)(options(config));
}

/** A variable with a constraint, as layers make them. */
class Constrained extends Variable {
  readonly constraint = (weight: Tensor): Tensor => weight.maximum(0);
}

/** `"adam_3/kernel_momentum"` → `"kernel_momentum"`: the numbers count optimizers of one process. */
const tail = (path: string): string =>
  (path.split("/").at(-1) as string).replace(/^variable_\d+$/, "variable");

async function open(): Promise<Backend> {
  const opened = await backend.open({});
  setDefaultBackend(opened);
  return opened;
}

async function checkValues(
  variables: readonly Variable[],
  expected: readonly GoldenTensor[],
  tolerance: number,
  what: string,
): Promise<void> {
  expect(variables.length, what).to.equal(expected.length);
  for (const [i, variable] of variables.entries()) {
    const { shape, data } = expected[i] as GoldenTensor;
    expect(variable.shape, `${what} ${i}`).to.deep.equal(shape);
    expectClose(await variable.data(), data, tolerance, `${what} ${i}`);
  }
}

async function checkSteps(given: OptimizerCase): Promise<void> {
  const { keras_name: name, params, param_names: names, expected, tol } = given;
  const optimizer = new (classes[name] as Constructor<Optimizer>)(options(given.config));
  const variables = params.map((value, i) => {
    const isConstrained = given.constraint !== undefined && i === 0;
    return new (isConstrained ? Constrained : Variable)(host(value), { name: names[i] });
  });
  if (given.exclude) optimizer.excludeFromWeightDecay({ varNames: ["bias"] });
  optimizer.build(variables);
  const step = compile((gradients: Tensor[]) => optimizer.apply(gradients, variables));
  for (const [at, gradients] of given.grads.entries()) {
    await step(gradients.map((g) => new Variable(host(g)).read()));
    await checkValues(variables, expected.params[at] ?? [], tol, `step ${at}, parameter`);
    const rate = await optimizer.learningRate.item();
    expectClose([rate], [expected.learning_rate[at] as number], 1e-6, `rate after step ${at}`);
  }
  expect(step.compilations).to.equal(1);
  expect(await optimizer.iterations.item()).to.equal(expected.iterations);
  const paths = expected.optimizer_variables.map(({ path }) => tail(path));
  expect(optimizer.variables.map((v) => tail(v.name))).to.deep.equal(paths);
  await checkValues(optimizer.variables, expected.optimizer_variables, tol, "variable");
  if (expected.finalized_params !== undefined) {
    optimizer.finalizeVariableValues(variables);
    await checkValues(variables, expected.finalized_params, tol, "finalized parameter");
  }
  const { name: _, ...config } = optimizer.toJSON().config;
  const { name: __, ...wanted } = given.get_config ?? {};
  expect(JSON.parse(JSON.stringify(config))).to.deep.equal(wanted);
}

/** The inner optimizer is SGD; gradients are multiplied by the scale, and one is infinite in step 2. */
async function checkLossScale({ config, params, grads, expected, tol }: OptimizerCase) {
  const optimizer = optimizers.lossScaleOptimizer({
    innerOptimizer: optimizers.sgd({ learningRate: 0.1 }),
    initialScale: config.initial_scale as number,
    dynamicGrowthSteps: config.dynamic_growth_steps as number,
  });
  const variables = params.map((value, i) => new Variable(host(value), { name: `p${i}` }));
  optimizer.build(variables);
  const step = compile((gradients: Tensor[]) => optimizer.apply(gradients, variables));
  for (const [at, gradients] of grads.entries()) {
    const scale = (await optimizer.dynamicScale?.item()) as number;
    const scaled = gradients.map((golden, i) => {
      const value = host(golden);
      value.data.set(value.data.map((x) => x * scale));
      if (at === 2 && i === 0) value.data[0] = Infinity;
      return new Variable(value).read();
    });
    await step(scaled);
    await checkValues(variables, expected.params[at] ?? [], tol, `step ${at}, parameter`);
    expect(await optimizer.dynamicScale?.item()).to.equal(expected.dynamic_scale?.[at]);
  }
  expect(step.compilations).to.equal(1);
}

describe("optimizers", () => {
  before(open);

  describe("step by step as in Keras", () => {
    eachGolden<OptimizerCase>(
      "optimizers",
      () => true,
      (each) =>
        each.keras_name === "LossScaleOptimizer" ? checkLossScale(each) : checkSteps(each),
    );
  });

  it("follows a learning rate that changes, without compiling again", async () => {
    const optimizer = optimizers.sgd({ learningRate: 1 });
    const w = new Variable([10]);
    const step = compile((g: Tensor) => optimizer.apply([g], [w]));
    await step([1]);
    optimizer.learningRate = 0.5;
    await step([1]);
    expect(await w.array()).to.deep.equal([8.5]);
    expect(step.compilations).to.equal(1);
    expect(optimizer.getConfig().learningRate).to.equal(0.5);
  });

  it("takes a function of the number of steps as learning rate", async () => {
    const optimizer = optimizers.sgd({ learningRate: (steps) => steps.cast("float32").add(1) });
    const w = new Variable([10]);
    const step = compile((g: Tensor) => optimizer.apply([g], [w]));
    await step([1]);
    await step([1]);
    expect(await w.array()).to.deep.equal([7]);
  });

  it("names slots after their weights, as Keras does", () => {
    const optimizer = optimizers.adam({ name: "adam" });
    optimizer.build([new Variable([1], { name: "dense/kernel" })]);
    expect(optimizer.variables.map((v) => v.name)).to.deep.equal([
      "adam/iteration",
      "adam/learning_rate",
      "adam/dense_kernel_momentum",
      "adam/dense_kernel_velocity",
    ]);
  });

  it("goes on from saved weights as if nothing had happened", async () => {
    const run = async (pause: boolean) => {
      const weights = [new Variable([1, -2], { name: "w" })];
      let optimizer = optimizers.adam({ learningRate: 0.1, amsgrad: true });
      for (let i = 0; i < 4; i++) {
        if (pause && i === 2) {
          const state = await optimizer.getWeights();
          optimizer = new optimizers.Adam(optimizer.getConfig());
          optimizer.build(weights);
          optimizer.setWeights(state);
        }
        const step = compile((g: Tensor) => optimizer.apply([g], weights));
        await step([0.3 * i - 0.2, 0.7]);
      }
      return (weights[0] as Variable).data();
    };
    expectClose(await run(true), [...(await run(false))], 1e-6, "weights");
  });

  it("skips weights without a gradient", async () => {
    const weights = [new Variable([1]), new Variable([2])];
    const optimizer = optimizers.ftrl({ learningRate: 0.1 });
    const step = compile((g: Tensor) =>
      optimizer.applyGradients([
        [g, weights[0] as Variable],
        [null, weights[1] as Variable],
      ]),
    );
    await step([1]);
    expect(await weights[1]?.array()).to.deep.equal([2]);
    expect(() => optimizer.apply([null, undefined], weights)).to.throw(
      "no gradient for any weight",
    );
  });

  it("moves no weight whose gradient is 0, even where the learning rate is 0", async () => {
    for (const make of [optimizers.adam, optimizers.rmsprop, optimizers.nadam, optimizers.lamb]) {
      const w = new Variable([1, 2]);
      const optimizer = make({ learningRate: 0 });
      const step = compile((g: Tensor) => optimizer.apply([g], [w]));
      await step([0, 1]);
      expect(await w.array(), optimizer.name).to.deep.equal([1, 2]);
    }
  });

  it("lets several optimizers share a model", async () => {
    const [kernel, bias] = [
      new Variable([1], { name: "a/kernel" }),
      new Variable([1], { name: "a/bias" }),
    ];
    const optimizer = optimizers.multiOptimizer({
      optimizerMap: optimizers.optimizerMap({
        defaultOptimizer: optimizers.sgd({ learningRate: 1 }),
        optimizerMap: { ".*bias": optimizers.sgd({ learningRate: 0.5 }) },
      }),
    });
    const step = compile((g: Tensor) => optimizer.apply([g, g], [kernel, bias]));
    await step([1]);
    expect([await kernel.item(), await bias.item()]).to.deep.equal([0, 0.5]);
    expect(await optimizer.iterations.item()).to.equal(1);
    expect(() => optimizer.learningRate).to.throw("has no learning rate of its own");
  });

  it("keeps what a loss scale factor multiplies out of the weights", async () => {
    const w = new Variable([10]);
    const optimizer = optimizers.sgd({ learningRate: 1, lossScaleFactor: 8 });
    const step = compile((g: Tensor) => optimizer.apply([optimizer.scaleLoss(g)], [w]));
    await step([2]);
    expect(await w.array()).to.deep.equal([8]);
  });

  it("has every optimizer by its name", () => {
    expect(optimizers.resolveOptimizer("AdamW" as never)).to.be.instanceOf(optimizers.AdamW);
    expect(optimizers.resolveOptimizer("scheduleFreeAdamw").className).to.equal(
      "ScheduleFreeAdamW",
    );
    expect(() => optimizers.resolveOptimizer("adamm" as never)).to.throw('Did you mean "adam"?');
  });

  it("reads what it writes, schedules and wrapped optimizers included", () => {
    const learningRate = schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 10 });
    const inner = optimizers.muon({ learningRate, excludeLayers: ["head"] });
    const outer = optimizers.lossScaleOptimizer({ innerOptimizer: inner, initialScale: 4 });
    const saved = optimizers.serialize(outer);
    expect(optimizers.serialize(optimizers.deserialize(saved))).to.deep.equal(saved);
    expect(saved.config.inner_optimizer).to.have.nested.property("config.learning_rate.class_name");
    const map = optimizers.optimizerMap({
      defaultOptimizer: optimizers.sgd(),
      optimizerMap: { "a.*": optimizers.adam() },
    });
    const multi = optimizers.serialize(optimizers.multiOptimizer({ optimizerMap: map }));
    expect(optimizers.serialize(optimizers.deserialize(multi))).to.deep.equal(multi);
    const schedule = schedules.deserialize(schedules.serialize(learningRate));
    expect(schedule.getConfig()).to.deep.equal(learningRate.getConfig());
    expect(optimizers.get(null)).to.equal(null);
    expect(() => optimizers.get({} as never)).to.throw("optimizers.get: this is no optimizer.");
    expect(() => optimizers.get("adamm")).to.throw('Did you mean "adam"?');
    expect(() => schedules.deserialize(saved)).to.throw('unknown class "LossScaleOptimizer"');
  });

  it("makes an equal optimizer of every config", () => {
    const names = Object.entries(optimizers).filter(
      ([, value]) => typeof value === "function" && value.prototype instanceof Optimizer,
    );
    for (const [name, Class] of names) {
      if (name === "LossScaleOptimizer" || name === "MultiOptimizer") continue;
      const made = new (Class as Constructor<Optimizer>)({});
      const again = new (Class as Constructor<Optimizer>)(made.getConfig());
      expect(again.toJSON()).to.deep.equal(made.toJSON());
      expect(made.toJSON().class_name).to.equal(name);
    }
    expect(names.length).to.equal(16);
  });

  describe("refuses", () => {
    const wrong: readonly (readonly [string, () => unknown, string])[] = [
      [
        "a decay of 1",
        () => optimizers.adam({ name: "a", beta1: 1 }),
        "a: beta1 is out of range. Expected a number in [0, 1), received 1.",
      ],
      [
        "NaN",
        () => optimizers.sgd({ learningRate: Number.NaN }),
        "learningRate is out of range. Expected a number ≥ 0, received NaN.",
      ],
      [
        "a learning rate in words",
        () => optimizers.sgd({ learningRate: "high" as never }),
        "learningRate can't be used. Expected a number, a schedule or a function of the number of steps, received high.",
      ],
      [
        "two ways of clipping",
        () => optimizers.sgd({ clipnorm: 1, clipvalue: 1 }),
        "only one way of clipping can be used. Expected one of clipnorm, clipvalue and globalClipnorm, received clipnorm and clipvalue.",
      ],
      [
        "accumulation of one step",
        () => optimizers.sgd({ gradientAccumulationSteps: 1 }),
        "gradientAccumulationSteps is out of range. Expected an integer ≥ 2, received 1.",
      ],
      [
        "a share above 1",
        () => optimizers.adam({ useEma: true, emaMomentum: 2 }),
        "emaMomentum is out of range. Expected a number in [0, 1], received 2.",
      ],
      [
        "an overwrite every half step",
        () => optimizers.adam({ emaOverwriteFrequency: 0.5 }),
        "emaOverwriteFrequency is out of range. Expected an integer ≥ 1, received 0.5.",
      ],
      [
        "an unknown option",
        () => optimizers.sgd({ momentun: 1 } as never),
        'there is no option "momentun". Expected one of learningRate,',
      ],
      [
        "AdamW without decay",
        () => optimizers.adamw({ weightDecay: null }),
        "weightDecay is missing. Expected a number ≥ 0, received null.",
      ],
      [
        "Lion without momentum",
        () => optimizers.lion({ beta1: 0 }),
        "beta1 is out of range. Expected a number in (0, 1], received 0.",
      ],
      [
        "a rising FTRL",
        () => optimizers.ftrl({ learningRatePower: 1 }),
        "learningRatePower is out of range. Expected a number ≤ 0, received 1.",
      ],
      [
        "a scale around nothing",
        () => optimizers.lossScaleOptimizer({} as never),
        "innerOptimizer is missing. Expected an Optimizer, received undefined.",
      ],
      [
        "a number where there is a schedule",
        () => {
          const learningRate = schedules.exponentialDecay({
            initialLearningRate: 1,
            decaySteps: 1,
            decayRate: 1,
          });
          optimizers.sgd({ learningRate }).learningRate = 1;
        },
        "learningRate is given by a schedule. Expected an optimizer made with a number",
      ],
      [
        "gradients of other weights",
        () => optimizers.sgd().apply([], [new Variable([1])]),
        "apply got the wrong number of gradients. Expected 1, one for each weight, received 0.",
      ],
      [
        "an exclusion after building",
        () => {
          const optimizer = optimizers.sgd();
          optimizer.build([new Variable([1])]);
          optimizer.excludeFromWeightDecay({ varNames: ["bias"] });
        },
        "excludeFromWeightDecay came too late",
      ],
      [
        "state of another shape",
        () => optimizers.sgd().setWeights([0]),
        "setWeights got the wrong number of values. Expected 2",
      ],
    ];
    for (const [what, build, message] of wrong) {
      it(what, () => expect(build).to.throw(message));
    }
  });
});
