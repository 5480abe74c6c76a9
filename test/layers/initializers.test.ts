import { ArgumentError, SeedGenerator, ShapeError, setRandomSeed } from "@antler/core";
import { Initializer, initializers, layers } from "@antler/layers";
import { expect } from "chai";

const values = async (initializer: Initializer, shape: readonly number[]): Promise<number[]> =>
  Array.from(await initializer(shape).data());

describe("initializers", () => {
  it("draw the same numbers for the same seed, and go on with a generator", async () => {
    const seeded = initializers.heNormal({ seed: 3 });
    expect(await values(seeded, [2, 2])).to.deep.equal(await values(seeded, [2, 2]));
    const going = initializers.heNormal({ seed: new SeedGenerator(3) });
    expect(await values(going, [2, 2])).to.deep.equal(await values(seeded, [2, 2]));
    expect(await values(going, [2, 2])).to.not.deep.equal(await values(seeded, [2, 2]));
    setRandomSeed(1);
    const first = await values(initializers.randomUniform(), [3]);
    setRandomSeed(1);
    expect(await values(initializers.randomUniform(), [3])).to.deep.equal(first);
  });

  it("take a dtype", () => {
    expect(initializers.ones()([2], { dtype: "int32" }).dtype).to.equal("int32");
    expect(initializers.ones()([2]).dtype).to.equal("float32");
  });

  it("constant fills by a number or an array", async () => {
    expect(await values(initializers.constant({ value: 3 }), [2])).to.deep.equal([3, 3]);
    const array = initializers.constant({ value: [[1, 2]] });
    expect(await values(array, [2])).to.deep.equal([1, 2]);
    expect(() => array([3])).to.throw(ShapeError, "Expected 3 elements for shape [3], received 2");
  });

  it("identity and orthogonal want matrices", () => {
    expect(() => initializers.identity()([2, 2, 2])).to.throw(ArgumentError, "rank 2");
    expect(() => initializers.orthogonal()([4])).to.throw(ArgumentError, "rank 2 or more");
  });

  it("orthogonal stays orthogonal for large matrices", async () => {
    const n = 60;
    const q = await values(initializers.orthogonal({ seed: 5 }), [n, n]);
    let worst = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let dot = 0;
        for (let k = 0; k < n; k++) dot += (q[k * n + i] as number) * (q[k * n + j] as number);
        worst = Math.max(worst, Math.abs(dot - (i === j ? 1 : 0)));
      }
    }
    expect(worst).to.be.lessThan(1e-6);
  });

  it("scale by the axes they are told", () => {
    expect(initializers.computeFans([2, 3, 4], [0, 1], [2])).to.deep.equal([6, 4]);
  });

  it("windows are those of SciPy", async () => {
    // scipy.signal.get_window(name, 6, fftbins)
    const known: Record<string, readonly [symmetric: number[], periodic: number[]]> = {
      hann: [
        [0, 0.3454915, 0.9045085, 0.9045085, 0.3454915, 0],
        [0, 0.25, 0.75, 1, 0.75, 0.25],
      ],
      blackmanharris: [
        [0.00006, 0.1030115, 0.7938335, 0.7938335, 0.1030115, 0.00006],
        [0.00006, 0.055645, 0.520575, 1, 0.520575, 0.055645],
      ],
      bohman: [
        [0, 0.1791239, 0.8343114, 0.8343114, 0.1791239, 0],
        [0, 0.1089978, 0.6089978, 1, 0.6089978, 0.1089978],
      ],
    };
    for (const [window, [symmetric, periodic]] of Object.entries(known)) {
      for (const [expected, isPeriodic] of [
        [symmetric, false],
        [periodic, true],
      ] as const) {
        const options = { window: window as "hann", scaling: null, periodic: isPeriodic };
        // The first band of the transform is the window itself.
        const kernel = await values(initializers.stft(options), [6, 1, 2]);
        kernel.forEach((value, i) => {
          if (i % 2 === 0) expect(value).to.be.closeTo(expected[i / 2] as number, 1e-6, window);
        });
      }
    }
  });

  it("are found by any of their names, and by what a file says", () => {
    for (const name of ["glorotUniform", "glorot_uniform", "GlorotUniform"] as const) {
      expect(initializers.get(name)).to.be.instanceOf(initializers.GlorotUniform);
    }
    expect(initializers.get("uniform")).to.be.instanceOf(initializers.RandomUniform);
    expect(initializers.get(null)).to.equal(null);
    const saved = initializers.serialize(initializers.constant({ value: 2 }));
    expect(saved).to.deep.equal({
      module: "keras.initializers",
      class_name: "Constant",
      config: { value: 2 },
      registered_name: null,
    });
    const again = initializers.deserialize(saved as never);
    expect((again as InstanceType<typeof initializers.Constant>).value).to.equal(2);
  });

  it("say what is unknown or out of range", () => {
    expect(() => initializers.get("glorotUnifrom" as "ones")).to.throw(
      ArgumentError,
      'unknown initializer "glorotUnifrom"',
    );
    expect(() => layers.dense({ units: 1, kernelInitializer: "heNormale" as "ones" })).to.throw(
      ArgumentError,
      'Did you mean "heNormal"?',
    );
    expect(() => initializers.varianceScaling({ scale: 0 })).to.throw(
      ArgumentError,
      "Expected a positive number, received 0",
    );
    expect(() => initializers.varianceScaling({ mode: "fan" as "fan_in" })).to.throw(
      ArgumentError,
      "Expected one of fan_in, fan_out, fan_avg",
    );
    expect(() => initializers.stft({ window: "square" as "hann" })).to.throw(
      ArgumentError,
      'unknown window "square"',
    );
    expect(() => new Initializer()([1])).to.throw(ArgumentError, "values is missing");
  });

  it("can be a user's own", async () => {
    class Ramp extends Initializer {
      override values([size = 0]: readonly number[]): Float32Array {
        return Float32Array.from({ length: size }, (_, i) => i);
      }
    }
    const layer = layers.dense({ units: 3, useBias: true, biasInitializer: new Ramp() });
    layer.build([null as never, 2]);
    expect(
      Array.from(await (layer.bias as { data(): Promise<Float32Array> }).data()),
    ).to.deep.equal([0, 1, 2]);
  });
});
