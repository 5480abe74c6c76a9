import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, currentBackend, loadBackend, useBackend } from "antler";
import { expect } from "chai";
import { failure, runNode } from "./helpers.js";

describe("choosing a backend", () => {
  it("refuses an unknown name with a suggestion and the list", async () => {
    const error = await failure(loadBackend("onx"));
    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.match(
      /^loadBackend\(\): there is no backend "onx"\. Expected auto, onnx, tfjs, reference or .*Did you mean "onnx"\?$/,
    );
  });

  it("never imports a path", async () => {
    for (const name of ["../evil", "/etc/passwd", "data:text/javascript,1", "fs", ""]) {
      expect(await failure(loadBackend(name)), name).to.be.instanceOf(ConfigError);
    }
  });

  it("refuses an unknown device and lists those of the backend", async () => {
    const error = await failure(loadBackend("reference", { device: "gpu" }));
    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.contain('has no device "gpu". Expected auto, cpu');
    const everywhere = await failure(loadBackend("auto", { device: "abacus" }));
    expect(everywhere).to.be.instanceOf(ConfigError);
    expect(everywhere.message).to.contain("any backend has no device").and.to.contain("wasm");
  });

  it("makes a backend the default and tells where the choice came from", async () => {
    const backend = await useBackend("reference", { source: "a test" });
    const choice = await currentBackend();
    expect(choice.backend).to.equal(backend);
    expect(choice.config.backend).to.deep.equal({ value: "reference", source: "a test" });
  });

  it("opens a backend as a value beside the default", async () => {
    const standard = await useBackend("reference");
    const other = await loadBackend("tfjs", { device: "cpu" });
    expect([other.name, other.device]).to.deep.equal(["tfjs", "cpu"]);
    expect((await currentBackend()).backend).to.equal(standard);
    await other.close();
  });

  describe("from a package of the user's project", () => {
    let project: string;
    before(() => {
      project = realpathSync(mkdtempSync(join(tmpdir(), "antler-project-")));
      const install = (name: string, manifest: object, code: string) => {
        const folder = join(project, "node_modules", name);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "package.json"), JSON.stringify({ name, ...manifest }));
        writeFileSync(join(folder, "index.js"), code);
      };
      const code = `export const backend = { name: "abacus", devices: ["wood"],
        open: async () => ({ name: "abacus", device: "wood", details: {}, close: async () => {} }),
        probe: async () => [{ device: "wood", works: true, detail: "ten beads" }] };`;
      const exports = { ".": { import: "./index.js" } };
      install("abacus", { type: "module", exports }, code);
      install("no-backend", { type: "module", main: "index.js" }, "export const other = 1;");
      writeFileSync(join(project, "package.json"), '{"antler": {"backend": "abacus"}}');
    });
    after(() => rmSync(project, { recursive: true, force: true }));

    it("opens it", async () => {
      const code = `import { currentBackend } from "antler";
        const { backend, config } = await currentBackend();
        console.log(backend.name, backend.device, config.backend.source);`;
      const { stdout } = await runNode(code, { cwd: project });
      expect(stdout.trim()).to.equal(`abacus wood ${join(project, "package.json")} ("antler")`);
    });

    it("refuses a package that exports none", async () => {
      const code = `import { loadBackend } from "antler";
        await loadBackend("no-backend").catch((error) => console.log(error.message));`;
      const { stdout } = await runNode(code, { cwd: project });
      expect(stdout).to.contain('the package "no-backend" is no backend').and.to.contain("other");
    });
  });

  it("loads exactly one engine, the one that the environment names", async () => {
    const code = `import { createRequire } from "node:module";
      import { currentBackend } from "antler";
      const { backend } = await currentBackend();
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(backend.name, loaded.some((file) => file.includes("onnxruntime")));`;
    const { stdout } = await runNode(code, { environment: { ANTLER_BACKEND: "reference" } });
    expect(stdout.trim()).to.equal("reference false");
  });
});
