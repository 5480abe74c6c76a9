/**
 * Every error that Antler throws on purpose. A message reads
 * `<layer path / op>: what is wrong. Expected <rule>, received <value>. <what to do>`.
 */
export class AntlerError extends Error {
  override name = "AntlerError";
}

/** Shapes that do not fit each other, or an axis that does not exist. */
export class ShapeError extends AntlerError {
  override name = "ShapeError";
}

/** A dtype that an op or a backend does not take. */
export class DTypeError extends AntlerError {
  override name = "DTypeError";
}

/** An argument outside its rule: an unknown name, a number out of range, a missing option. */
export class ArgumentError extends AntlerError {
  override name = "ArgumentError";
}

/** Training or prediction data that can't be used: empty, mismatched, NaN, labels out of range. */
export class DataError extends AntlerError {
  override name = "DataError";
}

/** A backend or device that is unknown, not installed, or fails while it runs. */
export class BackendError extends AntlerError {
  override name = "BackendError";
}

/** A configuration file, environment variable or option that can't be followed. */
export class ConfigError extends AntlerError {
  override name = "ConfigError";
}

/** A saved object or file that can't be written or read. */
export class SerializationError extends AntlerError {
  override name = "SerializationError";
}

/** A gradient that does not exist, or was let go of. */
export class GradientError extends AntlerError {
  override name = "GradientError";
}

/** A value that does not belong, short enough for a message. */
export function received(value: unknown): string {
  if (typeof value === "number" || value === undefined) return String(value);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const own = Object.getPrototypeOf(value) !== Object.prototype;
    if (own && typeof value.toString === "function") return String(value);
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The candidate nearest to `name` by edit distance, or `undefined` when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `Did you mean "adam"? ` or an empty string: the tail of a message about an unknown name. */
export function suggestion(name: string, candidates: Iterable<string>): string {
  const found = nearest(name, candidates);
  return found === undefined ? "" : ` Did you mean "${found}"?`;
}

/** Insertions, deletions, substitutions and swaps of neighbours that make `b` of `a`. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const above = rows[i - 1] as number[];
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(substitution, (above[j] as number) + 1, (row[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, (rows[i - 2]?.[j - 2] as number) + 1);
      }
      row.push(distance);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] as number;
}
