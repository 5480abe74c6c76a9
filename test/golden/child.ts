// Runs cases in a process of its own, so that a case that hangs or crashes ends nothing else.

import { setDefaultBackend } from "@antler/core";
import * as product from "antler";
import { loadBackend } from "antler";
import type { Context } from "./areas/area.js";
import { runnerOf } from "./areas/index.js";
import { Comparison } from "./compare.js";
import { type CaseResult, Failure, failed } from "./failure.js";
import { type GoldenCase, readArea } from "./golden-file.js";
import { kerasSignatures, type OwnSignatures } from "./signatures.js";

/** What the parent sends first. */
export interface Setup {
  readonly folder: string;
  readonly backend: string;
  readonly own: OwnSignatures;
}

/** Then: the cases of an area from `start` on. */
export interface Job {
  readonly area: string;
  readonly start: number;
}

/** What the child answers: it is ready, it starts a case, the case is done, the area is done. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "start"; readonly index: number }
  | { readonly kind: "result"; readonly index: number; readonly result: CaseResult }
  | { readonly kind: "done" }
  | { readonly kind: "error"; readonly message: string };

const send = (answer: Answer): Promise<void> =>
  new Promise((resolve) => process.send?.(answer, undefined, undefined, () => resolve()));

let context: Context | undefined;
let folder = "";

process.on("message", (message: Setup | Job) => {
  const work = "own" in message ? open(message) : runArea(message);
  work.catch((error: unknown) => send({ kind: "error", message: String(error) }));
});

// A promise that nobody awaits must not end the process: the case that made it is judged by itself.
process.on("unhandledRejection", () => undefined);

async function open(setup: Setup): Promise<void> {
  const backend = await loadBackend(setup.backend);
  setDefaultBackend(backend);
  folder = setup.folder;
  context = { backend, product, keras: kerasSignatures(), own: setup.own };
  await send({ kind: "ready" });
}

async function runArea({ area, start }: Job): Promise<void> {
  const file = readArea(folder, area);
  const runCase = runnerOf(file.area) ?? runnerOf(area);
  for (let index = start; index < file.cases.length; index++) {
    await send({ kind: "start", index });
    const result = await run(file.cases[index] as GoldenCase, runCase);
    await send({ kind: "result", index, result });
  }
  await send({ kind: "done" });
}

async function run(
  goldenCase: GoldenCase,
  runCase: ReturnType<typeof runnerOf>,
): Promise<CaseResult> {
  const comparison = new Comparison(goldenCase.tol ?? 1e-4);
  const { id } = goldenCase;
  try {
    if (runCase === undefined) throw new Failure("the runner does not know this kind of area");
    await runCase(goldenCase, context as Context, comparison);
    return { id, passed: true, worst: comparison.worst };
  } catch (error) {
    return failed(id, comparison.worst, error);
  }
}
