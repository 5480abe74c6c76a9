import { existsSync } from "node:fs";
import { expect } from "chai";
import { areasOf, defaultFolder } from "./golden-file.js";
import { knownDifferences } from "./known-differences.js";
import { summarize } from "./report.js";
import { runAreas } from "./supervisor.js";

/** What is not there yet is not wrong: `npm run golden` counts it as failed, this test does not. */
const absent = / does not exist$|^there is no argument for /;

describe("values and gradients of Keras", () => {
  if (!existsSync(defaultFolder)) {
    it.skip(`the golden files are not in ${defaultFolder}: set ANTLER_GOLDEN to their folder`);
    return;
  }
  const areas = areasOf(defaultFolder).filter((area) => area in knownDifferences);
  const reports = runAreas({
    folder: defaultFolder,
    areas,
    backend: "reference",
    timeLimit: 20,
  });
  for (const area of areas) {
    it(area, async () => {
      const { failures } = summarize((await reports).get(area) ?? []);
      const known = knownDifferences[area] ?? {};
      const wrong = failures.filter(
        ({ id, reason }) => !(id in known) && !absent.test(reason ?? ""),
      );
      expect(wrong).to.deep.equal([]);
    }).timeout(60_000);
  }
});
