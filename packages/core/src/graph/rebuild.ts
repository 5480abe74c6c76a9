import { addDims, type Dim, floorDivideDim, multiplyDims, SymbolicDim } from "../dimension.js";
import { ArgumentError } from "../errors.js";
import { definitionOf } from "../ops/registry.js";
import { resized } from "../random/sources.js";
import type { Tensor } from "../tensor/tensor.js";
import { apply } from "./apply.js";
import { placeholderFor, Subgraph } from "./subgraph.js";
import { rewrite } from "./walk.js";

/** What symbols stand for when a graph is built again on other inputs. */
export type DimSubstitution = ReadonlyMap<string, Dim>;

/**
 * The op of `node` applied to other inputs, whose shapes may differ: shapes are inferred anew, and
 * symbols in attributes are replaced by `dims`.
 */
export function rebuild(
  node: Tensor,
  inputs: readonly Tensor[],
  dims: DimSubstitution = new Map(),
): Tensor {
  if (node.op === "constant") return node;
  if (node.op === "random") {
    return resized(
      node,
      node.shape.map((dim) => substitute(dim, dims)),
    );
  }
  if (node.op === "input") {
    throw new ArgumentError(`rebuild: no tensor was given for the input "${node}".`);
  }
  return apply(definitionOf(node.op), inputs, substituteAll(node.attrs, dims) as object);
}

/** `dim` with symbols replaced; those that `dims` does not name stay. */
export function substitute(dim: Dim, dims: DimSubstitution): Dim {
  if (typeof dim === "number") return dim;
  return dim.fold<Dim>({
    constant: (value) => value,
    symbol: (name) =>
      dims.get(name) ?? new SymbolicDim([{ coefficient: 1, atoms: [{ kind: "symbol", name }] }]),
    add: addDims,
    multiply: multiplyDims,
    floorDivide: (a, b) => floorDivideDim(a, b as number),
  });
}

/** A body whose placeholders have other sizes, built again on them. */
function rebuiltBody(body: Subgraph, dims: DimSubstitution): Subgraph {
  const placed = new Map(
    body.inputs.map(({ shape, dtype }, i) => [
      body.inputs[i],
      placeholderFor({ shape: shape.map((dim) => substitute(dim, dims)), dtype }),
    ]),
  );
  const { outputs } = rewrite(
    body.outputs,
    (node, inputs) => placed.get(node) ?? rebuild(node, inputs, dims),
  );
  return new Subgraph([...placed.values()], outputs);
}

function substituteAll(value: unknown, dims: DimSubstitution): unknown {
  if (value instanceof SymbolicDim) return substitute(value, dims);
  if (value instanceof Subgraph) return rebuiltBody(value, dims);
  if (Array.isArray(value)) return value.map((element) => substituteAll(element, dims));
  if (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    return Object.fromEntries(
      Object.entries(value).map(([key, v]) => [key, substituteAll(v, dims)]),
    );
  }
  return value;
}
