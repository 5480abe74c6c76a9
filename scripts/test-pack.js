// Packs every package and uses the tarballs as a stranger would: a plain `npm install` in an
// empty project, a type-checked ESM program, a CommonJS program and the command line tool.
//
//   npm run test:pack                     TypeScript of this repository
//   npm run test:pack -- --typescript 5.9 another one
//   npm run test:pack -- --keep           leave the consumer project in place
//
// The last line is "N passed, N failed".
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: { typescript: { type: "string" }, keep: { type: "boolean", default: false } },
});

const root = fileURLToPath(new URL("..", import.meta.url));
const pack = join(root, ".build", "pack");
const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const typescript = options.typescript ?? devDependencies["@typescript/native"].split("@").at(-1);

// npm hands the settings of this repository's .npmrc to its scripts as environment variables.
// The consumer must not inherit them: above all not ignore-scripts.
const environment = { ...process.env };
const ours = readFileSync(join(root, ".npmrc"), "utf8")
  .split("\n")
  .filter((line) => /^[a-z]/.test(line))
  .map((line) => `npm_config_${line.split("=")[0].trim().replaceAll("-", "_")}`);
for (const name of Object.keys(environment)) {
  const lower = name.toLowerCase();
  if (
    ours.includes(lower) ||
    lower === "npm_config_local_prefix" ||
    lower === "npm_config_loglevel" ||
    lower === "init_cwd" ||
    lower.startsWith("npm_package_") ||
    lower.startsWith("npm_lifecycle_")
  ) {
    delete environment[name];
  }
}

const npmPath = process.env.npm_execpath;
const npmCommand = npmPath ? [process.execPath, npmPath] : ["npm"];
const npxPath = npmPath?.replace(/npm-cli\.js$/, "npx-cli.js");
const npxCommand = npxPath && npxPath !== npmPath ? [process.execPath, npxPath] : ["npx"];

let passed = 0;
let failed = 0;

function step(title, cwd, [command, ...args], env = environment) {
  const started = performance.now();
  const result = spawnSync(command, args, { cwd, env, encoding: "utf8", timeout: 15 * 60_000 });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const good = result.status === 0;
  if (good) passed++;
  else failed++;
  console.log(`${good ? "ok  " : "FAIL"} ${title} (${seconds} s)`);
  if (!good) {
    const why = result.error?.message ?? `exit status ${result.status ?? result.signal}`;
    console.log([why, result.stdout, result.stderr].filter(Boolean).join("\n"));
  }
  return { good, stdout: result.stdout ?? "" };
}

function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

if (!step("build", root, [...npmCommand, "run", "build"], process.env).good) finish();

rmSync(pack, { recursive: true, force: true });
mkdirSync(pack, { recursive: true });
const packed = step(
  "npm pack",
  root,
  [...npmCommand, "pack", "--workspaces", "--silent", "--pack-destination", pack],
  process.env,
);
if (!packed.good) finish();

const tarballs = readdirSync(pack)
  .filter((name) => name.endsWith(".tgz"))
  .map((name) => join(pack, name));
const publint = join(root, "node_modules", "publint", "src", "cli.js");
for (const tarball of tarballs) {
  const name = tarball.slice(pack.length + 1);
  step(`publint ${name}`, root, [process.execPath, publint, "--strict", tarball]);
}

const consumer = mkdtempSync(join(tmpdir(), "antler-consumer-"));
const write = (name, text) => writeFileSync(join(consumer, name), text);

