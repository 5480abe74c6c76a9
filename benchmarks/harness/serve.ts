import { type Tasks, tasks } from "../tasks/index.js";
import type { Answer } from "./child.js";

/** The other end of `Child`: runs the tasks that the parent names. */
process.on("message", ({ task, options }: { task: keyof Tasks; options: never }) => {
  const run = tasks[task] as (options: never) => Promise<unknown>;
  void run(options).then(
    (result) => answer({ result }),
    (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
  );
});

function answer(message: Answer): void {
  process.send?.(message);
}
