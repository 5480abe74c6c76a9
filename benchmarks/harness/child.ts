import { type ChildProcess, fork } from "node:child_process";
import type { Tasks } from "../tasks/index.js";

/** What a child answers: the result of a task, or why there is none. */
export type Answer = { readonly result: unknown } | { readonly error: string };

/**
 * A process of its own that runs tasks one after the other.
 *
 * Engines keep pools of threads that spin for a while after their last run. In one process they
 * would slow each other down; a process that waits for its next message does not.
 */
export class Child {
  readonly #process: ChildProcess;
  #exit: string | undefined;

  constructor() {
    const entry = new URL("./serve.js", import.meta.url);
    this.#process = fork(entry, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#process.once("exit", (code, signal) => {
      this.#exit = `the process ended with ${signal ?? `code ${code}`}`;
    });
  }

  /**
   * Runs a task in the child and waits for its result.
   * @throws Error with the child's message if the task throws or the process ends
   */
  call<K extends keyof Tasks>(
    task: K,
    options: Parameters<Tasks[K]>[0],
  ): Promise<Awaited<ReturnType<Tasks[K]>>> {
    return new Promise((resolve, reject) => {
      const child = this.#process;
      const onExit = (): void => reject(new Error(this.#exit));
      if (this.#exit !== undefined) return onExit();
      child.once("exit", onExit);
      child.once("message", (answer: Answer) => {
        child.off("exit", onExit);
        if ("error" in answer) reject(new Error(answer.error));
        else resolve(answer.result as Awaited<ReturnType<Tasks[K]>>);
      });
      child.send({ task, options });
    });
  }

  /** Ends the process. */
  close(): void {
    this.#process.kill();
  }
}

/** Runs one task in a fresh process. */
export async function inFreshProcess<K extends keyof Tasks>(
  task: K,
  options: Parameters<Tasks[K]>[0],
): Promise<Awaited<ReturnType<Tasks[K]>>> {
  const child = new Child();
  try {
    return await child.call(task, options);
  } finally {
    child.close();
  }
}
