import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Answer, Setup } from "./child.js";
import { type CaseResult, Failure, failed } from "./failure.js";
import { type GoldenCase, readArea } from "./golden-file.js";
import { ownSignatures } from "./signatures.js";

export interface RunOptions {
  readonly folder: string;
  readonly areas: readonly string[];
  readonly backend: string;
  /** Seconds for one case. */
  readonly timeLimit: number;
  /** Called when an area is finished. */
  readonly onArea?: (area: string, results: readonly CaseResult[]) => void;
}

/** Whole networks take their time. */
const limitOf = (area: string, { timeLimit }: RunOptions): number =>
  area === "applications" ? 10 * timeLimit : timeLimit;

/** Memory of the process that runs the cases, in MiB. */
const memoryLimit = 4096;

/**
 * Runs areas in a child process. One that hangs in a case or crashes is replaced, and the run goes
 * on with the next case.
 */
export async function runAreas(options: RunOptions): Promise<Map<string, readonly CaseResult[]>> {
  const setup: Setup = {
    folder: options.folder,
    backend: options.backend,
    own: ownSignatures(options.areas.includes("api_surface")),
  };
  const all = new Map<string, readonly CaseResult[]>();
  let worker: ChildProcess | undefined;
  for (const area of options.areas) {
    const cases = readCases(options.folder, area);
    if ("passed" in cases) {
      all.set(area, [cases]);
      options.onArea?.(area, [cases]);
      continue;
    }
    const results: CaseResult[] = [];
    while (results.length < cases.length) {
      worker ??= await start(setup);
      const end = await runUntilStopped(worker, area, results, limitOf(area, options));
      if (end === "done") break;
      worker = undefined;
      const id = cases[results.length]?.id ?? String(results.length);
      results.push(failed(id, Number.POSITIVE_INFINITY, new Failure(end)));
    }
    all.set(area, results);
    options.onArea?.(area, results);
  }
  worker?.kill();
  return all;
}

/** The cases of a file; one failed case in place of a file that can't be read. */
function readCases(folder: string, area: string): readonly GoldenCase[] | CaseResult {
  try {
    return readArea(folder, area).cases;
  } catch (error) {
    return failed(`${area}.json`, Number.POSITIVE_INFINITY, error);
  }
}

async function start(setup: Setup): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL("child.js", import.meta.url)), {
    execArgv: [`--max-old-space-size=${memoryLimit}`],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const lines: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => lines.push(chunk));
  const answer = new Promise<Answer>((resolve) => {
    child.once("message", resolve);
    child.once("exit", (code) => {
      resolve({ kind: "error", message: `the process ended (${code}). ${Buffer.concat(lines)}` });
    });
  });
  child.send(setup);
  const first = await answer;
  if (first.kind === "error") {
    child.kill();
    throw new Error(first.message);
  }
  return child;
}

/** Runs the cases that have no result yet; says why it stopped, or `"done"`. */
async function runUntilStopped(
  child: ChildProcess,
  area: string,
  results: CaseResult[],
  timeLimit: number,
): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const stopped = new Promise<string>((resolve) => {
    const arm = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => resolve(`no result within ${timeLimit} s`), timeLimit * 1000);
    };
    child.on("message", (answer: Answer) => {
      if (answer.kind === "start") arm();
      if (answer.kind === "result") results.push(answer.result);
      if (answer.kind === "done") resolve("done");
      if (answer.kind === "error") resolve(answer.message);
    });
    child.once("exit", (code, signal) => resolve(`the process ended (${signal ?? code})`));
    arm();
  });
  child.send({ area, start: results.length });
  const reason = await stopped;
  clearTimeout(timer);
  child.removeAllListeners("message");
  child.removeAllListeners("exit");
  if (reason !== "done" && child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  return reason;
}
