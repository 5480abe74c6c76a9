import { type AnyLayer, initializers, layers, resetNames } from "@antler/layers";
import { expect } from "chai";
import { goldenCases } from "./golden.js";

interface ConfigCase {
  readonly id: string;
  readonly serialized: unknown;
}

const made: Readonly<Record<string, () => AnyLayer | { toJSON(): unknown }>> = {
  "layers.Activation": () => layers.activation("relu"),
  "layers.Add": () => layers.add(),
  "layers.Dropout": () => layers.dropout({ rate: 0.3 }),
  "layers.MaxPooling2D": () => layers.maxPooling2d(),
  "layers.AveragePooling2D": () => layers.averagePooling2d(),
  "layers.GlobalAveragePooling2D": () => layers.globalAveragePooling2d(),
  "layers.Flatten": () => layers.flatten(),
  "layers.Concatenate": () => layers.concatenate(),
  "layers.BatchNormalization": () => layers.batchNormalization(),
  "initializers.GlorotUniform": () => initializers.glorotUniform(),
  "initializers.RandomNormal": () => initializers.randomNormal(),
  "initializers.RandomUniform": () => initializers.randomUniform(),
  "initializers.TruncatedNormal": () => initializers.truncatedNormal(),
  "initializers.VarianceScaling": () => initializers.varianceScaling(),
  "initializers.HeNormal": () => initializers.heNormal(),
};

describe("toJSON, against Keras", () => {
  const cases = goldenCases<ConfigCase>("default_configs");
  if (cases === undefined) it("skipped: no golden values beside this checkout");
  for (const { id, serialized } of cases ?? []) {
    const make = made[id];
    if (make === undefined) continue;
    it(id, () => {
      resetNames();
      expect(JSON.parse(JSON.stringify(make()))).to.deep.equal(serialized);
    });
  }
});
