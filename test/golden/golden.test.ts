import { existsSync } from "node:fs";
import { expect } from "chai";
import { areasOf, defaultFolder } from "./golden-file.js";
import { knownDifferences } from "./known-differences.js";
import { summarize } from "./report.js";
import { runAreas } from "./supervisor.js";

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
      expect(failures.filter(({ id }) => !(id in known))).to.deep.equal([]);
      // A difference that is gone leaves the list.
      const failed = new Set(failures.map(({ id }) => id));
      expect(Object.keys(known).filter((id) => !failed.has(id))).to.deep.equal([]);
    }).timeout(60_000);
  }
});
