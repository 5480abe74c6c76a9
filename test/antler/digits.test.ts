import { datasets } from "antler";
import { expect } from "chai";

describe("datasets.digits", () => {
  it("has 1,437 images to train on and 360 held out, scaled to 0..1", async () => {
    const { train, test } = await datasets.digits();
    expect(train.x.shape).to.deep.equal([1437, 8, 8, 1]);
    expect(train.y.shape).to.deep.equal([1437]);
    expect(test.x.shape).to.deep.equal([360, 8, 8, 1]);
    expect(test.y.shape).to.deep.equal([360]);
    expect([train.x.dtype, train.y.dtype]).to.deep.equal(["float32", "int32"]);
    const pixels = await train.x.data();
    expect(Math.min(...pixels)).to.equal(0);
    expect(Math.max(...pixels)).to.equal(1);
  });

  it("holds out a fifth of every digit", async () => {
    const { train, test } = await datasets.digits();
    const [inTrain, inTest] = await Promise.all([count(train.y), count(test.y)]);
    for (let digit = 0; digit < 10; digit++) {
      const total = (inTrain[digit] ?? 0) + (inTest[digit] ?? 0);
      expect(Math.abs((inTest[digit] ?? 0) - total / 5), `digit ${digit}`).to.be.at.most(1);
    }
  });

  it("is the same at every call", async () => {
    const [a, b] = await Promise.all([datasets.digits(), datasets.digits()]);
    expect(await a.test.x.data()).to.deep.equal(await b.test.x.data());
    expect(await a.train.y.data()).to.deep.equal(await b.train.y.data());
  });
});

async function count(labels: { data(): Promise<ArrayLike<number>> }): Promise<number[]> {
  const counts = new Array<number>(10).fill(0);
  for (const label of Array.from(await labels.data())) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
