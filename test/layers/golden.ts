import { existsSync, readFileSync } from "node:fs";

/** Values of real Keras lie beside the checkout, where they are at all. */
const folder = "../shared/golden";

/** The cases of one area, or `undefined` where the files are absent. */
export function goldenCases<T>(area: string): readonly T[] | undefined {
  const path = `${folder}/${area}.json`;
  if (!existsSync(path)) return undefined;
  return (JSON.parse(readFileSync(path, "utf8")) as { cases: readonly T[] }).cases;
}
