import { expect } from "chai";
import { type BackendRun, run } from "../../examples/swap-backends.js";

describe("one program on reference, tfjs and onnx", function () {
  this.timeout(120_000);
  let runs: readonly BackendRun[];
  before(async () => {
    runs = await run({ epochs: 2 });
  });

  it("ran on all three", () => {
    expect(runs.map(({ backend }) => backend)).to.deep.equal(["reference", "tfjs", "onnx"]);
  });

  it("starts from the same weights, bit for bit", () => {
    const [first, ...others] = runs.map(({ initialWeights }) => initialWeights);
    expect(first?.flat().some((weight) => weight !== 0)).to.equal(true);
    for (const weights of others) expect(weights).to.deep.equal(first);
  });

  it("has the same loss after the first epoch, to 1e-4", () => {
    const [expected = Number.NaN, ...others] = runs.map(({ losses }) => losses[0] ?? Number.NaN);
    for (const loss of others) expect(loss).to.be.closeTo(expected, 1e-4 * expected);
  });

  it("ends with the same accuracy, to 0.01", () => {
    const [expected = Number.NaN, ...others] = runs.map(({ testAccuracy }) => testAccuracy);
    expect(expected).to.be.greaterThan(0.8);
    for (const accuracy of others) expect(accuracy).to.be.closeTo(expected, 0.01);
  });
});
