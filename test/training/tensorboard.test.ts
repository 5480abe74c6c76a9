import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { backend } from "@antler/backend-reference";
import { setDefaultBackend } from "@antler/core";
import { callbacks, layers, model, optimizers } from "@antler/layers";
import { expect } from "chai";

/** CRC-32C bit by bit, as its definition says. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** The masked CRC taken back. */
function unmask(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

function records(file: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    expect(unmask(file.readUInt32LE(at + 8))).to.equal(crc32c(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(unmask(file.readUInt32LE(at + 12 + length))).to.equal(crc32c(data));
    found.push(data);
    at += length + 16;
  }
  return found;
}

type Fields = Map<number, (Buffer | number)[]>;

/** The fields of a protobuf message: bytes, or numbers. */
function fields(message: Buffer): Fields {
  const found: Fields = new Map();
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = message[at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (at < message.length) {
    const key = varint();
    let value: Buffer | number;
    if ((key & 7) === 0) value = varint();
    else if ((key & 7) === 1) {
      value = message.readDoubleLE(at);
      at += 8;
    } else {
      const length = varint();
      value = message.subarray(at, at + length);
      at += length;
    }
    found.set(key >>> 3, [...(found.get(key >>> 3) ?? []), value]);
  }
  return found;
}

const inner = (from: Fields, ...path: number[]): Fields =>
  path.reduce((message, field) => fields(message.get(field)?.[0] as Buffer), from);

interface Entry {
  readonly tag: string;
  readonly step: number;
  readonly plugin: string;
  readonly content: Buffer;
  readonly strings: readonly Buffer[];
}

/** The values of an event file, with the graph definitions apart. */
function readEvents(folder: string): { entries: Entry[]; graphs: Fields[] } {
  const [name] = readdirSync(folder);
  expect(name).to.match(/^events\.out\.tfevents\.\d+\..*\.v2$/);
  const [version, ...events] = records(readFileSync(join(folder, name as string))).map(fields);
  expect(String(version?.get(3)?.[0])).to.equal("brain.Event:2");
  const entries = events
    .filter((event) => event.has(5))
    .map((event) => {
      const value = inner(event, 5, 1);
      const tensor = inner(value, 8);
      return {
        tag: String(value.get(1)?.[0]),
        step: event.get(2)?.[0] as number,
        plugin: String(inner(value, 9, 1).get(1)?.[0]),
        content: tensor.get(4)?.[0] as Buffer,
        strings: (tensor.get(8) ?? []) as Buffer[],
      };
    });
  return { entries, graphs: events.filter((e) => e.has(4)).map((e) => inner(e, 4)) };
}

function twoBranches() {
  const x = layers.input({ shape: [4], name: "x" });
  const [a, b] = ["a", "b"].map((name) => layers.dense({ units: 3, name })(x));
  const outputs = layers.dense({ units: 2, name: "y" })(layers.add({ name: "s" })([a, b] as never));
  const made = model({ inputs: x, outputs });
  made.compile({ optimizer: optimizers.sgd({ learningRate: 0.5 }), loss: "mse" });
  return made;
}

const data = (rows: number, size: number) => ({
  shape: [rows, size],
  data: Float32Array.from({ length: rows * size }, (_, i) => Math.sin(i)),
});

describe("tensorBoard", () => {
  let logDir: string;
  before(async () => setDefaultBackend(await backend.open({})));
  beforeEach(() => {
    logDir = mkdtempSync(join(tmpdir(), "antler-"));
  });
  afterEach(() => rmSync(logDir, { recursive: true }));

  it("writes values of batches, epochs and validation", async () => {
    const { history } = await twoBranches().fit(data(8, 4), data(8, 2), {
      epochs: 2,
      batchSize: 3,
      validationSplit: 0.25,
      verbose: 0,
      callbacks: callbacks.tensorBoard({ logDir, updateFreq: 2, writeStepsPerSecond: true }),
    });
    const train = readEvents(join(logDir, "train")).entries;
    const steps = (tag: string): number[] =>
      train.filter((entry) => entry.tag === tag).map(({ step }) => step);
    expect(steps("batch_loss")).to.deep.equal([2, 4]);
    expect(steps("batch_steps_per_second")).to.deep.equal([2, 4]);
    expect(steps("epoch_steps_per_second")).to.deep.equal([0, 1]);
    const numbers = (entries: readonly Entry[], tag: string): number[] =>
      entries
        .filter((entry) => entry.tag === tag && entry.plugin === "scalars")
        .map(({ content }) => content.readFloatLE());
    expect(numbers(train, "epoch_loss")).to.deep.equal(history.loss);
    expect(numbers(train, "epoch_learning_rate")).to.deep.equal([0.5, 0.5]);
    const validation = readEvents(join(logDir, "validation")).entries;
    expect(numbers(validation, "epoch_loss")).to.deep.equal(history.val_loss);
    const evaluated = validation.filter(({ tag }) => tag === "evaluation_loss_vs_iterations");
    expect(evaluated.map(({ step }) => step)).to.deep.equal([2, 4]);
  });

  it("writes distributions and pictures of weights, the graph, and hyper-parameters", async () => {
    const trained = twoBranches();
    const hyperParameters = { units: 3, optimizer: "sgd", big: false };
    await trained.fit(data(4, 4), data(4, 2), {
      verbose: 0,
      callbacks: callbacks.tensorBoard({
        logDir,
        histogramFreq: 1,
        writeImages: true,
        hyperParameters,
      }),
    });
    const { entries, graphs } = readEvents(join(logDir, "train"));
    const find = (tag: string): Entry => entries.find((entry) => entry.tag === tag) as Entry;
    const kernel = (await trained.getLayer("a").getWeights())[0]?.data as Float32Array;
    const buckets = new Float64Array(Uint8Array.from(find("a/kernel/histogram").content).buffer);
    expect(buckets).to.have.length(90);
    expect(buckets[0]).to.be.closeTo(Math.min(...kernel), 1e-7);
    expect(buckets[88]).to.be.closeTo(Math.max(...kernel), 1e-7);
    const counted = buckets.filter((_, i) => i % 3 === 2).reduce((sum, n) => sum + n, 0);
    expect(counted).to.equal(12);

    const [width, height, png] = find("a/kernel/image").strings as [Buffer, Buffer, Buffer];
    expect([String(width), String(height)]).to.deep.equal(["4", "3"]);
    const start = png.indexOf("IDAT");
    const length = png.readUInt32BE(start - 4);
    const pixels = inflateSync(png.subarray(start + 4, start + 4 + length));
    // Lying, rows begin with a filter byte; element [1][0] of the kernel is the second of the first row.
    const shade = Math.round(Math.min(1, Math.max(0, kernel[3] as number)) * 255);
    expect([pixels.length, pixels[2]]).to.deep.equal([15, shade]);

    expect(find("keras").plugin).to.equal("graph_keras_model");
    expect(JSON.parse(String(find("keras").strings[0])).class_name).to.equal("Functional");
    const nodes = (graphs[0]?.get(1) ?? []).map((node) => fields(node as Buffer));
    expect(
      nodes.map((node) => [String(node.get(1)), String(node.get(2)), String(node.get(3) ?? "")]),
    ).to.deep.equal([
      ["x", "InputLayer", ""],
      ["a", "Dense", "x"],
      ["b", "Dense", "x"],
      ["s", "Add", "a,b"],
      ["y", "Dense", "s"],
    ]);
    expect(find("_hparams_/session_start_info").plugin).to.equal("hparams");
    expect(find("_hparams_/session_end_info").plugin).to.equal("hparams");
  });

  it("refuses what it can't do", () => {
    expect(() => callbacks.tensorBoard({ profileBatch: 2 })).to.throw(
      "tensorBoard: profileBatch can't be followed, since batches are not profiled. Expected 0, received 2.",
    );
    expect(() => callbacks.tensorBoard({ updateFreq: 0 })).to.throw(
      "tensorBoard: updateFreq is out of range. Expected an integer ≥ 1, received 0.",
    );
    expect(() => callbacks.tensorBoard({ logdir: "x" } as never)).to.throw(
      'Did you mean "logDir"?',
    );
  });
});
