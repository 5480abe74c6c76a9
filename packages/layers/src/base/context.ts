/** The layers now being called, innermost last. Building a graph is synchronous. */
const stack: { readonly training: boolean }[] = [];

/** What `training` means for a layer that is not told: as for the layer that calls it. */
export function currentTraining(): boolean {
  return stack.at(-1)?.training ?? false;
}

/** How many layers are being called, each by the one before. */
export function callDepth(): number {
  return stack.length;
}

/** Runs `build` with `training` as the default of every layer called inside. */
export function withTraining<T>(training: boolean, build: () => T): T {
  stack.push({ training });
  try {
    return build();
  } finally {
    stack.pop();
  }
}
