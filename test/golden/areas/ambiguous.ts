import type { HostTensor } from "@antler/core";
import type { Comparison } from "../compare.js";
import { Failure } from "../failure.js";
import type { GoldenTensor } from "../golden-file.js";
import { isTensorValue } from "../values.js";
import {
  adjoint,
  type Complex,
  columns,
  identity,
  matrices,
  multiply,
  scaleColumns,
} from "./matrices.js";
import type { OpCase } from "./ops.js";
import type { ExpectedOutputs } from "./outputs.js";
import type { Output } from "./run-function.js";

/** A result that mathematics leaves open: signs, phases, order. */
interface Ambiguous {
  readonly applies: (goldenCase: OpCase) => boolean;
  readonly check: (
    goldenCase: OpCase,
    received: readonly Output[],
    expected: ExpectedOutputs,
    comparison: Comparison,
  ) => void;
}

const severalOutputs = ({ expected }: OpCase): boolean => (expected.outputs?.length ?? 0) > 1;

/** By op: what is compared in place of the values. */
export const ambiguous: Readonly<Record<string, Ambiguous>> = {
  qr: {
    applies: severalOutputs,
    check: (goldenCase, received, expected, comparison) => {
      const [q, r] = shaped(received, expected);
      const [a] = inputsOf(goldenCase);
      same("q r", multiply(matrices(q), matrices(r)), matrices(a), comparison);
      orthonormal("qᵀ q", matrices(q), comparison);
      matrices(r).forEach((matrix) => {
        matrix.forEach((row, i) => {
          comparison.values(
            "r below its diagonal",
            row.slice(0, i).map(([re]) => re),
            Array(Math.min(i, row.length)).fill(0),
          );
        });
      });
    },
  },
  svd: {
    applies: severalOutputs,
    check: (goldenCase, received, expected, comparison) => {
      const [u, s, vh] = shaped(received, expected);
      const [a] = inputsOf(goldenCase);
      comparison.tensor("singular values", s, expected.outputs?.[1] as GoldenTensor);
      const count = s.shape.at(-1) as number;
      const scaled = scaleColumns(columns(matrices(u), count), vectors(s));
      const rows = matrices(vh).map((matrix) => matrix.slice(0, count));
      same("u s vᵀ", multiply(scaled, rows), matrices(a), comparison);
      orthonormal("uᵀ u", matrices(u), comparison);
      orthonormal("v vᵀ", matrices(vh).map(adjoint), comparison);
    },
  },
  eigh: {
    applies: severalOutputs,
    check: (goldenCase, received, expected, comparison) => {
      const [w, v] = shaped(received, expected);
      const [a] = inputsOf(goldenCase);
      comparison.tensor("eigenvalues", w, expected.outputs?.[0] as GoldenTensor);
      const left = multiply(matrices(symmetric(a)), matrices(v));
      same("a v against v w", left, scaleColumns(matrices(v), vectors(w)), comparison);
      orthonormal("vᵀ v", matrices(v), comparison);
    },
  },
  eig: {
    applies: severalOutputs,
    check: (goldenCase, received, expected, comparison) => {
      const [wr, wi, vr, vi] = complexPairs(received);
      const [a] = inputsOf(goldenCase);
      const values = matrices({ ...wr, shape: [...wr.shape, 1] }, wi).map((m) =>
        m.map((r) => r[0] as Complex),
      );
      const golden = expected.outputs?.[0] as GoldenTensor;
      sameSets("eigenvalues", values.flat(), golden, comparison);
      const vectors = matrices(vr, vi);
      same(
        "a v against v w",
        multiply(matrices(a), vectors),
        scaleColumns(vectors, values),
        comparison,
      );
    },
  },
  argpartition: {
    applies: () => true,
    check: (goldenCase, received, expected, comparison) => {
      const [index] = shaped(received, expected);
      const golden = expected.outputs?.[0] as GoldenTensor;
      const dtype = expected.symbolic?.[0]?.dtype ?? golden.dtype;
      if (index.dtype !== dtype) throw new Failure("value: dtype", dtype, index.dtype);
      const [x] = inputsOf(goldenCase);
      const kth = Number(goldenCase.args[1] ?? goldenCase.kwargs?.kth);
      const axis = Number(goldenCase.args[2] ?? goldenCase.kwargs?.axis ?? -1);
      lines(x, axis).forEach((line, l) => {
        const at = lines(index, axis)[l] as number[];
        const permutation = [...at].sort((p, q) => p - q);
        comparison.values(
          "indices, sorted",
          permutation,
          line.map((_, i) => i),
          false,
        );
        const sorted = [...line].sort((p, q) => p - q);
        const taken = at.map((i) => line[i] as number);
        const k = kth < 0 ? kth + line.length : kth;
        const before = taken.slice(0, k).sort((p, q) => p - q);
        comparison.values(
          "values up to the k-th",
          [...before, taken[k] as number],
          sorted.slice(0, k + 1),
        );
      });
    },
  },
  top_k: {
    applies: ({ args, kwargs }) => (args[2] ?? kwargs?.sorted) === false,
    check: (goldenCase, received, expected, comparison) => {
      const [values, indices] = shaped(received, expected);
      const [x] = inputsOf(goldenCase);
      const golden = expected.outputs?.[0] as GoldenTensor;
      const wanted = lines({ ...golden, data: golden.data.map(Number) }, -1);
      lines(values, -1).forEach((line, l) => {
        const sorted = [...line].sort((p, q) => p - q);
        comparison.values(
          "values, sorted",
          sorted,
          [...(wanted[l] as number[])].sort((p, q) => p - q),
        );
        const row = lines(x, -1)[l] as number[];
        const taken = (lines(indices, -1)[l] as number[]).map((i) => row[i] as number);
        comparison.values("values at the indices", line, taken);
      });
    },
  },
};

