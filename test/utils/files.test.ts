import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { utils } from "@antler/layers";
import { expect } from "chai";

const hashOf = (content: string, algorithm: string): string =>
  createHash(algorithm).update(content).digest("hex");

/** A tar archive of one block a file. */
function tar(files: Readonly<Record<string, string>>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write("0000644\0", 100);
    header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("        ", 148);
    header.write("0ustar\0", 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const body = Buffer.alloc(512);
    body.write(content);
    return [header, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function zip(files: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(name.length, 0);
    const local = Buffer.concat([
      Buffer.from("PK\x03\x04"),
      fields,
      lengths,
      Buffer.from(name),
      packed,
    ]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([
        Buffer.from("PK\x01\x02"),
        Buffer.alloc(2),
        fields,
        lengths,
        tail,
        Buffer.from(name),
      ]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

async function rejection(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "it did not fail",
    (error: Error) => error.message,
  );
}

describe("getFile", () => {
  let folder: string;
  let cacheDir: string;
  let messages: string[] = [];
  const { log } = console;
  const origin = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return pathToFileURL(join(folder, name)).href;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "antler-"));
    cacheDir = join(folder, "cache");
    messages = [];
    utils.disableInteractiveLogging();
    console.log = (message: string) => messages.push(message);
  });
  afterEach(() => {
    console.log = log;
    utils.enableInteractiveLogging();
    rmSync(folder, { recursive: true });
  });

  it("fetches once, and again if the file in the cache is another", async () => {
    const from = origin("data.txt", "one");
    const options = { origin: from, cacheDir, fileHash: hashOf("one", "sha256") };
    const path = await utils.getFile(options);
    expect(path).to.equal(join(cacheDir, "datasets", "data.txt"));
    origin("data.txt", "two");
    await utils.getFile({ origin: from, cacheDir });
    expect(readFileSync(path, "utf8")).to.equal("one");
    writeFileSync(path, "damaged");
    const md5 = { origin: from, cacheDir, md5Hash: hashOf("two", "md5") };
    expect(readFileSync(await utils.getFile(md5), "utf8")).to.equal("two");
    expect(messages.join()).to.contain("is not the file that is wanted");
  });

  it("leaves nothing behind where the hash is wrong", async () => {
    const from = origin("data.txt", "one");
    const options = {
      origin: from,
      cacheDir,
      fileHash: hashOf("two", "md5"),
      hashAlgorithm: "md5",
    } as const;
    expect(await rejection(utils.getFile(options))).to.contain("Expected the md5 hash");
    expect(readdirSync(join(cacheDir, "datasets"))).to.deep.equal([]);
  });

  for (const [name, pack] of [
    ["a.tar", tar],
    ["a.tar.gz", (files: Record<string, string>) => gzipSync(tar(files))],
    ["a.zip", zip],
  ] as const) {
    it(`unpacks ${name}, but nothing outside of its folder`, async () => {
      const { warn } = console;
      const warnings: string[] = [];
      console.warn = (message: string) => warnings.push(message);
      const from = origin(name, pack({ "x/y.txt": "inside", "../out.txt": "outside" }));
      const path = await utils.getFile({ origin: from, fname: name, cacheDir, extract: true });
      console.warn = warn;
      expect(path).to.equal(join(cacheDir, "datasets", "a_extracted"));
      expect(readFileSync(join(path, "x/y.txt"), "utf8")).to.equal("inside");
      expect(warnings.join()).to.contain('"../out.txt", a path outside of the folder');
      expect(readdirSync(join(cacheDir, "datasets")).sort()).to.deep.equal([name, "a_extracted"]);
    });
  }

  it("says what is wrong", async () => {
    const from = origin("data.txt", "one");
    expect(await rejection(utils.getFile({ origin: "data.txt" }))).to.equal(
      "getFile: origin can't be used. Expected an https:, http: or file: URL, received data.txt.",
    );
    expect(await rejection(utils.getFile({ origin: `${from}x`, cacheDir }))).to.contain(
      "can't be had: ENOENT",
    );
    expect(await rejection(utils.getFile({ origin: from, fname: "a/b", cacheDir }))).to.contain(
      "fname is no file name",
    );
    expect(await rejection(utils.getFile({ origin: "https://example.org/", cacheDir }))).to.contain(
      "Pass fname.",
    );
    expect(await rejection(utils.getFile({ origin: from, extract: true, cacheDir }))).to.contain(
      "is no archive that can be read",
    );
    expect(await rejection(utils.getFile({ origin: from, file_hash: "" } as never))).to.contain(
      'there is no option "file_hash"',
    );
  });
});

describe("Progbar", () => {
  it("shows steps, time and averages", () => {
    const written: string[] = [];
    const { write } = process.stdout;
    process.stdout.write = ((text: string) => written.push(text) > 0) as typeof write;
    try {
      const bar = new utils.Progbar(4, { interval: 0, statefulMetrics: ["now"] });
      bar.update(1, [
        ["loss", 4],
        ["now", 1],
      ]);
      bar.add(1, [
        ["loss", 2],
        ["now", 5],
      ]);
      bar.update(4, [
        ["loss", 1],
        ["now", 7],
      ]);
      new utils.Progbar(2, { verbose: 2 }).update(2, [["tiny", 0.00012]]);
    } finally {
      process.stdout.write = write;
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
    const text = written.map((line) => line.replace(/\u001b\[\d+m|[\r\n\b]/g, ""));
    expect(text[0]).to.match(/^1\/4 ━{20} \d+s \d+[mu]?s\/step - loss: 4.0000 - now: 1.0000$/);
    expect(text[1]).to.match(/ - loss: 3.0000 - now: 5.0000$/);
    expect(text[2]).to.match(/^4\/4 .* - loss: 1.0000 - now: 7.0000$/);
    expect(text[3]).to.match(/^2\/2 - \d+s - .*\/step - tiny: 1.2000e-04$/);
    expect(() => new utils.Progbar(1, { statefulMetrics: [], statelessMetrics: [] })).to.throw(
      "exclude each other",
    );
  });
});
