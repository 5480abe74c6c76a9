/** Whether the layers now being called train, innermost last. Building a graph is synchronous. */
const stack: boolean[] = [];

/** What `training` means for a layer that is not told: as for the layer that calls it. */
export function currentTraining(): boolean {
  return stack.at(-1) ?? false;
}

/** Runs `build` with `training` as the default of every layer called inside. */
export function withTraining<T>(training: boolean, build: () => T): T {
  stack.push(training);
  try {
    return build();
  } finally {
    stack.pop();
  }
}
