/**
 * Keras's name as ours: snake case becomes camel case, class names and everything else stay.
 * `log_softmax` → `logSoftmax`, `beta_1` → `beta1`.
 */
export function camel(name: string): string {
  return name.replace(/(?<=[a-zA-Z0-9])_([a-z0-9])/g, (_, next: string) => next.toUpperCase());
}

/** What lies at a dotted path of ours, or `undefined`. */
export function at(root: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, name) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      root,
    );
}
