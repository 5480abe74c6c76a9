import { allocate, type DType, type Lowering } from "@antler/core";
import { type Context, filled, numberOf } from "../context.js";
import type { Handle } from "../kernels.js";
import { type StoredDType, storedDType } from "../traits.js";

/** What `supports` has already admitted. */
function stored(dtype: DType): StoredDType {
  return storedDType(dtype) ?? "float32";
}

/** Ops without inputs. */
export const sources = {
  fill: (({ attrs: { value, dtype }, context: { kernels, shape } }) =>
    filled(shape, value, stored(dtype), kernels)) satisfies Lowering<"fill", Handle, Context>,
  iota: (({ attrs: { dtype }, context: { kernels, shape } }) => {
    const data = allocate(stored(dtype), shape[0] ?? 0);
    for (let i = 0; i < data.length; i++) data[i] = i;
    return kernels.uploadOwned(data, shape, stored(dtype));
  }) satisfies Lowering<"iota", Handle, Context>,
  dimension: (({ attrs: { value, dtype }, context }) => {
    const data = allocate(stored(dtype), 1);
    data[0] = numberOf(value, context);
    return context.kernels.uploadOwned(data, [], stored(dtype));
  }) satisfies Lowering<"dimension", Handle, Context>,
};
