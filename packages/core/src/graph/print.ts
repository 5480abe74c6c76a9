import { isDeviceTensor } from "../backend.js";
import { SeedGenerator } from "../random/generator.js";
import { formatShape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { topological } from "./walk.js";

/**
 * The graph below one or more tensors, a line per node, inputs first:
 * `%3 = matmul(%1, %2)  [batch, 10] float32  dense_1`.
 */
export function printGraph(tensors: Tensor | readonly Tensor[]): string {
  const roots = Array.isArray(tensors) ? (tensors as readonly Tensor[]) : [tensors as Tensor];
  const names = new Map<Tensor, string>();
  const rows = topological(roots).map((node) => {
    const name = `%${names.size}`;
    names.set(node, name);
    const inputs = node.inputs.map((input) => names.get(input)).join(", ");
    const attrs = Object.entries(node.attrs)
      .filter(([, value]) => value !== undefined && !(value instanceof SeedGenerator))
      .map(([key, value]) => `${key}=${formatAttribute(value)}`)
      .join(", ");
    const call = `${node.op}(${[inputs, attrs, literal(node)].filter(Boolean).join("; ")})`;
    return [`${name} = ${call}`, `${formatShape(node.shape)} ${node.dtype}`, node.path];
  });
  const widths = [0, 1].map((i) =>
    Math.min(72, Math.max(0, ...rows.map((row) => row[i]?.length ?? 0))),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, `return ${roots.map((root) => names.get(root)).join(", ")}`].join("\n");
}

function formatAttribute(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatAttribute).join(", ")}]`;
  return String(isDistribution(value) ? value.kind : value);
}

/** Of a distribution, whose parameters may be large, the name alone. */
function isDistribution(value: unknown): value is { readonly kind: string } {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** The number itself, for a scalar that is known. */
function literal(node: Tensor): string {
  const value = node.value;
  if (value === undefined || isDeviceTensor(value) || node.rank > 0) return "";
  return String(value.data[0]);
}
