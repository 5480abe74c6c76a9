import { type AnyLayer, initializers, layers, resetNames } from "@antler/layers";
import { expect } from "chai";
import { goldenCases } from "./golden.js";

interface ConfigCase {
  readonly id: string;
  /** The class, and what it is made with. */
  readonly class?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly serialized: unknown;
}

const made: Readonly<Record<string, () => AnyLayer | { toJSON(): unknown }>> = {
  "initializers.GlorotUniform": () => initializers.glorotUniform(),
  "initializers.RandomNormal": () => initializers.randomNormal(),
  "initializers.RandomUniform": () => initializers.randomUniform(),
  "initializers.TruncatedNormal": () => initializers.truncatedNormal(),
  "initializers.VarianceScaling": () => initializers.varianceScaling(),
  "initializers.HeNormal": () => initializers.heNormal(),
};

type LayerClass = new (config: object) => AnyLayer;

/** Makes the layer of a case, if there is one. */
function layerMaker(id: string, name: string, config: object): (() => AnyLayer) | undefined {
  const of = (layers as Readonly<Record<string, unknown>>)[name];
  if (!id.startsWith("layers.") || of === undefined) return undefined;
  const camel = (key: string): string =>
    key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());
  const options = Object.entries(config).map(([key, value]) => [camel(key), value] as const);
  return () => new (of as LayerClass)(Object.fromEntries(options));
}

describe("toJSON, against Keras", () => {
  const cases = goldenCases<ConfigCase>("default_configs");
  if (cases === undefined) it("skipped: no golden values beside this checkout");
  for (const { id, class: name = "", config = {}, serialized } of cases ?? []) {
    // Keras draws a seed for this layer if it is given none: the one that it drew is given here.
    const seed = (serialized as { config?: { seed?: unknown } } | undefined)?.config?.seed;
    const given = id === "layers.RandomCrop" ? { ...config, seed } : config;
    const make = made[id] ?? layerMaker(id, name, given);
    if (make === undefined) continue;
    it(id, () => {
      resetNames();
      expect(JSON.parse(JSON.stringify(make()))).to.deep.equal(serialized);
    });
  }
});
