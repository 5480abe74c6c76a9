import { backend } from "@antler/backend-reference";
import {
  ArgumentError,
  drawNormal,
  grad,
  ops,
  SeedGenerator,
  ShapeError,
  setDefaultBackend,
  symbol,
  Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

const [time, classes] = [5, 3];
const generator = new SeedGenerator(7);
const drawn = [...drawNormal(generator, 2 * time * classes)];
const logits = tensor(Float32Array.from(drawn), { shape: [2, time, classes] });

/** Probabilities of one sequence: [time][class]. */
function probabilities(sequence: number): number[][] {
  return Array.from({ length: time }, (_, t) => {
    const begin = (sequence * time + t) * classes;
    const raised = drawn.slice(begin, begin + classes).map(Math.exp);
    const total = raised.reduce((a, b) => a + b);
    return raised.map((value) => value / total);
  });
}

/** The probability of every label sequence, by going through all ways to read it. */
function bruteForce(sequence: number, length: number, blank: number): Map<string, number> {
  const p = probabilities(sequence);
  const found = new Map<string, number>();
  for (let code = 0; code < classes ** length; code++) {
    const frames = Array.from({ length }, (_, t) => Math.floor(code / classes ** t) % classes);
    const labels = frames.filter((c, t) => c !== blank && c !== frames[t - 1]);
    const probability = frames.reduce((all, c, t) => all * (p[t]?.[c] as number), 1);
    found.set(labels.join(), (found.get(labels.join()) ?? 0) + probability);
  }
  return found;
}

describe("connectionist temporal classification", () => {
  before(async () => setDefaultBackend(await backend.open({})));
  after(() => setDefaultBackend(undefined));

  const cases = [
    { labels: [1, 2, 1], length: 5 },
    { labels: [1, 1, 0], length: 4, count: 2 },
    { labels: [2, 0, 0], length: 3, count: 1 },
    { labels: [0, 0, 0], length: 5, count: 0 },
  ];
  for (const { labels, length, count = labels.length } of cases) {
    it(`ctcLoss of ${labels.slice(0, count)} in ${length} frames`, async () => {
      const target = tensor(Int32Array.from([...labels, ...labels]), { shape: [2, 3] });
      const loss = await ops.ctcLoss(target, logits, [count, count], [length, length]).array();
      const expected = [0, 1].map((sequence) => {
        const all = bruteForce(sequence, length, 0);
        return -Math.log(all.get(labels.slice(0, count).join()) ?? 0);
      });
      (loss as number[]).forEach((value, i) => {
        expect(value).to.be.closeTo(expected[i] as number, 1e-4);
      });
    });
  }

  it("ctcLoss has the gradient of its differences", async () => {
    const target = tensor(Int32Array.of(1, 1, 2, 2, 1, 0), { shape: [2, 3] });
    const total = (x: Tensor) => ops.sum(ops.ctcLoss(target, x, [3, 2], [5, 4]));
    const slope = await grad(total(logits), logits).data();
    const step = 1e-2;
    for (let i = 0; i < drawn.length; i++) {
      const moved = async (by: number) => {
        const data = Float32Array.from(drawn);
        data[i] = (data[i] as number) + by;
        return total(tensor(data, { shape: [2, time, classes] })).item();
      };
      const difference = ((await moved(step)) - (await moved(-step))) / (2 * step);
      expect(slope[i]).to.be.closeTo(difference, 2e-3);
    }
  });

  it("ctcLoss is infinite where the labels do not fit, with a gradient of zeros", async () => {
    const target = tensor(Int32Array.of(1, 1, 1), { shape: [1, 3] });
    const first = ops.stridedSlice(logits, [0], [1]);
    const loss = ops.ctcLoss(target, first, [3], [4]);
    expect(await loss.array()).to.deep.equal([Number.POSITIVE_INFINITY]);
    const slope = await grad(ops.sum(loss), logits).data();
    expect([...slope].every((value) => value === 0)).to.equal(true);
  });

  it("beam search over everything finds the most probable sequences", async () => {
    const topPaths = 4;
    const [paths, scores] = ops.ctcDecode(logits, [5, 4], {
      strategy: "beam_search",
      beamWidth: 500,
      topPaths,
      maskIndex: 2,
    });
    const [found, p] = [
      (await paths.array()) as number[][][],
      (await scores.array()) as number[][],
    ];
    [5, 4].forEach((length, sequence) => {
      const all = [...bruteForce(sequence, length, 2)].sort(([, a], [, b]) => b - a);
      for (let rank = 0; rank < topPaths; rank++) {
        const [labels, probability] = all[rank] as [string, number];
        const path = found[rank]?.[sequence] as number[];
        expect(path.filter((label) => label >= 0).join()).to.equal(labels);
        expect(p[sequence]?.[rank]).to.be.closeTo(Math.log(probability), 1e-4);
      }
    });
  });

  it("greedy decoding merges what repeats, unless told not to", async () => {
    const best = [1, 1, 0, 1, 2];
    const x = ops.multiply(ops.oneHot(Int32Array.from(best), classes), 3);
    const decode = async (options: object) => {
      const [paths, scores] = ops.ctcDecode(ops.expandDims(x, 0), [5], options);
      expect(await scores.array()).to.deep.equal([[-15]]);
      return ((await paths.array()) as number[][][])[0]?.[0];
    };
    expect(await decode({})).to.deep.equal([1, 1, 2, -1, -1]);
    expect(await decode({ mergeRepeated: false })).to.deep.equal([1, 1, 1, 2, -1]);
    expect(await decode({ maskIndex: null })).to.deep.equal([1, 0, 1, -1, -1]);
  });

  it("says what does not fit", () => {
    expect(() => ops.ctcLoss([[1, 2]], logits, [2], [5])).to.throw(
      ShapeError,
      "ctcLoss: the inputs do not fit. Expected target [batch, labels], output [batch, time, classes] and lengths [batch], received target [1, 2], output [2, 5, 3], lengths [1] and [1].",
    );
    const open = new Tensor({ op: "input", shape: [1, 5, symbol("classes")], dtype: "float32" });
    expect(() => ops.ctcLoss([[1, 2]], open, [2], [5])).to.throw(
      ShapeError,
      /the number of classes is not known/,
    );
    expect(() => ops.ctcDecode(logits, [5, 5], { strategy: "best" as "greedy" })).to.throw(
      ArgumentError,
      'ctcDecode: unknown strategy. Expected "greedy" or "beam_search", received "best".',
    );
    expect(() => ops.ctcDecode(logits, [5, 5], { strategy: "beam_search", topPaths: 0 })).to.throw(
      ArgumentError,
      "ctcDecode: topPaths is no number of sequences. Expected a positive integer, received 0.",
    );
  });
});
