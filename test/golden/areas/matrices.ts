/** Real and imaginary part. */
export type Complex = [number, number];
type Matrix = Complex[][];

/** The matrices of a tensor [..., rows, columns], with its imaginary parts if it has them. */
export function matrices(
  { shape, data }: { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
  imaginary?: { readonly data: ArrayLike<number> },
): Matrix[] {
  const [rows, cols] = shape.slice(-2) as [number, number];
  const size = rows * cols;
  return Array.from({ length: size === 0 ? 0 : data.length / size }, (_, block) =>
    Array.from({ length: rows }, (_, i) =>
      Array.from({ length: cols }, (_, j): Complex => {
        const at = block * size + i * cols + j;
        return [data[at] as number, imaginary?.data[at] ?? 0];
      }),
    ),
  );
}

const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];

/** Matrix products, pair by pair. */
export function multiply(left: readonly Matrix[], right: readonly Matrix[]): Matrix[] {
  return left.map((a, block) => {
    const b = right[block] as Matrix;
    return a.map((row) =>
      (b[0] ?? []).map((_, j) =>
        row.reduce<Complex>(
          ([re, im], element, k) => {
            const [x, y] = times(element, (b[k] as Complex[])[j] as Complex);
            return [re + x, im + y];
          },
          [0, 0],
        ),
      ),
    );
  });
}

/** The conjugate transpose. */
export function adjoint(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, j) =>
    matrix.map((row): Complex => {
      const [re, im] = row[j] as Complex;
      return [re, -im];
    }),
  );
}

/** The first `count` columns of each matrix. */
export const columns = (stack: readonly Matrix[], count: number): Matrix[] =>
  stack.map((matrix) => matrix.map((row) => row.slice(0, count)));

/** Each column times its factor. */
export const scaleColumns = (stack: readonly Matrix[], factors: readonly Complex[][]): Matrix[] =>
  stack.map((matrix, block) =>
    matrix.map((row) => row.map((x, j) => times(x, factors[block]?.[j] ?? [Number.NaN, 0]))),
  );

export const identity = (size: number): Matrix =>
  Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j): Complex => [i === j ? 1 : 0, 0]),
  );
