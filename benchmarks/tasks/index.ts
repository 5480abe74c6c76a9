import { openCase, runSteps } from "./steps.js";

/** All that a child process can be asked to do. Each imports what it needs when it is asked. */
export const tasks = {
  openCase,
  runSteps,
  measureFit: async (options: Options<typeof import("./fit.js").measureFit>) =>
    (await import("./fit.js")).measureFit(options),
  measureFirstStep: async (options: Options<typeof import("./first-step.js").measureFirstStep>) =>
    (await import("./first-step.js")).measureFirstStep(options),
  measureMemory: async (options: Options<typeof import("./memory.js").measureMemory>) =>
    (await import("./memory.js")).measureMemory(options),
};

export type Tasks = typeof tasks;

type Options<T extends (options: never) => unknown> = Parameters<T>[0];
