import { backend as onnx } from "@antler/backend-onnx";
import { backend as reference } from "@antler/backend-reference";
import { backend as tfjs } from "@antler/backend-tfjs";
import { setRandomSeed, tensor } from "@antler/core";
import { layers, sequential } from "@antler/layers";
import { expect } from "chai";

const [examples, steps] = [16, 100];

/** The sign of the first number decides; a hundred numbers of noise follow. */
function data() {
  const x = Float32Array.from({ length: examples * steps }, (_, i) => Math.sin(i * 12.9898) * 0.3);
  const y = new Float32Array(examples);
  for (let i = 0; i < examples; i++) {
    y[i] = i % 2;
    x[i * steps] = i % 2 === 0 ? -2 : 2;
  }
  return {
    x: tensor(x, { shape: [examples, steps, 1] }),
    y: tensor(y, { shape: [examples, 1] }),
  };
}

async function losses(factory: typeof reference, device: string): Promise<readonly number[]> {
  setRandomSeed(7);
  const backend = await factory.open({ device });
  const model = sequential([
    layers.input({ shape: [steps, 1] }),
    layers.lstm({ units: 8 }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  model.compile({ optimizer: "adam", loss: "binaryCrossentropy", backend });
  const { x, y } = data();
  const history = await model.fit(x, y, { epochs: 3, batchSize: 8, verbose: 0 });
  await backend.close();
  return history.history.loss as readonly number[];
}

describe("a recurrent layer over a hundred steps", () => {
  it("trains on every backend, with the same losses", async () => {
    const expected = await losses(reference, "cpu");
    expect(expected.at(-1)).to.be.below(expected[0] as number);
    for (const [factory, device] of [
      [tfjs, "wasm"],
      [onnx, "cpu"],
    ] as const) {
      const received = await losses(factory, device);
      received.forEach((loss, epoch) => {
        expect(loss, `${factory.name}, epoch ${epoch}`).to.be.closeTo(
          expected[epoch] as number,
          1e-4,
        );
      });
    }
  }).timeout(120_000);
});
