import { backend as onnx } from "@antler/backend-onnx";
import { backend as reference } from "@antler/backend-reference";
import { backend as tfjs } from "@antler/backend-tfjs";
import {
  type Backend,
  type BackendFactory,
  compile,
  evaluate,
  fromHost,
  grad,
  hostTensor,
  ops,
  setDefaultBackend,
  setRandomSeed,
  type Tensor,
  tensor,
  type Variable,
} from "@antler/core";
import {
  type CellCallOptions,
  deserialize,
  layers,
  maskOf,
  model,
  optimizers,
  RNNCell,
  sequential,
  setMask,
} from "@antler/layers";
import { expect } from "chai";

function wave(shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, (_, i) => Math.sin(3 * i + 1));
  return fromHost(hostTensor(values, { shape }));
}

async function flat(x: Tensor): Promise<readonly number[]> {
  return Array.from((await x.data()) as Float32Array);
}

async function near(received: Tensor, expected: Tensor): Promise<void> {
  expect(received.shape).to.deep.equal(expected.shape);
  const [a, e] = [await flat(received), await flat(expected)];
  e.forEach((value, i) => {
    expect(a[i], `element ${i}`).to.be.closeTo(value, 1e-5);
  });
}

type Stepwise = CellCallOptions & { readonly states: readonly Tensor[] };

/** Adds up its inputs, and gives twice the sum. */
class Total extends RNNCell {
  readonly stateSize = 3;
  override call(x: Tensor, { states: [sum] }: Stepwise): readonly Tensor[] {
    const next = x.add(sum as Tensor);
    return [next.multiply(2), next];
  }
}

/** A simple recurrent cell with weights of its own, and a constant added at every step. */
class Own extends RNNCell {
  readonly stateSize = 2;
  kernel!: Variable;
  recurrentKernel!: Variable;
  override build([, features]: readonly unknown[]): void {
    this.kernel = this.addWeight({ name: "kernel", shape: [features as number, 2] });
    this.recurrentKernel = this.addWeight({ name: "recurrent_kernel", shape: [2, 2] });
  }
  override call(x: Tensor, { states: [h], constants = [] }: Stepwise): readonly Tensor[] {
    const sum = x.matmul(this.kernel).add((h as Tensor).matmul(this.recurrentKernel));
    const next = constants.reduce((total, c) => total.add(c), sum).tanh();
    return [next, next];
  }
}

