import {
  allocate,
  BackendError,
  convert,
  type DType,
  type HostTensor,
  sizeOf,
  type TypedArray,
} from "@antler/core";
import {
  CholeskyDecomposition,
  EigenvalueDecomposition,
  LuDecomposition,
  Matrix,
  QrDecomposition,
  SingularValueDecomposition,
} from "ml-matrix";

// Decompositions are ml-matrix's, in float64; what stands here is the way there and back.

/** Each matrix of the last two axes. */
function matricesOf({ shape, data }: HostTensor): Matrix[] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const size = rows * columns;
  return Array.from({ length: sizeOf(shape.slice(0, -2)) }, (_, i) =>
    Matrix.from1DArray(rows, columns, Array.from(data.subarray(i * size, (i + 1) * size))),
  );
}

/** The values of all matrices of a batch side by side, with the shape of one after the batch's. */
function joined(
  { shape, dtype }: HostTensor,
  tail: readonly number[],
  parts: readonly (readonly number[])[],
  as: DType = dtype,
): HostTensor {
  const full = [...shape.slice(0, -2), ...tail];
  const data: TypedArray = allocate(as, sizeOf(full));
  const size = sizeOf(tail);
  parts.forEach((part, i) => {
    data.set(convert(part, as), i * size);
  });
  return { dtype: as, shape: full, data };
}

export function cholesky(x: HostTensor): HostTensor {
  const parts = matricesOf(x).map((matrix, i) => {
    const found = new CholeskyDecomposition(symmetric(matrix));
    if (!found.isPositiveDefinite()) throw notFit("cholesky", i, "positive definite");
    return found.lowerTriangularMatrix.to1DArray();
  });
  return joined(x, x.shape.slice(-2), parts);
}

export function solve(a: HostTensor, b: HostTensor): HostTensor {
  const right = matricesOf(b);
  const parts = matricesOf(a).map((matrix, i) => {
    const found = new LuDecomposition(matrix);
    if (found.isSingular()) throw notFit("solve", i, "invertible");
    return found.solve(right[i] as Matrix).to1DArray();
  });
  return joined(b, b.shape.slice(-2), parts);
}

/** By substitution; the other triangle is not read. */
export function solveTriangular(a: HostTensor, b: HostTensor, lower: boolean): HostTensor {
  const right = matricesOf(b);
  const parts = matricesOf(a).map((matrix, at) => {
    const [x, n] = [(right[at] as Matrix).clone(), matrix.rows];
    for (let step = 0; step < n; step++) {
      const i = lower ? step : n - 1 - step;
      const pivot = matrix.get(i, i);
      if (pivot === 0) throw notFit("solveTriangular", at, "invertible");
      for (let column = 0; column < x.columns; column++) {
        let sum = x.get(i, column);
        for (let done = 0; done < step; done++) {
          const j = lower ? done : n - 1 - done;
          sum -= matrix.get(i, j) * x.get(j, column);
        }
        x.set(i, column, sum / pivot);
      }
    }
    return x.to1DArray();
  });
  return joined(b, b.shape.slice(-2), parts);
}

export function slogdet(x: HostTensor): readonly HostTensor[] {
  const pairs = matricesOf(x).map((matrix) => {
    const { LU, pivotSign } = luOf(matrix);
    let [sign, logarithm] = [pivotSign, 0];
    for (let i = 0; i < LU.rows; i++) {
      const pivot = LU.get(i, i);
      sign *= Math.sign(pivot);
      logarithm += Math.log(Math.abs(pivot));
    }
    return [sign, logarithm] as const;
  });
  return ([0, 1] as const).map((k) =>
    joined(
      x,
      [],
      pairs.map((pair) => [pair[k]]),
    ),
  );
}

export function luFactor(x: HostTensor): readonly HostTensor[] {
  const n = x.shape.at(-1) as number;
  const found = matricesOf(x).map((matrix) => {
    const { LU, pivotVector } = luOf(matrix);
    return { values: LU.to1DArray(), pivots: exchanges(Array.from(pivotVector)) };
  });
  return [
    joined(
      x,
      [n, n],
      found.map(({ values }) => values),
    ),
    joined(
      x,
      [n],
      found.map(({ pivots }) => pivots),
      "int32",
    ),
  ];
}

/** What ml-matrix keeps of an LU decomposition and does not declare. */
interface Lu {
  readonly LU: Matrix;
  readonly pivotSign: number;
  readonly pivotVector: ArrayLike<number>;
}

function luOf(matrix: Matrix): Lu {
  return new LuDecomposition(matrix) as unknown as Lu;
}

/** A permutation of rows as exchanges: row i with row `result[i]`, one after the other. */
function exchanges(order: readonly number[]): number[] {
  const rows = order.map((_, i) => i);
  return order.map((wanted, i) => {
    const from = rows.indexOf(wanted);
    [rows[i], rows[from]] = [rows[from] as number, rows[i] as number];
    return from;
  });
}

export function qr(x: HostTensor, complete: boolean): readonly HostTensor[] {
  const [m, n] = x.shape.slice(-2) as [number, number];
  const k = complete ? m : Math.min(m, n);
  const found = matricesOf(x).map((matrix) => {
    // ml-matrix wants as many rows as columns at least; columns beyond follow from q.
    const square = n > m ? matrix.subMatrix(0, m - 1, 0, m - 1) : matrix;
    const thin = new QrDecomposition(square).orthogonalMatrix;
    const q = completed(thin, k);
    return { q, r: q.transpose().mmul(matrix) };
  });
  return [
    joined(
      x,
      [m, k],
      found.map(({ q }) => q.to1DArray()),
    ),
    joined(
      x,
      [k, n],
      found.map(({ r }) => upperOf(r).to1DArray()),
    ),
  ];
}