write(
  "package.json",
  `${JSON.stringify({ name: "consumer", version: "1.0.0", private: true, type: "module" })}\n`,
);
write(
  "tsconfig.json",
  `${JSON.stringify({
    compilerOptions: {
      target: "ES2023",
      module: "NodeNext",
      moduleResolution: "NodeNext",
      types: ["node"],
      strict: true,
      skipLibCheck: false,
      rootDir: ".",
      outDir: "out",
    },
    files: ["xor.ts"],
  })}\n`,
);
write(
  "xor.ts",
  `import { layers, optimizers, sequential } from "antler";

const { adam } = optimizers;
const x = [[0, 0], [0, 1], [1, 0], [1, 1]];
const y = [[0], [1], [1], [0]];
const model = sequential([
  layers.input({ shape: [2] }),
  layers.dense({ units: 8, activation: "tanh" }),
  layers.dense({ units: 1, activation: "sigmoid" }),
]);
model.compile({ optimizer: adam({ learningRate: 0.1 }), loss: "binaryCrossentropy" });
await model.fit(x, y, { epochs: 200, verbose: 0 });
const p: unknown = await (await model.predict(x)).array();
const bits = (p as number[][]).map((row) => Math.round(row[0] ?? Number.NaN));
if (bits.join() !== "0,1,1,0") throw new Error("XOR was not learned: " + JSON.stringify(p));
console.log("xor", bits.join());
`,
);
write(
  "plain.cjs",
  `const antler = require("antler");
for (const name of ["sequential", "layers", "optimizers"]) {
  if (antler[name] === undefined) throw new Error("require('antler') has no " + name);
}
async function main() {
  const { layers, sequential, optimizers, setRandomSeed } = antler;
  setRandomSeed(1);
  const model = sequential([
    layers.input({ shape: [2] }),
    layers.dense({ units: 8, activation: "tanh" }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.1 }), loss: "binaryCrossentropy" });
  const x = [[0, 0], [0, 1], [1, 0], [1, 1]];
  await model.fit(x, [[0], [1], [1], [0]], { epochs: 200, verbose: 0 });
  const p = (await (await model.predict(x)).array()).flat();
  if (p.map(Math.round).join() !== "0,1,1,0") throw new Error("XOR was not learnt: " + p);
  console.log("cjs ok");
}
main().catch((error) => { console.error(error); process.exitCode = 1; });
`,
);

try {
  const installed = step("npm install, install scripts on", consumer, [
    ...npmCommand,
    "install",
    ...tarballs,
    `typescript@${typescript}`,
    `@types/node@${devDependencies["@types/node"]}`,
  ]);
  if (installed.good) {
    const probe =
      'try { require.resolve("onnxruntime-node"); console.log("present"); } catch { console.log("absent"); }';
    const onnx = spawnSync(process.execPath, ["--input-type=commonjs", "-e", probe], {
      cwd: consumer,
      env: environment,
      encoding: "utf8",
    }).stdout.trim();
    console.log(`     onnxruntime-node is ${onnx} after the install`);
    step(`type-check with TypeScript ${typescript}`, consumer, [...npxCommand, "--no", "tsc"]);
    step("ESM program trains XOR", consumer, [process.execPath, "out/xor.js"]);
    step("CommonJS program trains XOR", consumer, [process.execPath, "plain.cjs"]);
    const doctor = step("npx antler doctor", consumer, [...npxCommand, "--no", "antler", "doctor"]);
    if (doctor.good) console.log(doctor.stdout.replace(/^/gm, "     ").trimEnd());
    if (onnx === "absent") {
      // The remedy that doctor names must work as it stands.
      const command = "ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node";
      const mended = step(`doctor's remedy: ${command}`, consumer, ["bash", "-c", command]);
      if (mended.good) {
        const chosen = step("auto then takes onnx", consumer, [
          ...npxCommand,
          "--no",
          "antler",
          "doctor",
          "--json",
        ]);
        const { chosen: found } = JSON.parse(chosen.stdout || "{}");
        if (found?.backend !== "onnx") throw new Error(`auto took ${JSON.stringify(found)}`);
      }
    }
  }
} finally {
  if (options.keep) console.log(`     consumer kept in ${consumer}`);
  else rmSync(consumer, { recursive: true, force: true });
}
finish();