describe("recurrent layers", () => {
  let backend: Backend;
  before(async () => {
    backend = await reference.open({});
    setDefaultBackend(backend);
  });
  after(() => backend.close());

  describe("one loop for every length", () => {
    const candidates: readonly (readonly [BackendFactory, string])[] = [
      [reference, "cpu"],
      [tfjs, "cpu"],
      [onnx, "cpu"],
    ];
    for (const [factory, device] of candidates) {
      it(`runs on ${factory.name}, forward and backward`, async () => {
        const engine = await factory.open({ device });
        const layer = layers.bidirectional({
          layer: layers.lstm({ units: 3, returnSequences: true }),
        });
        layer.build([2, 5, 4]);
        const compute = (x: Tensor): readonly Tensor[] => {
          const y = layer(x);
          return [y, ...grad(ops.sum(ops.square(y)), layer.trainableWeights)];
        };
        const run = compile(compute, {
          backend: engine,
          inputs: [{ shape: ["batch", "time", 4] }],
        });
        for (const shape of [
          [2, 5, 4],
          [3, 8, 4],
          [1, 1, 4],
        ]) {
          const received = await run(wave(shape));
          const expected = compute(wave(shape));
          for (const [i, value] of expected.entries()) await near(received[i] as Tensor, value);
        }
        await run.close();
        await engine.close();
      });
    }

    it("unrolled gives the same values and gradients", async () => {
      const looped = layers.gru({ units: 3, goBackwards: true, returnSequences: true });
      const unrolled = layers.gru({ ...looped.getConfig(), units: 3, name: "u", unroll: true });
      const x = setMask(
        wave([2, 4, 3]),
        tensor([
          [true, false, true, true],
          [false, true, true, false],
        ]),
      );
      await near(looped(x), looped(x));
      unrolled(x);
      unrolled.setWeights(await looped.getWeights());
      await near(unrolled(x), looped(x));
      const slopes = [looped, unrolled].map((layer) =>
        grad(ops.sum(ops.square(layer(x))), layer.trainableWeights),
      );
      for (const [i, slope] of (slopes[0] ?? []).entries()) {
        await near(slopes[1]?.[i] as Tensor, slope);
      }
    });
  });

  describe("cells", () => {
    it("give the output and the new states for one step", async () => {
      const layer = layers.lstm({ units: 2, returnState: true });
      const x = wave([2, 1, 3]);
      const [expected, h, c] = layer(x) as [Tensor, Tensor, Tensor];
      const zeros = [ops.zeros([2, 2]), ops.zeros([2, 2])];
      const [output, states] = layer.cell(ops.reshape(x, [2, 3]), zeros);
      await near(output, expected);
      await near(states[0] as Tensor, h);
      await near(states[1] as Tensor, c);
    });

    it("of a user's own run in a loop, with masks", async () => {
      const ones = ops.ones([1, 3, 3]);
      const mask = tensor([[true, false, true]]);
      const all = layers.rnn({ cell: new Total(), returnSequences: true });
      expect(await all(ones, { mask }).array()).to.deep.equal([
        [
          [2, 2, 2],
          [2, 2, 2],
          [4, 4, 4],
        ],
      ]);
      const zeroed = layers.rnn({
        cell: new Total(),
        returnSequences: true,
        zeroOutputForMask: true,
      });
      expect(await zeroed(ones, { mask }).array()).to.deep.equal([
        [
          [2, 2, 2],
          [0, 0, 0],
          [4, 4, 4],
        ],
      ]);
      const last = layers.rnn({ cell: new Total(), returnState: true });
      const [output, sum] = last(ones, { mask: tensor([[true, true, false]]) });
      expect(await (output as Tensor).array()).to.deep.equal([[4, 4, 4]]);
      expect(await (sum as Tensor).array()).to.deep.equal([[2, 2, 2]]);
    });

    it("of a user's own equal those that come with the layers", async () => {
      const own = layers.rnn({ cell: new Own(), returnSequences: true });
      const known = layers.simpleRNN({ units: 2, useBias: false, returnSequences: true });
      const x = wave([2, 4, 3]);
      known(x);
      own(x);
      own.setWeights(await known.getWeights());
      await near(own(x), known(x));
      const slopes = [own, known].map((layer) =>
        grad(ops.sum(ops.square(layer(x))), layer.trainableWeights),
      );
      await near(slopes[0]?.[1] as Tensor, slopes[1]?.[1] as Tensor);
    });

    it("get the constants of the call", async () => {
      const layer = layers.rnn({ cell: new Own() });
      const x = wave([2, 4, 3]);
      const plain = layer(x);
      await near(layer(x, { constants: [ops.zeros([1])] }), plain);
      expect(await flat(layer(x, { constants: [ops.ones([1])] }))).not.to.deep.equal(
        await flat(plain),
      );
    });

    it("whose call a user has changed are not passed by", async () => {
      class Negated extends layers.GRUCell {
        override call(...args: Parameters<layers.GRUCell["call"]>): readonly Tensor[] {
          const [output, ...states] = super.call(...args) as [Tensor, ...Tensor[]];
          return [output.negative(), ...states];
        }
      }
      const layer = layers.rnn({ cell: new Negated({ units: 2 }), returnState: true });
      const [output, state] = layer(wave([2, 4, 3])) as [Tensor, Tensor];
      await near(output, state.negative());
    });

    it("in a stack equal layers one after the other", async () => {
      const cells = [layers.gruCell({ units: 3 }), layers.lstmCell({ units: 2 })];
      const stack = layers.rnn({ cell: cells, returnSequences: true, returnState: true });
      const first = layers.gru({ units: 3, returnSequences: true });
      const second = layers.lstm({ units: 2, returnSequences: true });
      const x = wave([2, 4, 3]);
      const [output, ...states] = stack(x) as [Tensor, ...Tensor[]];
      second(first(x));
      const values = await stack.getWeights();
      first.setWeights(values.slice(0, 3));
      second.setWeights(values.slice(3));
      await near(output, second(first(x)));
      expect(states.map(({ shape }) => shape)).to.deep.equal([
        [2, 3],
        [2, 2],
        [2, 2],
      ]);
    });
  });

  describe("dropout", () => {
    it("drops the same inputs at all steps, in training alone", async () => {
      const layer = layers.simpleRNN({
        units: 4,
        dropout: 0.5,
        seed: 1,
        activation: "linear",
        kernelInitializer: "identity",
        recurrentInitializer: "zeros",
        returnSequences: true,
      });
      const x = ops.ones([3, 5, 4]);
      const kept = (await layer(x, { training: true }).array()) as number[][][];
      for (const sample of kept) {
        for (const step of sample) expect(step).to.deep.equal(sample[0]);
      }
      expect([...new Set(kept.flat(2))].sort()).to.deep.equal([0, 2]);
      await near(layer(x), x);
    });

    it("drops the same states at all steps", async () => {
      const layer = layers.simpleRNN({
        units: 4,
        recurrentDropout: 0.5,
        seed: 1,
        activation: "linear",
        kernelInitializer: "zeros",
        recurrentInitializer: "identity",
        returnSequences: true,
      });
      const initialState = ops.ones([3, 4]);
      const y = layer(ops.ones([3, 3, 4]), { training: true, initialState });
      const steps = (await y.array()) as number[][][];
      for (const [one, two, three] of steps) {
        expect(two).to.deep.equal(one?.map((value) => 2 * value));
        expect(three).to.deep.equal(one?.map((value) => 4 * value));
      }
    });

    it("draws the same numbers on every backend", async () => {
      const results: (readonly number[])[] = [];
      for (const [factory, device] of [
        [reference, "cpu"],
        [tfjs, "cpu"],
        [onnx, "cpu"],
      ] as const) {
        const engine = await factory.open({ device });
        const config = { units: 2, dropout: 0.3, recurrentDropout: 0.3, seed: 7 };
        const layer = layers.lstm({ ...config, kernelInitializer: "ones" });
        layer.build([2, 3, 4]);
        layer.cell.weights[1]?.assign(ops.ones([2, 8]));
        const [value] = await evaluate([layer(wave([2, 3, 4]), { training: true })], {
          backend: engine,
        });
        results.push(Array.from(value?.data as Float32Array));
        await engine.close();
      }
      for (const result of results) {
        result.forEach((value, i) => {
          expect(value).to.be.closeTo(results[0]?.[i] as number, 1e-5);
        });
      }
    });
  });

  describe("states", () => {
    it("go from an encoder to a decoder", async () => {
      const source = layers.input({ shape: ["from", 3] });
      const target = layers.input({ shape: ["to", 2] });
      const [, h, c] = layers.lstm({ units: 4, returnState: true })(source) as Tensor[];
      const decoder = layers.lstm({ units: 4, returnSequences: true });
      const m = model({
        inputs: [source, target],
        outputs: decoder(target, { initialState: [h as Tensor, c as Tensor] }),
      });
      const given = [wave([2, 5, 3]), wave([2, 3, 2])];
      const before = (await m.predict(given)) as Tensor;
      expect(before.shape).to.deep.equal([2, 3, 4]);
      const other = (await m.predict([ops.zeros([2, 5, 3]), given[1] as Tensor])) as Tensor;
      expect(await flat(other)).not.to.deep.equal(await flat(before));
    });

    it("stay from call to call, until they are reset", async () => {
      const whole = layers.gru({ units: 3, returnSequences: true });
      const x = wave([2, 6, 3]);
      const expected = whole(x);
      const inParts = layers.gru({ units: 3, returnSequences: true, stateful: true });
      inParts.build([2, 3, 3]);
      inParts.setWeights(await whole.getWeights());
      const [first, second] = ops.split(x, 2, 1) as [Tensor, Tensor];
      for (let round = 0; round < 2; round++) {
        await near(ops.concatenate([inParts(first), inParts(second)], 1), expected);
        inParts.resetState();
      }
      expect(inParts.weights.length).to.equal(3);
    });

    it("stay from batch to batch of a model, not while it is written down", async () => {
      const x = layers.input({ shape: [4, 3], batchSize: 2 });
      const layer = layers.lstm({ units: 1, stateful: true });
      const m = model({ inputs: x, outputs: layer(x) });
      const state = (): Promise<readonly number[]> => flat((layer.states[0] as Variable).read());
      expect(await state()).to.deep.equal([0, 0]);
      layer.computeOutputShape([2, 4, 3]);
      expect(await state()).to.deep.equal([0, 0]);
      const one = (await m.predict(wave([2, 4, 3]))) as Tensor;
      expect(await state()).to.deep.equal(await flat(one));
      m.compile({ optimizer: "sgd", loss: "meanSquaredError" });
      await m.fit(wave([4, 4, 3]), wave([4, 1]), { batchSize: 2, epochs: 1, verbose: 0 });
      expect(await state()).not.to.deep.equal(await flat(one));
    });
  });

  describe("bidirectional", () => {
    it("merges in every way", async () => {
      const x = wave([2, 4, 3]);
      const both = layers.bidirectional({ layer: layers.gru({ units: 2 }), mergeMode: null });
      const [y, z] = both(x) as [Tensor, Tensor];
      const expected = {
        concat: ops.concatenate([y, z], -1),
        sum: y.add(z),
        mul: y.multiply(z),
        ave: y.add(z).divide(2),
      };
      for (const [mergeMode, value] of Object.entries(expected)) {
        const weights = await both.getWeights();
        const layer = layers.bidirectional({
          layer: layers.gru({ units: 2 }),
          mergeMode: mergeMode as "concat",
          weights,
        });
        await near(layer(x), value);
      }
    });

    it("gives each direction its half of the states", async () => {
      const layer = layers.bidirectional({ layer: layers.gru({ units: 2, returnState: true }) });
      const x = wave([2, 4, 3]);
      const [h, g] = [wave([2, 2]), ops.ones([2, 2])];
      const [output] = layer(x, { initialState: [h, g] }) as readonly Tensor[];
      const [forward] = layer.forwardLayer.invoke(x, { initialState: h }) as never as Tensor[];
      const [backward] = layer.backwardLayer.invoke(x, { initialState: g }) as never as Tensor[];
      await near(output as Tensor, ops.concatenate([forward as Tensor, backward as Tensor], -1));
    });

    it("copies its layer, cells included", async () => {
      const inner = layers.rnn({
        cell: [layers.gruCell({ units: 2 }), layers.lstmCell({ units: 2 })],
      });
      const layer = layers.bidirectional({ layer: inner });
      expect(layer(wave([2, 4, 3])).shape).to.deep.equal([2, 4]);
      expect(layer.weights.length).to.equal(12);
      expect(inner.built).to.equal(false);
    });
  });

  it("timeDistributed calls its layer on every step, of any number", async () => {
    const x = layers.input({ shape: ["time", "words", 3] });
    const inner = layers.gru({ units: 2 });
    const m = model({ inputs: x, outputs: layers.timeDistributed({ layer: inner })(x) });
    const given = wave([2, 3, 4, 3]);
    const [first] = ops.split(given, 3, 1) as [Tensor];
    const received = (await m.predict(given)) as Tensor;
    expect(received.shape).to.deep.equal([2, 3, 2]);
    const [step] = ops.split(received, 3, 1) as [Tensor];
    await near(ops.reshape(step, [2, 2]), inner(ops.reshape(first, [2, 4, 3])));
  });

  it("masks go through a model", () => {
    const mask = tensor([[true, true, false]]);
    const x = setMask(wave([1, 3, 2]), mask);
    expect(maskOf(layers.lstm({ units: 2, returnSequences: true })(x))).to.equal(mask);
    expect(maskOf(layers.lstm({ units: 2 })(x))).to.equal(undefined);
  });

  it("come back from what Keras's files hold", async () => {
    const layer = layers.bidirectional({
      layer: layers.rnn({ cell: [layers.lstmCell({ units: 2, dropout: 0.5 })] }),
    });
    const x = wave([2, 3, 2]);
    const expected = layer(x);
    const again = deserialize(JSON.parse(JSON.stringify(layer))) as typeof layer;
    again(x);
    again.setWeights(await layer.getWeights());
    await near(again(x), expected);
  });

  it("compute in another dtype than they keep", () => {
    const layer = layers.lstm({ units: 2, dtype: "mixed_float16", returnState: true });
    const outputs = layer(wave([2, 3, 4]));
    expect(outputs.map(({ dtype }) => dtype)).to.deep.equal(["float16", "float16", "float16"]);
    expect(layer.weights[0]?.dtype).to.equal("float32");
  });

  it("learn", async () => {
    setRandomSeed(1);
    const m = sequential([
      layers.input({ shape: ["time", 1] }),
      layers.gru({ units: 8 }),
      layers.dense({ units: 1 }),
    ]);
    m.compile({ optimizer: optimizers.adam({ learningRate: 0.02 }), loss: "meanSquaredError" });
    const x = wave([32, 6, 1]);
    const y = ops.sum(x, 1);
    const { history } = await m.fit(x, y, { epochs: 15, batchSize: 8, verbose: 0 });
    const losses = history.loss as number[];
    expect(losses.at(-1)).to.be.lessThan(0.6 * (losses[0] as number));
  });
});
