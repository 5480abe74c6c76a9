import { backend as reference } from "@antler/backend-reference";
import {
  type Backend,
  fromHost,
  hostTensor,
  setDefaultBackend,
  type Tensor,
  tensor,
} from "@antler/core";
import { deserialize, layers, maskOf, model, setMask } from "@antler/layers";
import { expect } from "chai";

function steps(batch: number, length: number, features: number, phase = 0): Tensor {
  const size = batch * length * features;
  const values = Array.from({ length: size }, (_, i) => Math.sin(3 * i + phase));
  return fromHost(hostTensor(values, { shape: [batch, length, features] }));
}

async function same(a: Tensor, b: Tensor): Promise<void> {
  const [x, y] = [await a.data(), await b.data()];
  expect(a.shape).to.deep.equal(b.shape);
  x.forEach((value, i) => {
    expect(value).to.be.closeTo(Number(y[i]), 1e-6);
  });
}

describe("attention", () => {
  let backend: Backend;
  before(async () => {
    backend = await reference.open({});
    setDefaultBackend(backend);
  });
  after(() => backend.close());

  const query = steps(1, 3, 4);
  const value = steps(1, 5, 4, 1);

  for (const [name, layer] of Object.entries({
    multiHeadAttention: layers.multiHeadAttention({ numHeads: 2, keyDim: 3 }),
    groupQueryAttention: layers.groupQueryAttention({
      headDim: 3,
      numQueryHeads: 4,
      numKeyValueHeads: 2,
    }),
  })) {
    describe(name, () => {
      it("takes arguments one by one, or one list", async () => {
        const expected = layer([query, value]);
        await same(layer(query, value), expected);
        await same(layer(query, value, value), expected);
        await same(layer(query, value, null, { training: false }), expected);
      });

      it("gives the same output with and without scores, which sum to 1", async () => {
        const options = { returnAttentionScores: true } as const;
        const [output, scores] = layer(query, value, options);
        await same(output, layer(query, value));
        const heads = name === "multiHeadAttention" ? 2 : 4;
        expect(scores.shape).to.deep.equal([1, heads, 3, 5]);
        for (const sum of await scores.sum(-1).data()) expect(sum).to.be.closeTo(1, 1e-6);
        expect(maskOf(scores)).to.equal(undefined);
      });

      it("sees no later key with a causal mask", async () => {
        const x = steps(1, 4, 4);
        const [, scores] = layer(x, x, { useCausalMask: true, returnAttentionScores: true });
        const [head] = ((await scores.array()) as number[][][][])[0] as number[][][];
        (head as number[][]).forEach((row, i) => {
          row.forEach((weight, j) => {
            expect(weight > 0).to.equal(j <= i);
          });
        });
        await same(
          layer(x, x, { useCausalMask: true }),
          layer(x, x, { useCausalMask: true, returnAttentionScores: true })[0],
        );
      });

      it("takes masks that the inputs carry, and gives the output that of the query", async () => {
        const queryMask = tensor([[true, false, true]], { dtype: "bool" });
        const valueMask = tensor([[true, true, false, true, false]], { dtype: "bool" });
        const warnings: unknown[] = [];
        const { warn } = console;
        console.warn = (text: unknown) => warnings.push(text);
        const masked = layer(
          setMask(steps(1, 3, 4), queryMask),
          setMask(steps(1, 5, 4, 1), valueMask),
        );
        console.warn = warn;
        expect(warnings).to.deep.equal([]);
        const given = layer(query, value, { valueMask });
        const first = (x: Tensor) => x.slice([0, 0, 0], [1, 1, 4]);
        await same(first(masked), first(given));
        expect(maskOf(masked)).to.equal(queryMask);
      });

      it("joins a mask for all heads with the others", async () => {
        const attentionMask = tensor([
          [
            [1, 0, 0, 0, 0],
            [0, 1, 0, 0, 0],
            [0, 0, 1, 0, 0],
          ],
        ]);
        const [, scores] = layer(query, value, { attentionMask, returnAttentionScores: true });
        const rows = ((await scores.array()) as number[][][][])[0]?.[0] as number[][];
        expect(rows.map((row) => row.indexOf(1))).to.deep.equal([0, 1, 2]);
      });

      it("works in functional models", async () => {
        const x = layers.input({ shape: [null, 4] });
        const m = model({ inputs: x, outputs: layer(x, x, { useCausalMask: true }) });
        await same(m(query), layer(query, query, { useCausalMask: true }));
      });

      it("is read again from its saved form", () => {
        const again = deserialize(JSON.parse(JSON.stringify(layer)));
        expect(JSON.stringify(again)).to.equal(JSON.stringify(layer));
      });
    });
  }

  it("slides a window", async () => {
    const layer = layers.multiHeadAttention({ numHeads: 1, keyDim: 2, slidingWindow: 2 });
    const x = steps(1, 4, 4);
    const [, scores] = layer(x, x, { returnAttentionScores: true });
    const rows = ((await scores.array()) as number[][][][])[0]?.[0] as number[][];
    rows.forEach((row, i) => {
      row.forEach((weight, j) => {
        expect(weight > 0).to.equal(Math.abs(i - j) < 2);
      });
    });
  });

  it("drops scores in training only", async () => {
    const layer = layers.attention({ dropout: 0.5, seed: 3 });
    const [, kept] = layer([query, value], { returnAttentionScores: true });
    const [, dropped] = layer([query, value], { returnAttentionScores: true, training: true });
    expect([...(await kept.data())].every((weight) => weight > 0)).to.equal(true);
    expect([...(await dropped.data())].some((weight) => weight === 0)).to.equal(true);
  });

  it("freezes inner layers that are made later", () => {
    const layer = layers.multiHeadAttention({ numHeads: 1, keyDim: 2, trainable: false });
    layer(query, value);
    expect(layer.weights.some(({ trainable }) => trainable)).to.equal(false);
  });
});
