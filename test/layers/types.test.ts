import type { Tensor } from "@antler/core";
import { Layer, layers, model, sequential } from "@antler/layers";
import { expect } from "chai";

class Own extends Layer {
  override call(x: Tensor): Tensor {
    return x;
  }
}

// Never called: that this file compiles is the test.
function compileTime(many: readonly Layer[], flag: boolean): void {
  sequential([
    layers.input({ shape: [28, 28, 1] }),
    layers.conv2d({ filters: 8, kernelSize: 3 }),
    layers.maxPooling2d(),
    layers.batchNormalization(),
    layers.flatten(),
    layers.dropout({ rate: 0.5 }),
    layers.dense({ units: 10 }),
  ]);
  sequential([
    layers.input({ shape: [64] }),
    layers.dense({ units: 4 }),
    // @ts-expect-error conv2d_0 expects rank 4 [batch, height, width, channels], got [batch, 4]
    layers.conv2d({ filters: 8, kernelSize: 3 }),
  ]);
  sequential([
    layers.input({ shape: [8, 8, 1] }),
    layers.flatten(),
    // @ts-expect-error maxPooling2d_0 expects rank 4
    layers.maxPooling2d(),
  ]);
  sequential([
    layers.flatten(),
    layers.dense({ units: 4 }),
    // @ts-expect-error a flattened tensor of any origin is no image
    layers.globalAveragePooling2d(),
  ]);
  sequential([
    layers.input({ shape: [16, 4] }),
    layers.conv1d({ filters: 8, kernelSize: 3, padding: "causal" }),
    layers.maxPooling1d(),
    layers.globalAveragePooling1d(),
    layers.dense({ units: 4 }),
  ]);
  sequential([
    layers.input({ shape: [16, 4] }),
    layers.separableConv1d({ filters: 8, kernelSize: 3 }),
    // @ts-expect-error conv3d_0 expects rank 5 [batch, depth, height, width, channels]
    layers.conv3d({ filters: 8, kernelSize: 3 }),
  ]);
  // What the types can't know passes.
  sequential([layers.dense({ units: 4 }), layers.conv2d({ filters: 8, kernelSize: 3 })]);
  sequential([
    layers.input({ shape: [64] }),
    new Own(),
    layers.conv2d({ filters: 8, kernelSize: 3 }),
  ]);
  sequential([layers.input({ shape: [64] }), ...many, layers.dense({ units: 4 })]);
  sequential(many);
  sequential([layers.input({ shape: [64] }), flag ? new Own() : layers.dense({ units: 4 })]);
  sequential([
    layers.input({ shape: [64] }),
    layers.reshape({ targetShape: [8, 8, 1] }),
    layers.conv2d({ filters: 8, kernelSize: 3 }),
  ]);

  // @ts-expect-error no such activation
  layers.dense({ units: 1, activation: "rleu" });
  layers.dense({ units: 1, activation: flag ? "relu" : undefined });
  // @ts-expect-error no such option
  layers.dense({ unit: 1 });

  const x = layers.input({ shape: [2] });
  let y: Tensor = x;
  for (let i = 0; i < 3; i++) y = layers.dense({ units: 2 ** i })(y);
  const pair = model({ inputs: [x, x], outputs: { y } });
  const out: Tensor = pair([x, x]).y;
  // @ts-expect-error the model takes a list of two
  pair(out);
}

describe("types", () => {
  it("compile", () => expect(compileTime).to.be.a("function"));
});
