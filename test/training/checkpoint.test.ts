import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backend } from "@antler/backend-reference";
import { type DType, type HostTensor, setDefaultBackend, Variable } from "@antler/core";
import { Callback, callbacks, layers, sequential } from "@antler/layers";
import { expect } from "chai";

const rows = (n: number, size: number): HostTensor => ({
  dtype: "float32",
  shape: [n, size],
  data: Float32Array.from({ length: n * size }, (_, i) => Math.sin(i + 1)),
});
const [x, y] = [rows(8, 3), rows(8, 1)];
const net = (units = 4) => {
  const model = sequential([
    layers.input({ shape: [3] }),
    layers.dense({ units }),
    layers.dense({ units: 1 }),
  ]);
  model.compile({ optimizer: "sgd", loss: "mse" });
  return model;
};

/** A file by hand: header as text, then data. */
function file(header: string | object, data: number, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const out = new Uint8Array(8 + text.length + data);
  new DataView(out.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  out.set(text, 8);
  return out;
}

describe("weights in files", () => {
  let folder = "";
  before(async () => setDefaultBackend(await backend.open({})));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "antler-weights-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const failure = async (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => "it did not fail",
      (error: Error) => `${error.name}: ${error.message}`,
    );

  it("come back as they were, into another model of the same layers too", async () => {
    const path = join(folder, "w.safetensors");
    const [a, b] = [net(), net()];
    await a.saveWeights(path);
    await b.loadWeights(path);
    expect(await b.getWeights()).to.deep.equal(await a.getWeights());
    await a.loadWeights(path);
    expect(readdirSync(folder)).to.deep.equal(["w.safetensors"]);
    const bytes = readFileSync(path);
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
    const first = header[a.weights[0]?.name ?? ""];
    expect(first).to.deep.equal({ dtype: "F32", shape: [3, 4], data_offsets: [0, 48] });
    expect(bytes.length).to.equal(8 + length + 4 * (12 + 4 + 4 + 1));
    expect((8 + length) % 8).to.equal(0);
    expect(bytes.readFloatLE(8 + length)).to.equal((await a.getWeights())[0]?.data[0]);
  });

  it("keep every dtype bit by bit", async () => {
    const path = join(folder, "w.safetensors");
    const values: Partial<Record<DType, number[]>> = {
      float16: [0, -0, 1, -2.5, 65504, 2 ** -24, 2 ** -14, 0.0999755859375, Infinity],
      bfloat16: [0, 1, -2.5, 2 ** -126, 3.140625],
      int64: [0, -5, 2 ** 40],
      uint8: [0, 255],
      int16: [-300],
      bool: [1, 0],
      float64: [Math.PI],
    };
    const layer = net();
    const extra = Object.entries(values).map(
      ([dtype, data]) => new Variable(data, { name: `v_${dtype}`, dtype: dtype as DType }),
    );
    Object.defineProperty(layer, "weights", { get: () => extra });
    await layer.saveWeights(path);
    const before = await Promise.all(extra.map((v) => v.data()));
    for (const variable of extra) variable.assign(variable.multiply(0).cast(variable.dtype));
    await layer.loadWeights(path);
    const after = await Promise.all(extra.map((v) => v.data()));
    expect(after.map((data) => [...data])).to.deep.equal(before.map((data) => [...data]));
    expect([...(after[0] ?? [])]).to.deep.equal(values.float16);
  });

  it("say what does not fit, and change nothing", async () => {
    const path = join(folder, "w.safetensors");
    await net(5).saveWeights(path);
    const model = net();
    const before = await model.getWeights();
    expect(await failure(model.loadWeights(path)))
      .to.include("SerializationError")
      .and.include("does not fit")
      .and.include("skipMismatch");
    expect(await model.getWeights()).to.deep.equal(before);
    expect(await failure(model.saveWeights("w.h5"))).to.include('ends in ".safetensors"');
    expect(await failure(model.saveWeights(path, { overwrite: false }))).to.include("overwrite");
    expect(await failure(model.loadWeights(join(folder, "none.safetensors")))).to.include(
      "DataError",
    );
  });

  it("are refused where a file is not valid", async () => {
    const path = join(folder, "bad.safetensors");
    const entry = (begin: number, end: number, shape = [1]) => ({
      dtype: "F32",
      shape,
      data_offsets: [begin, end],
    });
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [new Uint8Array(3), "8 bytes at least"],
      [file("{}", 0, 200_000_000n), "a header of at most"],
      [file("{}", 0, 2n ** 63n), "a header of at most"],
      [file("{nope", 0), "a header in JSON"],
      [file("[]", 0), "an object as header"],
      [file({ a: entry(0, 4), b: entry(0, 4) }, 4), "without overlap"],
      [file({ a: entry(0, 4), b: entry(8, 12) }, 12), "without overlap or gap"],
      [file({ a: entry(0, 4) }, 2), "4 bytes of data"],
      [file({ a: entry(0, 4) }, 9), "4 bytes of data"],
      [file({ a: entry(0, 4, [2]) }, 4), "8 bytes for F32"],
      [file({ a: entry(4, 0) }, 4), "[begin, end]"],
      [file({ a: entry(0, 4, [-1]) }, 4), "integers ≥ 0"],
      [file({ a: { ...entry(0, 4), dtype: "F8" } }, 4), "a dtype of"],
      [file(`{"__proto__":${JSON.stringify(entry(0, 4))}}`, 4), "__proto__"],
      [file({ __metadata__: { a: 1 } }, 0), "__metadata__"],
    ];
    for (const [bytes, text] of cases) {
      writeFileSync(path, bytes);
      expect(await failure(net().loadWeights(path)))
        .to.include("SerializationError")
        .and.include(text);
    }
  });

  describe("modelCheckpoint", () => {
    /** Gives the logs of these losses. */
    class Scripted extends Callback {
      readonly values: readonly number[];
      constructor(values: readonly number[]) {
        super();
        this.values = values;
      }
      override onEpochEnd(epoch: number, logs: Record<string, number>): void {
        logs.val_loss = this.values[epoch] as number;
      }
    }
    const run = async (name: string, options: callbacks.ModelCheckpointOptions, epochs = 4) => {
      const model = net();
      const checkpoint = callbacks.modelCheckpoint(join(folder, name), options);
      const scripted = new Scripted([3, 1, 2, 0.5]);
      const settings = { batchSize: 2, epochs, callbacks: [scripted, checkpoint] };
      await model.fit(x, y, { ...settings, verbose: 0 });
      return { model, files: readdirSync(folder).sort() };
    };

    it("saves every epoch, with values in the name", async () => {
      const { files, model } = await run("m/e{epoch:02d}-{val_loss:.1f}.safetensors", {});
      expect(files).to.deep.equal(["m"]);
      const names = ["e01-3.0", "e02-1.0", "e03-2.0", "e04-0.5"].map((n) => `${n}.safetensors`);
      expect(readdirSync(join(folder, "m")).sort()).to.deep.equal(names);
      const other = net();
      await other.loadWeights(join(folder, "m", names[3] as string));
      expect(await other.getWeights()).to.deep.equal(await model.getWeights());
    });

    it("saves the best only, from a threshold on", async () => {
      const best = { saveBestOnly: true };
      expect((await run("{epoch}.safetensors", best)).files).to.deep.equal(
        [1, 2, 4].map((n) => `${n}.safetensors`),
      );
      rmSync(folder, { recursive: true });
      const { files } = await run("{epoch}.safetensors", { ...best, initialValueThreshold: 0.9 });
      expect(files).to.deep.equal(["4.safetensors"]);
    });

    it("saves after so many batches", async () => {
      const { files } = await run("{epoch}-{batch}.safetensors", { saveFreq: 3 }, 2);
      expect(files).to.deep.equal(["1-3.safetensors", "2-2.safetensors"]);
    });

    it("says what it can't do", async () => {
      expect(() => callbacks.modelCheckpoint("m.keras")).to.throw('ends in ".safetensors"');
      expect(() => callbacks.modelCheckpoint("m.safetensors", { saveFreq: 0 })).to.throw(
        "saveFreq",
      );
      expect(await failure(run("{acc}.safetensors", {}))).to.include('asks for "acc"');
    });
  });
});
