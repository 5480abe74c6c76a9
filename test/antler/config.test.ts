import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, resolveConfig } from "antler";
import { expect } from "chai";

describe("configuration", () => {
  let folder: string;
  const write = (name: string, content: unknown) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(folder, name), text);
  };
  const resolve = (options: Parameters<typeof resolveConfig>[0] = {}) =>
    resolveConfig({ folder, environment: {}, ...options });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "antler-config-"));
    // A nearest file of its own, so that nothing above the temporary folder can leak in.
    write("package.json", { antler: {} });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is auto when nobody says anything", () => {
    expect(resolve().backend).to.deep.equal({ value: "auto", source: "default" });
    expect(resolve().threads).to.deep.equal({ value: undefined, source: "default" });
  });

  it("prefers the call to the environment to the file, and names who won", () => {
    write("antler.config.json", { backend: "reference", threads: 3 });
    const path = join(folder, "antler.config.json");
    expect(resolve().backend).to.deep.equal({ value: "reference", source: path });

    const environment = { ANTLER_BACKEND: "tfjs", ANTLER_THREADS: "2" };
    expect(resolve({ environment }).backend).to.deep.equal({
      value: "tfjs",
      source: "environment variable ANTLER_BACKEND",
    });
    expect(resolve({ environment }).threads.value).to.equal(2);

    const called = resolve({ environment, backend: "onnx" });
    expect(called.backend).to.deep.equal({ value: "onnx", source: "useBackend()" });
    expect(called.threads.source).to.equal("environment variable ANTLER_THREADS");
    expect(resolve({ backend: "onnx", source: "--backend" }).backend.source).to.equal("--backend");
  });

  it("keeps a device with the backend that it was chosen for", () => {
    write("antler.config.json", { backend: "tfjs", device: "wasm" });
    expect(resolve().device.value).to.equal("wasm");
    expect(resolve({ backend: "onnx" }).device.value).to.equal("auto");
    expect(resolve({ backend: "tfjs" }).device.value).to.equal("wasm");
    expect(resolve({ environment: { ANTLER_DEVICE: "cpu" } }).device.value).to.equal("cpu");
  });

  it("takes the nearest file, and antler.config.json before package.json", () => {
    write("antler.config.json", { backend: "tfjs", threads: 4 });
    const inner = join(folder, "inner", "deep");
    mkdirSync(inner, { recursive: true });
    expect(resolve({ folder: inner }).backend.value).to.equal("tfjs");

    write("inner/package.json", { name: "no antler key" });
    expect(resolve({ folder: inner }).backend.value).to.equal("tfjs");

    write("inner/package.json", { antler: { backend: "onnx" } });
    expect(resolve({ folder: inner }).backend.value).to.equal("onnx");
    expect(resolve({ folder: inner }).backend.source).to.contain(join("inner", "package.json"));
    expect(resolve({ folder: inner }).threads.value).to.equal(undefined);

    write("inner/antler.config.json", { backend: "reference" });
    expect(resolve({ folder: inner }).backend.value).to.equal("reference");
  });

  it("refuses an unknown key with the file's path and a suggestion", () => {
    write("antler.config.json", { backnd: "onnx" });
    expect(() => resolve())
      .to.throw(ConfigError, /unknown key "backnd".*Did you mean "backend"\?/)
      .with.property("message")
      .that.contains(join(folder, "antler.config.json"));
  });

  it("refuses values of a wrong type", () => {
    write("antler.config.json", { threads: 0 });
    expect(() => resolve()).to.throw(ConfigError, /"threads" is wrong.*>= 1, received 0/);
    write("antler.config.json", { backend: 5 });
    expect(() => resolve()).to.throw(ConfigError, /"backend" is wrong.*string, received 5/);
    write("antler.config.json", ["onnx"]);
    expect(() => resolve()).to.throw(ConfigError, /Expected a JSON object, received \["onnx"\]/);
    expect(() => resolve({ environment: { ANTLER_THREADS: "many" } })).to.throw(
      ConfigError,
      /ANTLER_THREADS.*received "many"/,
    );
  });

  it("accepts the schema's address", () => {
    write("antler.config.json", { $schema: "./schema.json", backend: "tfjs", strict: true });
    expect(resolve().strict.value).to.equal(true);
  });

  for (const [name, text, place] of [
    ["a wrong token", '{\n  "backend": onnx\n}', "2:14"],
    ["a missing comma", '{\n  "backend": "tfjs"\n  "device": "cpu"\n}', "3:3"],
    ["a trailing comma", '{\n  "backend": "tfjs",\n}', "3:1"],
    ["a text that ends early", '{\n  "backend": "tfjs"', "2:20"],
  ] as const) {
    it(`names the file and the place of ${name}`, () => {
      write("antler.config.json", text);
      expect(() => resolve()).to.throw(ConfigError, `antler.config.json:${place}: `);
    });
  }
});
