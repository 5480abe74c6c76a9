import { allocate, type HostTensor } from "@antler/core";
import { broadcastStrides, walk } from "./walk.js";

/** Rows that are computed together, so that `b` is read once for all of them. */
const block = 4;

/** [..., m, k] × [..., k, n] → [..., m, n]; leading axes broadcast. */
export function matmul(a: HostTensor, b: HostTensor): HostTensor {
  const [m, k] = a.shape.slice(-2) as [number, number];
  const n = b.shape.at(-1) as number;
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const rank = Math.max(batchA.length, batchB.length);
  const batch = Array.from({ length: rank }, (_, i) => {
    const dimA = batchA[batchA.length - rank + i] ?? 1;
    return dimA === 1 ? (batchB[batchB.length - rank + i] ?? 1) : dimA;
  });
  const count = batch.reduce((product, size) => product * size, 1);
  const out = allocate(a.dtype, count * m * n);
  const sums = new Float64Array(block * n);
  const { length, steps, rows } = walk(batch, [
    broadcastStrides(batchA, batch).map((stride) => stride * m * k),
    broadcastStrides(batchB, batch).map((stride) => stride * k * n),
  ]);
  const [stepA = 0, stepB = 0] = steps;
  let base = 0;
  rows(([startA = 0, startB = 0]) => {
    for (let i = 0; i < length; i++) {
      for (let row = 0; row < m; row += block) {
        const height = Math.min(block, m - row);
        const from = startA + i * stepA + row * k;
        multiplyRows(a.data, from, b.data, startB + i * stepB, sums, height, k, n);
        for (let j = 0; j < height * n; j++) out[base + row * n + j] = sums[j] as number;
      }
      base += m * n;
    }
  });
  return { dtype: a.dtype, shape: [...batch, m, n], data: out };
}

function multiplyRows(
  a: HostTensor["data"],
  startA: number,
  b: HostTensor["data"],
  startB: number,
  sums: Float64Array,
  height: number,
  k: number,
  n: number,
): void {
  sums.fill(0);
  for (let p = 0; p < k; p++) {
    const rowB = startB + p * n;
    for (let i = 0; i < height; i++) {
      const factor = a[startA + i * k + p] as number;
      const row = i * n;
      for (let j = 0; j < n; j++) {
        sums[row + j] = (sums[row + j] as number) + factor * (b[rowB + j] as number);
      }
    }
  }
}
