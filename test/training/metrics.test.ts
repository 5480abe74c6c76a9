import { backend } from "@antler/backend-reference";
import { compile, fromHost, setDefaultBackend, type Tensor } from "@antler/core";
import { metrics } from "@antler/layers";
import { expect } from "chai";
import { camelCase, eachGolden, expectClose, type GoldenTensor, host } from "./golden.js";

interface MetricCase {
  readonly id: string;
  readonly keras_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly updates: readonly {
    readonly args: readonly GoldenTensor[];
    readonly sample_weight: GoldenTensor | null;
  }[];
  readonly expected: { readonly results: readonly { readonly $t: GoldenTensor }[] };
  readonly tol: number;
}

const factories = {
  MeanSquaredError: metrics.meanSquaredError,
  BinaryAccuracy: metrics.binaryAccuracy,
  CategoricalAccuracy: metrics.categoricalAccuracy,
  SparseCategoricalAccuracy: metrics.sparseCategoricalAccuracy,
};

describe("metrics", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  describe("update by update as in Keras", () => {
    eachGolden<MetricCase>(
      "metrics",
      ({ keras_name }) => keras_name in factories,
      async ({ keras_name, config, updates, expected, tol }) => {
        const metric = factories[keras_name as keyof typeof factories](camelCase(config));
        for (const [i, { args, sample_weight }] of updates.entries()) {
          const [y, p] = args.map((value) => fromHost(host(value))) as [Tensor, Tensor];
          const weight = sample_weight === null ? [] : [fromHost(host(sample_weight))];
          metric.updateState(y, p, ...weight);
          const result = expected.results[i]?.$t.data ?? [];
          expectClose(await metric.result().data(), result, tol, `update ${i}`);
        }
      },
    );
    eachGolden<MetricCase>(
      "metrics",
      ({ keras_name }) => keras_name === "Mean",
      async ({ updates, expected, tol }) => {
        const mean = new metrics.Mean();
        for (const [i, { args, sample_weight }] of updates.entries()) {
          const weight = sample_weight === null ? [] : [fromHost(host(sample_weight))];
          mean.updateState(fromHost(host(args[0] as GoldenTensor)), ...weight);
          expectClose(
            await mean.result().data(),
            expected.results[i]?.$t.data ?? [],
            tol,
            `update ${i}`,
          );
        }
      },
    );
  });

  it("chooses the accuracy that the shapes ask for", async () => {
    const check = async (y: number[] | number[][], p: number[][], e: number) => {
      const metric = metrics.accuracy();
      metric.updateState(y as number[], p);
      expect(await metric.result().item()).to.equal(e);
    };
    await check([1, 0], [[0.9], [0.8]], 0.5);
    await check(
      [1, 0],
      [
        [0.1, 0.9],
        [0.2, 0.8],
      ],
      0.5,
    );
    await check(
      [
        [0, 1],
        [0, 1],
      ],
      [
        [0.1, 0.9],
        [0.2, 0.8],
      ],
      1,
    );
  });

  it("accumulates inside a compiled function and starts again after a reset", async () => {
    const metric = metrics.mae();
    const step = compile((y: Tensor, p: Tensor) => {
      metric.updateState(y, p);
      return metric.result();
    });
    expect(await (await step([0, 0], [1, 1])).item()).to.equal(1);
    expect(await (await step([0, 0], [3, 3])).item()).to.equal(2);
    metric.resetState();
    expect(await (await step([0, 0], [3, 3])).item()).to.equal(3);
  });
});
