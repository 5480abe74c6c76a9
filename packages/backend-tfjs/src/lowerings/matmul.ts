import { type Lowering, sizeOf } from "@antler/core";
import { type Context, filled, reshaped } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";
import { broadcast } from "./broadcast.js";

const plain = { transposeA: false, transposeB: false };

function pair(a: Handle, b: Handle, kernels: Kernels): Handle {
  return kernels.run("BatchMatMul", { a, b: kernels.packable(b) }, plain);
}

/** int32 on the host: exact, and wrapping as 32-bit integers do. */
function integerProduct(a: Handle, b: Handle, kernels: Kernels): Handle {
  const [batch = 1, m = 1, k = 1] = a.shape;
  const n = b.shape[2] ?? 1;
  const [x, y] = [kernels.readNow(a), kernels.readNow(b)];
  const out = new Int32Array(batch * m * n);
  for (let row = 0; row < batch * m; row++) {
    const matrix = Math.floor(row / m) * k * n;
    for (let i = 0; i < k; i++) {
      const factor = x[row * k + i] ?? 0;
      for (let j = 0; j < n; j++) {
        const at = row * n + j;
        out[at] = (out[at] ?? 0) + Math.imul(factor, y[matrix + i * n + j] ?? 0);
      }
    }
  }
  return kernels.uploadOwned(out, [batch, m, n], "int32");
}

/** Matrix by matrix, where the device is fast for single ones alone. */
function oneByOne(a: Handle, b: Handle, kernels: Kernels): Handle {
  const [batch = 1, m = 1, k = 1] = a.shape;
  const n = b.shape[2] ?? 1;
  const products: Handle[] = [];
  for (let i = 0; i < batch; i++) {
    const left = kernels.run("Slice", { x: a }, { begin: [i, 0, 0], size: [1, m, k] });
    const right = kernels.run("Slice", { x: b }, { begin: [i, 0, 0], size: [1, k, n] });
    products.push(pair(left, right, kernels));
    kernels.free(left);
    kernels.free(right);
  }
  return kernels.run("Concat", products, { axis: 0 });
}

const matmulRule = (({ inputs: [a, b], context: { kernels, shape } }) => {
  const [m = 1, k = 1] = a.shape.slice(-2);
  const n = b.shape.at(-1) ?? 1;
  if (k === 0) return filled(shape, 0, a.dtype, kernels);
  const batchShape = shape.slice(0, -2);
  const single = sizeOf(b.shape.slice(0, -2)) === 1;
  // One matrix on the right: the whole batch on the left is one tall matrix.
  const batch = single ? 1 : sizeOf(batchShape);
  const left = reshaped(
    single ? a : broadcast(a, [...batchShape, m, k], kernels),
    [batch, sizeOf(a.shape.slice(0, -2)) * m, k].with(1, single ? sizeOf(a.shape) / k : m),
    kernels,
  );
  const right = reshaped(
    single ? b : broadcast(b, [...batchShape, k, n], kernels),
    [batch, k, n],
    kernels,
  );
  const { integerMatmul, batchedMatmul } = kernels.traits;
  const product =
    a.dtype !== "float32" && integerMatmul === "host"
      ? integerProduct(left, right, kernels)
      : batch > 1 && !batchedMatmul && m * k * n > 4096
        ? oneByOne(left, right, kernels)
        : pair(left, right, kernels);
  return reshaped(product, shape, kernels);
}) satisfies Lowering<"matmul", Handle, Context>;

export const products = { matmul: matmulRule };
