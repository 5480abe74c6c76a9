import { ArgumentError, drawNormal, formatShape } from "@antler/core";
import { RandomInitializer, type SeedOption } from "./initializer.js";

export interface OrthogonalOptions extends SeedOption {
  /** Length of the orthogonal vectors. Default 1. */
  readonly gain?: number | undefined;
}

/** See {@link orthogonal}. */
export class Orthogonal extends RandomInitializer {
  static readonly className = "Orthogonal";
  readonly gain: number;

  constructor(options: OrthogonalOptions = {}) {
    super(options);
    this.gain = options.gain ?? 1;
  }

  override values(shape: readonly number[]): Float64Array {
    const columns = shape.at(-1);
    if (columns === undefined || shape.length < 2) {
      throw new ArgumentError(
        `Orthogonal: the weight is no matrix. Expected a shape of rank 2 or more, received ${formatShape(shape)}.`,
      );
    }
    const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    const drawn = drawNormal(this.generator(), count * length);
    const vectors = Array.from({ length: count }, (_, k) =>
      Float64Array.from(drawn.subarray(k * length, (k + 1) * length)),
    );
    orthonormalize(vectors);
    const wide = rows < columns;
    return Float64Array.from({ length: rows * columns }, (_, flat) => {
      const [i, j] = [Math.floor(flat / columns), flat % columns];
      return this.gain * ((wide ? vectors[i]?.[j] : vectors[j]?.[i]) as number);
    });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), gain: this.gain };
  }
}

/**
 * A random orthogonal matrix times `gain`: orthogonal rows where there are fewer of them than
 * columns, else columns; all axes but the last one count as rows. Source: Saxe et al. (2014).
 */
export function orthogonal(options?: OrthogonalOptions): Orthogonal {
  return new Orthogonal(options);
}

/** Gram–Schmidt, twice for each vector, which is as good as Householder's way in floating point. */
function orthonormalize(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, k) => {
    for (let pass = 0; pass < 2; pass++) {
      for (const done of vectors.slice(0, k)) subtract(vector, done, dot(vector, done));
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / norm;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function subtract(from: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < from.length; i++) {
    from[i] = (from[i] as number) - factor * (vector[i] as number);
  }
}
