import type { HostTensor } from "../backend.js";
import { formatShape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { isEmbedded } from "./embedded.js";

/** Attributes as text: equal texts mean equal attributes, NaN and infinities included. */
export function attributesKey(attrs: object): string {
  return JSON.stringify(attrs, (_key, value: unknown) =>
    typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
      ? `#${Object.is(value, -0) ? "-0" : value}`
      : value,
  );
}

/** Two graphs with equal keys compute the same from what they are fed. */
export function structuralKey(order: readonly Tensor[], results: readonly Tensor[]): string {
  const index = new Map(order.map((node, i) => [node, i]));
  const lines = order.map((node) => {
    const type = `${node.dtype}${formatShape(node.shape)}`;
    if (isEmbedded(node)) {
      const { data } = node.value as HostTensor;
      return `=${Array.from(data, (x) => (Object.is(x, -0) ? "-0" : x)).join(" ")} ${type}`;
    }
    if (node.value !== undefined) return `? ${type}`;
    return `${node.op} ${attributesKey(node.attrs)} ${node.inputs.map((x) => index.get(x)).join(",")} ${type}`;
  });
  return `${lines.join("\n")}\n> ${results.map((node) => index.get(node)).join(",")}`;
}
