import { readFileSync } from "node:fs";
import { expect } from "chai";
import { runAntler } from "./helpers.js";

interface SupportMatrix {
  readonly ops: Readonly<
    Record<string, Readonly<Record<string, { readonly dtypes: Readonly<Record<string, string>> }>>>
  >;
}

interface Report {
  readonly node: string;
  readonly config: { readonly backend: { readonly value: string; readonly source: string } };
  readonly backends: readonly {
    readonly name: string;
    readonly devices: readonly { readonly device: string; readonly works: boolean }[];
  }[];
  readonly chosen?: { readonly backend: string; readonly device: string };
  readonly error?: string;
}

describe("antler doctor", function () {
  this.timeout(60_000);

  it("reports every backend and device, and who chose, as JSON", async () => {
    const environment = { ANTLER_BACKEND: "reference" };
    const { stdout, status } = await runAntler(["doctor", "--json"], { environment });
    const report = JSON.parse(stdout) as Report;
    expect(status).to.equal(0);
    expect(report.node).to.equal(process.versions.node);
    expect(report.config.backend).to.deep.equal({
      value: "reference",
      source: "environment variable ANTLER_BACKEND",
    });
    expect(report.backends.map(({ name }) => name)).to.deep.equal(["onnx", "tfjs", "reference"]);
    for (const { name, devices } of report.backends) expect(devices, name).not.to.deep.equal([]);
    expect(report.chosen).to.include({ backend: "reference", device: "cpu" });
  });

  it("says why there is no backend, and fails", async () => {
    const environment = { ANTLER_BACKEND: "onx" };
    const { stdout, status } = await runAntler(["doctor"], { environment });
    expect(status).to.equal(1);
    expect(stdout).to.contain(
      'No backend: environment variable ANTLER_BACKEND: there is no backend "onx"',
    );
    expect(stdout).to.contain('Did you mean "onnx"?');
  });

  it("prints no colours into a pipe", async () => {
    const { stdout } = await runAntler(["doctor", "--backend", "reference"]);
    expect(stdout).to.contain("Chosen  reference on cpu").and.not.to.contain("\u001b");
  });
});

describe("antler support", function () {
  this.timeout(60_000);

  it("lists every op for every backend, and docs/support.md is not stale", async () => {
    const { stdout } = await runAntler(["support", "--json"]);
    const { ops } = JSON.parse(stdout) as SupportMatrix;
    for (const target of ["onnx cpu", "tfjs wasm", "tfjs cpu", "reference cpu"]) {
      expect(ops.matmul?.[target]?.dtypes.float32, target).to.equal("native");
    }
    expect(ops.svd?.["onnx cpu"]?.dtypes).to.deep.equal(ops.svd?.["tfjs wasm"]?.dtypes);
    const { stdout: page } = await runAntler(["support", "--markdown"]);
    // The errors differ a little from machine to machine.
    const written = readFileSync("docs/support.md", "utf8").replaceAll(/ \d+e[+-]\d+/g, "");
    expect(
      written.trim(),
      "run: npx antler support --markdown --measure > docs/support.md",
    ).to.equal(page.trim());
  });
});

describe("an unknown command", () => {
  it("gets a suggestion", async () => {
    const { stderr, status } = await runAntler(["docter"]);
    expect(status).to.equal(1);
    expect(stderr).to.contain("unknown command 'docter'").and.to.contain("Did you mean doctor?");
  });
});
