/** The layers whose `call` is running, outermost first. Building a graph is synchronous. */
const stack: string[] = [];

/** The path of layers inside which nodes are being built: `"model/dense_1"`, or `""`. */
export function currentPath(): string {
  return stack.join("/");
}

/** Builds nodes inside a layer, so that they and their errors carry its name. */
export function withScope<T>(name: string, build: () => T): T {
  stack.push(name);
  try {
    return build();
  } finally {
    stack.pop();
  }
}
