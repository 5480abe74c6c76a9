import { type HostTensor, isDeviceTensor } from "../backend.js";
import { convert } from "../dtype.js";
import { rewrite, withInputs } from "../graph/walk.js";
import { definitionOf } from "../ops/registry.js";
import { fromHost } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Pass } from "./pass.js";

/** Scalars that follow from scalars are computed now, by the definition's own scalar function. */
export const foldConstants: Pass = (outputs) =>
  rewrite(outputs, (node, inputs) => fold(node, inputs) ?? withInputs(node, inputs)).outputs;

function fold(node: Tensor, inputs: readonly Tensor[]): Tensor | undefined {
  if (node.rank > 0 || inputs.length === 0 || node.op === "input") return undefined;
  const values = inputs.map(scalarValue);
  if (values.some((value) => value === undefined)) return undefined;
  const numbers = values as number[];
  const compute = node.op === "cast" ? (x: number) => x : definitionOf(node.op).scalar;
  if (compute === undefined) return undefined;
  return fromHost({
    dtype: node.dtype,
    shape: [],
    data: convert([compute(...numbers)], node.dtype),
  });
}

/** The number that a node of rank 0 is known to be. */
export function scalarValue(node: Tensor): number | undefined {
  if (node.op === "fill") return (node.attrs as { value: number }).value;
  const value = node.value;
  if (node.op !== "constant" || value === undefined || isDeviceTensor(value)) return undefined;
  return node.rank === 0 ? (value as HostTensor).data[0] : undefined;
}
