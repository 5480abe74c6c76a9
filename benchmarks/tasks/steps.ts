import { type CaseSpec, openTrainingCase, type TrainingCase } from "../cases/index.js";

let current: TrainingCase | undefined;

/** Builds a case in this process and takes its first step. */
export async function openCase(spec: CaseSpec): Promise<{ loss: number }> {
  current = await openTrainingCase(spec);
  return { loss: await current.step() };
}

/** Milliseconds of each of some steps, and the last loss. */
export async function runSteps({
  steps,
}: {
  readonly steps: number;
}): Promise<{ times: readonly number[]; loss: number }> {
  if (current === undefined) throw new Error("runSteps: call openCase first.");
  const times: number[] = [];
  let loss = Number.NaN;
  for (let i = 0; i < steps; i++) {
    const begin = performance.now();
    loss = await current.step();
    times.push(performance.now() - begin);
  }
  return { times, loss };
}
