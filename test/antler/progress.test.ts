import { expect } from "chai";
import { runNode } from "./helpers.js";

describe("progress in a pipe", () => {
  const train = (options: string) => `
    import { layers, sequential, useBackend } from "antler";
    await useBackend("reference");
    const model = sequential([layers.input({ shape: [2] }), layers.dense({ units: 1 })]);
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const x = [[0, 1], [1, 0], [1, 1]];
    await model.fit(x, [[1], [1], [2]], { epochs: 2, batchSize: 2, ${options} });`;

  it("is one plain line per epoch", async () => {
    const { stdout, stderr } = await runNode(train("validationSplit: 0.34"));
    const lines = stdout.trim().split("\n");
    expect(stderr).to.equal("");
    expect(lines).to.have.length(2);
    expect(lines[0]).to.match(/^Epoch 1\/2 .* ms\/step · .* · loss \d.* · val_loss \d/);
    expect(stdout).not.to.contain("\u001b").and.not.to.contain("\r");
  });

  it("is nothing with verbose 0", async () => {
    expect((await runNode(train("verbose: 0"))).stdout).to.equal("");
  });
});
