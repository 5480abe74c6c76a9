import { allocate, type HostTensor } from "@antler/core";

/** The rows of all parts, in order. */
export function joinRows(parts: readonly HostTensor[]): HostTensor {
  const first = parts[0] as HostTensor;
  if (parts.length === 1) return first;
  const rows = parts.reduce((sum, part) => sum + (part.shape[0] ?? 0), 0);
  const size = parts.reduce((sum, part) => sum + part.data.length, 0);
  const data = allocate(first.dtype, size);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { dtype: first.dtype, shape: [rows, ...first.shape.slice(1)], data };
}
