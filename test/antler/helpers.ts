import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository; compiled tests lie in `.build/test/antler`. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a module in a process of its own, whose environment has no setting of Antler but these. */
export async function runNode(code: string, surroundings: Surroundings = {}): Promise<Outcome> {
  const folder = mkdtempSync(join(root, ".build", "script-"));
  const file = join(folder, "main.mjs");
  writeFileSync(file, code);
  try {
    return await run([file], surroundings);
  } finally {
    rmSync(dirname(file), { recursive: true, force: true });
  }
}

/** Runs the `antler` command. */
export function runAntler(args: readonly string[], surroundings?: Surroundings): Promise<Outcome> {
  return run([join(root, "packages/antler/dist/cli/main.js"), ...args], surroundings);
}

function run(args: readonly string[], { cwd = root, environment = {} }: Surroundings = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("ANTLER_"));
  const env = { ...Object.fromEntries(inherited), ...environment };
  return new Promise<Outcome>((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ stdout, stderr, status }));
  });
}

/** The error of a promise that must fail. */
export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected a failure");
}
