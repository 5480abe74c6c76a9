import { backend as reference } from "@antler/backend-reference";
import {
  type Backend,
  SerializationError,
  setDefaultBackend,
  type Tensor,
  tensor,
} from "@antler/core";
import { deserialize, type Layer, layers, registerSerializable } from "@antler/layers";
import { expect } from "chai";

// What layers do in training that no single value shows.

const training = { training: true } as const;
const ones = (...shape: number[]): Tensor =>
  tensor(new Float32Array(shape.reduce((a, b) => a * b)).fill(1), { shape });

async function moments(x: Tensor): Promise<{ mean: number; variance: number }> {
  const values = [...(await x.data())];
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

describe("layers in training", () => {
  let backend: Backend;
  before(async () => {
    backend = await reference.open({});
    setDefaultBackend(backend);
  });
  after(() => backend.close());

  it("gaussianNoise adds noise of the given deviation", async () => {
    const { mean, variance } = await moments(
      layers.gaussianNoise({ stddev: 0.5, seed: 1 })(ones(100, 100), training),
    );
    expect(mean).to.be.closeTo(1, 0.02);
    expect(variance).to.be.closeTo(0.25, 0.01);
  });

  it("gaussianDropout multiplies by noise of deviation √(rate / (1 − rate))", async () => {
    const { mean, variance } = await moments(
      layers.gaussianDropout({ rate: 0.2, seed: 1 })(ones(100, 100).multiply(3), training),
    );
    expect(mean).to.be.closeTo(3, 0.05);
    expect(variance).to.be.closeTo(9 * 0.25, 0.1);
  });

  it("alphaDropout keeps mean and variance of standard normal values", async () => {
    const x = layers.gaussianNoise({ stddev: 1, seed: 2 })(ones(100, 100).multiply(0), training);
    const { mean, variance } = await moments(
      layers.alphaDropout({ rate: 0.3, seed: 1 })(x, training),
    );
    expect(mean).to.be.closeTo(0, 0.05);
    expect(variance).to.be.closeTo(1, 0.05);
  });

  it("spatialDropout drops channels as a whole", async () => {
    const y = await layers
      .spatialDropout2d({ rate: 0.5, seed: 3 })(ones(4, 3, 3, 8), training)
      .data();
    const channels = Array.from({ length: 32 }, (_, i) => {
      const [sample, channel] = [Math.floor(i / 8), i % 8];
      return new Set(Array.from({ length: 9 }, (_, at) => y[sample * 72 + at * 8 + channel]));
    });
    expect(channels.every((values) => values.size === 1)).to.equal(true);
    const kept = channels.filter((values) => values.has(2)).length;
    expect(kept).to.be.within(8, 24);
  });

  it("spectralNormalization brings the largest singular value to 1", async () => {
    const inner = layers.dense({ units: 2, useBias: false });
    const layer = layers.spectralNormalization({ layer: inner, powerIterations: 20 });
    const x = tensor([[1, 2]]);
    layer(x);
    // Singular values 3 and 1/2 in rotated directions.
    const [c, s] = [Math.cos(0.5), Math.sin(0.5)];
    inner.setWeights([
      [
        [3 * c, -0.5 * s],
        [3 * s, 0.5 * c],
      ],
    ]);
    layer(x, training);
    const kernel = [...(await inner.kernel.data())];
    const expected = [c, -s / 6, s, c / 6];
    kernel.forEach((value, i) => {
      expect(value).to.be.closeTo(expected[i] as number, 1e-4);
    });
    expect(layer.weights.map(({ name }) => name.split("/").at(-1))).to.deep.equal([
      "kernel",
      "vector_u",
    ]);
  });

  it("batch renormalization with r = 1 and d = 0 is batch normalization, and meets inference", async () => {
    const x = tensor([
      [1, 10],
      [2, 30],
      [6, 20],
    ]);
    const renorm = { renorm: true, renormMomentum: 0, momentum: 0 } as const;
    const held = layers.batchNormalization({
      ...renorm,
      renormClipping: { rmin: 1, rmax: 1, dmax: 0 },
    });
    const plain = layers.batchNormalization({ momentum: 0 });
    const free = layers.batchNormalization(renorm);
    expect(await held(x, training).array()).to.deep.equal(await plain(x, training).array());
    free(x, training);
    // The statistics are those of this batch now: training and inference agree.
    const [trained, inferred] = [await free(x, training).data(), await free(x).data()];
    trained.forEach((value, i) => {
      expect(value).to.be.closeTo(inferred[i] as number, 1e-4);
    });
  });

  it("batchNormalization leaves masked steps out, and stays finite where all are masked", async () => {
    const x = tensor([
      [[1], [100]],
      [[3], [100]],
    ]);
    const layer = layers.batchNormalization({ momentum: 0 });
    const mask = tensor([
      [true, false],
      [true, false],
    ]);
    layer(x, { ...training, mask });
    expect((await layer.movingMean.data())[0]).to.be.closeTo(2, 1e-5);
    const none = mask.logicalAnd(false);
    const y = await layers
      .batchNormalization()(x, { ...training, mask: none })
      .data();
    expect([...y].every(Number.isFinite)).to.equal(true);
  });

  it("enableLora starts where the layer was, and trains the factors alone", async () => {
    const dense = layers.dense({ units: 3 });
    const x = tensor([[1, 2, 3, 4]]);
    const before = await dense(x).array();
    dense.enableLora(2, { loraAlpha: 4 });
    expect(await dense(x).array()).to.deep.equal(before);
    expect(dense.trainableWeights.map(({ name }) => name.split("/").at(-1))).to.deep.equal([
      "bias",
      "lora_kernel_a",
      "lora_kernel_b",
    ]);
    expect(dense.toJSON().config).to.include({ lora_rank: 2, lora_alpha: 4 });
    expect(() => dense.enableLora(2)).to.throw("enabled already");
  });

  it("lambda is saved by the name of its function", async () => {
    const half = registerSerializable("my", "half")((x: Tensor) => x.multiply(0.5));
    const json = JSON.parse(JSON.stringify(layers.lambda(half)));
    const again = deserialize(json) as Layer;
    expect(await again(tensor([[4]])).array()).to.deep.equal([[2]]);
    expect(() => JSON.stringify(layers.lambda((x: Tensor) => x.add(1)))).to.throw(
      SerializationError,
      "has no name to be saved by",
    );
  });
});
