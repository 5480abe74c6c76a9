import { backend } from "@antler/backend-reference";
import { type Backend, setDefaultBackend, type Tensor, tensor } from "@antler/core";
import { layers } from "@antler/layers";
import { expect } from "chai";

describe("layers of words", () => {
  let opened: Backend;
  before(async () => {
    opened = await backend.open({});
    setDefaultBackend(opened);
  });
  after(() => opened.close());

  const read = async (value: unknown): Promise<unknown> => (value as Tensor).array();

  it("learn a vocabulary, most frequent words first, and keep it in their config", async () => {
    const lookup = layers.stringLookup({ maxTokens: 3 });
    await lookup.adapt(["b", "a", "a", "c", "b"]);
    expect(lookup.getVocabulary()).to.deep.equal(["[UNK]", "b", "a"]);
    expect(lookup.getVocabulary(false)).to.deep.equal(["b", "a"]);
    expect(await read(lookup(["a", "c"]))).to.deep.equal([2, 0]);
    expect(lookup.getConfig().vocabularySize).to.equal(3);
  });

  it("turn words into indices and back", async () => {
    const config = { vocabulary: ["a", "b"], maskToken: "" };
    const there = layers.stringLookup(config);
    const back = layers.stringLookup({ ...config, invert: true });
    const words = [
      ["a", ""],
      ["b", "zz"],
    ];
    const indices = (await read(there(words))) as number[][];
    expect(indices).to.deep.equal([
      [2, 0],
      [3, 1],
    ]);
    expect(back(indices)).to.deep.equal([
      ["a", ""],
      ["b", "[UNK]"],
    ]);
  });

  it("are made again from their config", async () => {
    const layer = layers.textVectorization({ ngrams: 2, vocabulary: ["red", "red car", "car"] });
    const again = new layers.TextVectorization(layer.getConfig());
    for (const vectorize of [layer, again]) {
      expect(await read(vectorize(["Red, car!", "car"]))).to.deep.equal([
        [2, 4, 3],
        [4, 0, 0],
      ]);
    }
  });

  it("read data in batches", async () => {
    const vectorize = layers.textVectorization({ outputMode: "count" });
    await vectorize.adapt(new Set([["a b"], ["b b c"]]));
    expect(vectorize.getVocabulary()).to.deep.equal(["[UNK]", "b", "c", "a"]);
    expect(await read(vectorize(["b d b"]))).to.deep.equal([[1, 2, 0, 0]]);
  });

  it("name layer, option and what they expect", async () => {
    expect(() => layers.hashing({ numBins: 0, name: "h" })).to.throw(
      "h: numBins is out of range. Expected a positive integer, received 0.",
    );
    expect(() => layers.stringLookup({ vocabulary: ["a", "a"], name: "s" })).to.throw(
      's: words of the vocabulary repeat. Expected each word once, received ["a"].',
    );
    expect(() => layers.stringLookup({ outputMode: "multi_hot", name: "s" })(["a"])).to.throw(
      "s: the vocabulary is not known yet. Expected the option vocabulary, or a call of adapt before",
    );
    expect(() =>
      layers.stringLookup({ vocabulary: ["a"], numOovIndices: 0, name: "s" })(["b"]),
    ).to.throw('s: "b" is not in the vocabulary. Expected a known word, since numOovIndices is 0.');
    expect(() => layers.stringLookup({ vocabulary: ["a"], name: "s" })([["a"], []])).to.throw(
      "s: expected lists of one length, received [1] beside [0].",
    );
  });
});

describe("preprocessing that learns from data", () => {
  let opened: Backend;
  before(async () => {
    opened = await backend.open({});
    setDefaultBackend(opened);
  });
  after(() => opened.close());

  it("finds the bins that hold equally many elements", async () => {
    const layer = layers.discretization({ numBins: 4, epsilon: 0.01 });
    await layer.adapt([-1.5, 1, 3.4, 0.5, 0, 3, 1.3, 0]);
    // What real Keras finds.
    expect(layer.binBoundaries).to.deep.equal([0, 0.5, Math.fround(1.3)]);
    const again = new layers.Discretization(layer.getConfig());
    expect(again.binBoundaries).to.deep.equal(layer.binBoundaries);
    const bins = await layer(tensor([-5, 0.2, 1.2, 9])).array();
    expect(bins).to.deep.equal([0, 1, 2, 3]);
  });

  it("normalizes by the mean and variance of all batches", async () => {
    const [whole, parts] = [layers.normalization(), layers.normalization()];
    const rows = [
      [1, 10],
      [2, 20],
      [6, 0],
    ];
    await whole.adapt(rows);
    await parts.adapt([tensor(rows.slice(0, 1)), tensor(rows.slice(1))]);
    const expected = (await whole(tensor(rows)).array()) as number[][];
    const received = (await parts(tensor(rows)).array()) as number[][];
    expected.flat().forEach((value, i) => {
      expect(received.flat()[i]).to.be.closeTo(value, 1e-5);
    });
    expect(expected.reduce((sum, [x = 0]) => sum + x, 0)).to.be.closeTo(0, 1e-5);
  });
});
