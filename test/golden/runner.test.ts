import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { summarize } from "./report.js";
import { runAreas } from "./supervisor.js";

const float = (data: readonly (number | string)[]) => ({
  shape: [data.length],
  dtype: "float32",
  data,
});
const call = (id: string, keras_name: string, args: unknown[], output: unknown, more = {}) => ({
  id,
  keras_name,
  args,
  tol: 1e-4,
  expected: { outputs: [output] },
  ...more,
});

/** A folder of small golden files, written for one test. */
describe("the golden runner", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "golden-"));
    const x = { $t: float([1, -2]) };
    const ops = [
      call("right", "abs", [x], float([1, 2])),
      call("wrong", "abs", [x], float([1, 3])),
      call("unknown", "no_such_op", [x], float([1, 2])),
      call("argument", "abs", [x], float([1, 2]), { kwargs: { speed: 2 } }),
      call("dtype", "abs", [x], float([1, 2]), {
        expected: { outputs: [float([1, 2])], symbolic: [{ shape: [2], dtype: "int32" }] },
      }),
      call("not a number", "sqrt", [x], float([1, 1])),
      call("gradient", "square", [x], float([1, 4]), {
        expected_grads: { R: [float([1, 10])], inputs: [float([2, -40])] },
      }),
      call("wrong gradient", "square", [x], float([1, 4]), {
        expected_grads: { R: [float([1, 10])], inputs: [float([2, 40])] },
      }),
      { id: "nonsense" },
    ];
    const files = {
      ops_small: { cases: ops },
      ops_two: { cases: ops.slice(0, 2) },
      other: { cases: [{ id: "case", tol: 1 }] },
      broken: {},
    };
    for (const [area, content] of Object.entries(files)) {
      writeFileSync(join(folder, `${area}.json`), JSON.stringify(content));
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  it("tells what passes from what fails, and why", async () => {
    const areas = ["broken", "ops_small", "other"];
    const options = { folder, areas, backend: "reference", timeLimit: 20 };
    const results = await runAreas(options);
    const { failures, ...counts } = summarize(results.get("ops_small") ?? []);
    expect(counts).to.deep.include({ cases: 9, passed: 2, failed: 7 });
    const reasons = Object.fromEntries(failures.map(({ id, reason }) => [id, reason]));
    expect(reasons).to.deep.include({
      wrong: "value: element 1, the furthest off of 1 among 2",
      unknown: "ops.noSuchOp does not exist",
      argument: "there is no argument for speed",
      dtype: "value: dtype",
      "wrong gradient": "gradient 0: element 1, the furthest off of 1 among 2",
    });
    const notANumber = failures.find(({ id }) => id === "not a number");
    expect(notANumber).to.deep.include({ expected: 1, received: "NaN" });
    expect(results.get("other")?.[0]?.reason).to.contain("does not know this kind of area");
    expect(results.get("broken")?.[0]?.reason).to.contain("is no golden file");
  }).timeout(60_000);

  it("goes on after a case that takes too long", async () => {
    const options = { folder, areas: ["ops_two"], backend: "reference", timeLimit: 1e-6 };
    const results = (await runAreas(options)).get("ops_two") ?? [];
    expect(results.length).to.equal(2);
    expect(results.some(({ reason = "" }) => reason.startsWith("no result within"))).to.equal(true);
  }).timeout(60_000);

  it("has an exit code, writes JSON, and refuses what it does not know", () => {
    const script = fileURLToPath(new URL("run.js", import.meta.url));
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
    const json = join(folder, "result.out");
    const small = run(folder, "--area", "ops_small", "--json", json);
    expect(small.status).to.equal(1);
    expect(small.stdout)
      .to.contain("9 cases")
      .and.to.contain("✗ unknown: ops.noSuchOp does not exist");
    const written = JSON.parse(readFileSync(json, "utf8"));
    expect(written.totals).to.deep.include({ cases: 9, passed: 2, failed: 7 });
    expect(written.ops_small.failures[0]).to.deep.include({
      id: "wrong",
      expected: 3,
      received: 2,
    });
    for (const [args, message] of [
      [[join(folder, "nowhere")], "there is no folder"],
      [[folder, "--area", "ops_smal"], 'Did you mean "ops_small"?'],
      [[folder, "--area", "other", "--backend", "onyx"], 'there is no backend "onyx"'],
    ] as const) {
      const { status, stderr } = run(...args);
      expect(status).to.equal(1);
      expect(stderr).to.contain(message);
    }
  }).timeout(60_000);
});