type Plain = { readonly shape: readonly number[]; readonly data: ArrayLike<number> };

/** The results as tensors, once their shapes are those expected. */
function shaped(
  received: readonly Output[],
  { outputs = [] }: ExpectedOutputs,
): HostTensor[] & [HostTensor, HostTensor, HostTensor] {
  const shapes = received.map((x) => (typeof x === "object" && x !== null ? x.shape : [x]));
  const wanted = outputs.map((x) => (x as GoldenTensor).shape);
  if (JSON.stringify(shapes) !== JSON.stringify(wanted)) {
    throw new Failure("shapes of the outputs", wanted, shapes);
  }
  return received as never;
}

/** Eigenvalues and vectors, each real and imaginary part; real ones get an imaginary part of 0. */
function complexPairs(
  received: readonly Output[],
): [HostTensor, HostTensor, HostTensor, HostTensor] {
  const tensors = received as readonly HostTensor[];
  if (tensors.length === 4) return tensors as never;
  if (tensors.length !== 2)
    throw new Failure("number of outputs", "2, or 4 with imaginary parts", tensors.length);
  const zero = (x: HostTensor): HostTensor => ({
    ...x,
    data: x.data.map(() => 0) as HostTensor["data"],
  });
  const [w, v] = tensors as [HostTensor, HostTensor];
  return [w, zero(w), v, zero(v)];
}

function inputsOf({ args, kwargs = {} }: OpCase): [Plain, ...Plain[]] {
  const values = [...args, ...Object.values(kwargs)].filter(isTensorValue);
  return values.map(({ $t }) => ({ shape: $t.shape, data: $t.data.map(Number) })) as never;
}

/** The lower triangle, mirrored: what eigh reads. */
function symmetric({ shape, data }: Plain): Plain {
  const n = shape.at(-1) as number;
  const out = Array.from(data, (_, flat) => {
    const [block, i, j] = [Math.floor(flat / (n * n)), Math.floor(flat / n) % n, flat % n];
    return data[block * n * n + Math.max(i, j) * n + Math.min(i, j)] as number;
  });
  return { shape, data: out };
}

function vectors({ shape, data }: Plain): Complex[][] {
  const n = shape.at(-1) as number;
  return Array.from({ length: data.length / n }, (_, b) =>
    Array.from({ length: n }, (_, i): Complex => [data[b * n + i] as number, 0]),
  );
}

function same(
  what: string,
  received: Complex[][][],
  expected: Complex[][][],
  comparison: Comparison,
): void {
  comparison.values(what, received.flat(3), expected.flat(3));
}

function orthonormal(what: string, stack: Complex[][][], comparison: Comparison): void {
  const product = multiply(stack.map(adjoint), stack);
  same(
    what,
    product,
    product.map((matrix) => identity(matrix.length)),
    comparison,
  );
}

/** Each expected value is taken by the nearest one that is still free. */
function sameSets(
  what: string,
  received: Complex[],
  golden: GoldenTensor,
  comparison: Comparison,
): void {
  const free = [...received];
  golden.data.forEach((re, i) => {
    const [x, y] = [Number(re), Number(golden.imag?.[i] ?? 0)];
    const distance = ([a, b]: Complex) => Math.hypot(a - x, b - y);
    free.sort((p, q) => distance(p) - distance(q));
    const nearest = free.shift() ?? [Number.NaN, Number.NaN];
    comparison.values(what, nearest, [x, y]);
  });
}

/** The elements along `axis`, line by line. */
function lines({ shape, data }: Plain, axis: number): number[][] {
  const at = axis < 0 ? axis + shape.length : axis;
  const size = shape[at] as number;
  const stride = shape.slice(at + 1).reduce((product, dim) => product * dim, 1);
  return Array.from({ length: data.length / size }, (_, line) => {
    const start = Math.floor(line / stride) * stride * size + (line % stride);
    return Array.from({ length: size }, (_, i) => data[start + i * stride] as number);
  });
}
