// Writes test/golden/keras-signatures.json: the parameters of Keras's public functions and classes,
// from a golden file of its API (`node scripts/keras-signatures.js api_surface.json`). Parameters are
// [name, kind, default]; the kind's first letters: P positional or keyword, K keyword only, * and **.
import { readFileSync, writeFileSync } from "node:fs";

const source = process.argv[2];
if (source === undefined) {
  console.error("usage: node scripts/keras-signatures.js FOLDER/api_surface.json");
  process.exit(1);
}
const kinds = {
  POSITIONAL_OR_KEYWORD: "P",
  POSITIONAL_ONLY: "P",
  KEYWORD_ONLY: "K",
  VAR_POSITIONAL: "*",
  VAR_KEYWORD: "**",
};
const { cases } = JSON.parse(readFileSync(source, "utf8"));
const entries = cases
  .filter(({ signature }) => signature !== undefined)
  .map(({ id, signature }) => {
    const parameters = signature
      .filter(({ name }) => name !== "self")
      .map((parameter) => {
        const row = [parameter.name, kinds[parameter.kind]];
        return "default" in parameter ? [...row, parameter.default] : row;
      });
    return `  ${JSON.stringify(id)}: ${JSON.stringify(parameters)}`;
  })
  .sort();
const target = new URL("../test/golden/generated/keras-signatures.json", import.meta.url);
writeFileSync(target, `{\n${entries.join(",\n")}\n}\n`);
