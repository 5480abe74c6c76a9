/** How often each base name was given out. */
const counts = new Map<string, number>();

/** `"MaxPooling2D"` → `"max_pooling2d"`, by Keras's rule. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** The next default name for a class: `dense`, `dense_1`, `dense_2`… */
export function uniqueName(className: string): string {
  const base = snakeCase(className);
  const count = counts.get(base) ?? 0;
  counts.set(base, count + 1);
  return count === 0 ? base : `${base}_${count}`;
}

/** Starts all default names anew, so that a model built twice has the same names. */
export function resetNames(): void {
  counts.clear();
}

/** `"glorotUniform"` → `"glorot_uniform"` */
export type SnakeCase<S extends string> = S extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${SnakeCase<Tail>}`
    : `_${Lowercase<Head>}${SnakeCase<Tail>}`
  : S;