export function svd(x: HostTensor, full: boolean): readonly HostTensor[] {
  const [m, n] = x.shape.slice(-2) as [number, number];
  const k = Math.min(m, n);
  const found = matricesOf(x).map((matrix) => {
    const wide = n > m;
    const tall = wide ? matrix.transpose() : matrix;
    const result = new SingularValueDecomposition(tall, {
      computeLeftSingularVectors: true,
      computeRightSingularVectors: true,
    });
    const [a, b] = [result.leftSingularVectors, result.rightSingularVectors];
    const [u, v] = wide ? [b, a] : [a, b];
    const first = (side: Matrix): Matrix => side.subMatrix(0, side.rows - 1, 0, k - 1);
    return {
      u: completed(first(u), full ? m : k),
      s: result.diagonal.slice(0, k),
      v: completed(first(v), full ? n : k),
    };
  });
  return [
    joined(
      x,
      [m, full ? m : k],
      found.map(({ u }) => u.to1DArray()),
    ),
    joined(
      x,
      [k],
      found.map(({ s }) => s),
    ),
    joined(
      x,
      [full ? n : k, n],
      found.map(({ v }) => v.transpose().to1DArray()),
    ),
  ];
}

export function eigh(x: HostTensor): readonly HostTensor[] {
  const n = x.shape.at(-1) as number;
  const found = matricesOf(x).map((matrix) => {
    const result = new EigenvalueDecomposition(symmetric(matrix), { assumeSymmetric: true });
    const order = result.realEigenvalues.map((value, i) => [value, i] as const);
    order.sort(([a], [b]) => a - b);
    const columns = order.map(([, i]) => i);
    return {
      values: order.map(([value]) => value),
      vectors: result.eigenvectorMatrix.subMatrixColumn(columns).to1DArray(),
    };
  });
  return [
    joined(
      x,
      [n],
      found.map(({ values }) => values),
    ),
    joined(
      x,
      [n, n],
      found.map(({ vectors }) => vectors),
    ),
  ];
}

/** Values and vectors, each real and imaginary. */
export function eig(x: HostTensor): readonly HostTensor[] {
  const n = x.shape.at(-1) as number;
  const found = matricesOf(x).map((matrix) => {
    const result = new EigenvalueDecomposition(matrix);
    const [re, im] = [result.realEigenvalues, result.imaginaryEigenvalues];
    const packed = result.eigenvectorMatrix;
    const [real, imaginary] = [Matrix.zeros(n, n), Matrix.zeros(n, n)];
    for (let column = 0; column < n; column++) {
      const isPair = im[column] !== 0;
      // Conjugate pairs stand side by side: real parts in the first column, imaginary in the second.
      const first = isPair && (im[column] as number) < 0 ? column - 1 : column;
      let norm = 0;
      for (let row = 0; row < n; row++) {
        const a = packed.get(row, first);
        const b = isPair ? packed.get(row, first + 1) : 0;
        norm += a * a + b * b;
        real.set(row, column, a);
        imaginary.set(row, column, first === column ? b : -b);
      }
      const scale = 1 / Math.sqrt(norm);
      real.mulColumn(column, scale);
      imaginary.mulColumn(column, scale);
    }
    return { re, im, real: real.to1DArray(), imaginary: imaginary.to1DArray() };
  });
  const all = (tail: readonly number[], key: "re" | "im" | "real" | "imaginary"): HostTensor =>
    joined(
      x,
      tail,
      found.map((one) => one[key]),
    );
  return [all([n], "re"), all([n], "im"), all([n, n], "real"), all([n, n], "imaginary")];
}

/** (x + xᵀ) / 2: of a symmetric matrix both triangles count. */
function symmetric(x: Matrix): Matrix {
  return Matrix.add(x, x.transpose()).mul(0.5);
}

function upperOf(x: Matrix): Matrix {
  const upper = x.clone();
  for (let i = 1; i < x.rows; i++) {
    for (let j = 0; j < Math.min(i, x.columns); j++) upper.set(i, j, 0);
  }
  return upper;
}

/** Orthonormal columns filled up to `count` of them, by Gram-Schmidt on the unit vectors. */
function completed(columns: Matrix, count: number): Matrix {
  const basis = columns.transpose().to2DArray();
  for (let unit = 0; basis.length < count && unit < columns.rows; unit++) {
    let candidate: number[] = Array.from({ length: columns.rows }, (_, i) => Number(i === unit));
    // Twice: once leaves rounding errors where the unit vector nearly lies in the space.
    for (let pass = 0; pass < 2; pass++) {
      for (const vector of basis) {
        const overlap = vector.reduce((sum, v, i) => sum + v * (candidate[i] as number), 0);
        candidate = candidate.map((c, i) => c - overlap * (vector[i] as number));
      }
    }
    const length = Math.hypot(...candidate);
    if (length > 0.1 / Math.sqrt(columns.rows)) basis.push(candidate.map((c) => c / length));
  }
  return new Matrix(basis.slice(0, count)).transpose();
}

function notFit(op: string, at: number, property: string): BackendError {
  return new BackendError(
    `${op}: matrix ${at} of the batch is not ${property}. Check the data, or add a small multiple of the identity.`,
  );
}
