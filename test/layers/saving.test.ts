import { backend as reference } from "@antler/backend-reference";
import {
  ArgumentError,
  ops,
  SerializationError,
  setDefaultBackend,
  type Tensor,
} from "@antler/core";
import {
  Constraint,
  constraints,
  customObjectScope,
  deserialize,
  Layer,
  layers,
  Regularizer,
  registerSerializable,
  regularizers,
  saving,
  serialize,
} from "@antler/layers";
import { expect } from "chai";

class Scale extends Layer {
  readonly factor: number;
  constructor({ factor = 1, ...config }: { factor?: number } = {}) {
    super(config);
    this.factor = factor;
  }
  override call(x: Tensor): Tensor {
    return ops.multiply(x, this.factor);
  }
  override getConfig() {
    return { ...super.getConfig(), factor: this.factor };
  }
}

const halve = (x: Tensor): Tensor => ops.multiply(x, 0.5);

describe("saving", () => {
  before(async () => setDefaultBackend(await reference.open({})));

  it("reads objects inside objects, whatever their module is called", () => {
    const dense = {
      module: "keras.src.layers.core.dense",
      class_name: "Dense",
      config: {
        units: 3,
        activation: "log_softmax",
        kernel_initializer: { class_name: "HeNormal", config: { seed: 1 } },
        kernel_regularizer: {
          module: "keras.regularizers",
          class_name: "L1L2",
          config: { l1: 0.1, l2: 0 },
          registered_name: null,
        },
        kernel_constraint: { module: "keras.constraints", class_name: "NonNeg", config: {} },
        dtype: { module: "keras", class_name: "DTypePolicy", config: { name: "mixed_bfloat16" } },
      },
    };
    const layer = deserialize(dense) as InstanceType<typeof layers.Dense>;
    expect(layer).to.be.instanceOf(layers.Dense);
    const { config } = serialize(layer) as { config: Record<string, unknown> };
    expect(config).to.deep.include({ units: 3, activation: "log_softmax" });
    expect(config.kernel_initializer).to.deep.include({ class_name: "HeNormal" });
    expect(config.kernel_regularizer).to.deep.include({ config: { l1: 0.1, l2: 0 } });
    expect(config.kernel_constraint).to.deep.include({ class_name: "NonNeg" });
    expect(config.dtype).to.deep.include({ config: { name: "mixed_bfloat16" } });
    expect(serialize(deserialize(serialize(layer)))).to.deep.equal(serialize(layer));
  });

  it("names what it does not know, and what to do", () => {
    expect(() => deserialize({ module: "my.own", class_name: "Scale", config: {} })).to.throw(
      SerializationError,
      'unknown class "Scale" of my.own. Expected one of Antler\'s own or one made known by registerSerializable',
    );
    expect(() => deserialize({ class_name: "__lambda__", config: { value: "4w" } })).to.throw(
      SerializationError,
      "Python code",
    );
  });

  it("knows classes that were given, are in scope or registered", () => {
    const saved = serialize(new Scale({ factor: 2 }));
    expect(saved).to.deep.include({ module: null, class_name: "Scale", registered_name: "Scale" });
    const options = { customObjects: { Scale } };
    expect((deserialize(saved, options) as Scale).factor).to.equal(2);
    const scoped = customObjectScope({ Scale }, () => deserialize(saved));
    expect((scoped as Scale).factor).to.equal(2);
    expect(() => deserialize(saved)).to.throw(SerializationError, 'unknown class "Scale"');
    registerSerializable("test", "Scale")(Scale);
    const registered = serialize(new Scale({ factor: 3 }));
    expect(registered).to.deep.include({ registered_name: "test>Scale" });
    expect((deserialize(registered) as Scale).factor).to.equal(3);
    expect(saving.getRegisteredName(Scale)).to.equal("test>Scale");
    expect(saving.getRegisteredObject("test>Scale")).to.equal(Scale);
    expect(saving.getCustomObjects()).to.deep.include({ "test>Scale": Scale });
    expect(() => registerSerializable("test", "Scale")(class Other {})).to.throw(
      ArgumentError,
      '"test>Scale" is another object already',
    );
  });

  it("keeps a scope until a promise is settled", async () => {
    const later = customObjectScope({ halve }, async () => {
      await Promise.resolve();
      return saving.getRegisteredObject("halve");
    });
    expect(await later).to.equal(halve);
    expect(saving.getRegisteredObject("halve")).to.equal(undefined);
  });

  it("writes functions by name", () => {
    registerSerializable("test")(halve);
    const layer = layers.dense({ units: 1, activation: halve });
    const { config } = serialize(layer) as { config: Record<string, unknown> };
    expect(config.activation).to.deep.include({ class_name: "function", config: "test>halve" });
    const again = deserialize(serialize(layer)) as typeof layer;
    expect(serialize(again)).to.deep.equal(serialize(layer));
    expect(serialize(null)).to.equal(null);
    expect(() =>
      serialize(
        (
          () => (x: Tensor) =>
            x
        )(),
      ),
    ).to.throw(SerializationError, "no name");
  });
});

describe("regularizers and constraints", () => {
  it("are found by any of their names", () => {
    for (const name of ["l1_l2", "l1L2", "L1L2"] as const) {
      expect(regularizers.get(name)).to.be.instanceOf(regularizers.L1L2);
    }
    for (const name of ["max_norm", "maxNorm", "MaxNorm"] as const) {
      expect(constraints.get(name)).to.be.instanceOf(constraints.MaxNorm);
    }
    expect(regularizers.get(null)).to.equal(null);
    expect(() => layers.dense({ units: 1, kernelRegularizer: "l3" as "l2" })).to.throw(
      ArgumentError,
      'unknown regularizer "l3"',
    );
    expect(() => constraints.get("maxnorn" as "maxNorm")).to.throw(
      ArgumentError,
      'unknown constraint "maxnorn". Expected one of maxNorm, minMaxNorm, nonNeg, unitNorm.',
    );
  });

  it("refuse what is out of range", () => {
    expect(() => regularizers.l1({ l1: -1 })).to.throw(ArgumentError, "Expected a number ≥ 0");
    const mode = "diagonal" as "rows";
    expect(() => regularizers.orthogonalRegularizer({ mode })).to.throw(ArgumentError, "diagonal");
    expect(() => regularizers.orthogonalRegularizer()(ops.zeros([2]))).to.throw("rank 2");
    expect(() => new Regularizer()(ops.zeros([2]))).to.throw(ArgumentError, "call is missing");
    expect(() => new Constraint()(ops.zeros([2]))).to.throw(ArgumentError, "call is missing");
  });

  it("can be a user's own, as functions or classes", async () => {
    class Clipped extends Constraint {
      override call(x: Tensor): Tensor {
        return ops.minimum(x, 1);
      }
    }
    const layer = layers.dense({
      units: 1,
      kernelConstraint: new Clipped(),
      kernelRegularizer: (x) => ops.sum(ops.abs(x)),
      kernelInitializer: "ones",
    });
    layer.build([null as never, 3]);
    expect(await layer.losses[0]?.item()).to.equal(3);
    expect(JSON.parse(JSON.stringify(layer)).config.kernel_constraint).to.deep.include({
      class_name: "Clipped",
      registered_name: "Clipped",
    });
  });
});
