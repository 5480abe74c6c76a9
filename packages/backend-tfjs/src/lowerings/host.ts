import { allocate, definitionOf, type HostTensor, sizeOf } from "@antler/core";
import type { Context } from "../context.js";
import type { Handle } from "../kernels.js";
import { storedDType } from "../traits.js";

/** What a lowering on the host needs of its call. */
interface HostCall {
  readonly inputs: readonly Handle[];
  readonly node: { readonly op: string; readonly dtype: HostTensor["dtype"] };
  readonly context: Context;
}

/**
 * Computes an element-wise op in JavaScript, for what devices have no kernel or no exact one for.
 * `supports` admits it only where values are read at once.
 */
export function onHost({ inputs, node, context: { kernels, shape } }: HostCall): Handle {
  const { scalar } = definitionOf(node.op);
  if (scalar === undefined) throw new Error(`${node.op} has no function of one element`);
  const data = inputs.map((x) => kernels.readNow(x));
  const strides = inputs.map((x) => broadcastStrides(x.shape, shape));
  // The dtype's own array wraps around where the stored one would not.
  const out = allocate(node.dtype, sizeOf(shape));
  const index = shape.map(() => 0);
  const offsets = inputs.map(() => 0);
  for (let i = 0; i < out.length; i++) {
    out[i] = scalar(...data.map((values, t) => values[offsets[t] as number] as number));
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1;
      const isTurn = next === shape[axis];
      index[axis] = isTurn ? 0 : next;
      for (const [t, own] of strides.entries()) {
        const step = own[axis] as number;
        offsets[t] = (offsets[t] as number) + (isTurn ? step * (1 - next) : step);
      }
      if (!isTurn) break;
    }
  }
  const stored = storedDType(node.dtype) ?? "int32";
  return kernels.uploadOwned(stored === "int32" ? Int32Array.from(out) : out, shape, stored);
}

function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  let step = sizeOf(from);
  return to.map((_, axis) => {
    const size = from[axis - (to.length - from.length)];
    if (size === undefined) return 0;
    step /= size;
    return size === 1 ? 0 : step;
  });
}
