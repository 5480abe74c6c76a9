import type { Dim } from "../dimension.js";
import { equalDims } from "../dimension.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { placeholderFor, Subgraph } from "../graph/subgraph.js";
import { topological } from "../graph/walk.js";
import type { Ops } from "../ops/definition.js";
import * as ops from "../ops/index.js";
import { definitionOf } from "../ops/registry.js";
import { rebuildStructure, type TensorsIn, tensorsOf } from "../tensor/structure.js";
import type { Tensor } from "../tensor/tensor.js";

/** Which axis of each argument is mapped over; `null` for one that every call gets whole. */
export type InAxes = number | null | readonly (number | null)[];

/**
 * A function of batches from a function of single examples: what `f` does to one slice of its
 * arguments along an axis, done to all slices at once. Arguments are tensors; the result may be a
 * structure of tensors. Ops that can't take another axis are repeated slice by slice.
 * @param options - `inAxes`: default 0 for every argument; `outAxis`: where the new axis of the
 *   results goes, default 0
 * @throws ShapeError if the mapped axes differ in size
 *
 * @example
 * const distances = vmap((a, b) => ops.norm(a.subtract(b)), { inAxes: [0, null] });
 */
export function vmap<A extends readonly Tensor[], R>(
  f: (...args: A) => R,
  options: { readonly inAxes?: InAxes; readonly outAxis?: number } = {},
): (...args: A) => TensorsIn<R> {
  return (...args) => {
    const { inAxes = 0, outAxis = 0 } = options;
    const axes = args.map((_, i) => (Array.isArray(inAxes) ? (inAxes[i] ?? null) : inAxes));
    const moved = args.map((arg, i) => {
      const axis = axes[i] as number | null;
      return axis === null ? arg : ops.moveaxis(arg, axis, 0);
    });
    const batches = moved.filter((_, i) => axes[i] !== null);
    const size = commonSize(batches);
    const slices = moved.map((arg, i) =>
      axes[i] === null ? arg : placeholderFor({ shape: arg.shape.slice(1), dtype: arg.dtype }),
    );
    const result = f(...(slices as unknown as A));
    const given = new Map(
      slices.flatMap((slice, i) => (axes[i] === null ? [] : [[slice, moved[i] as Tensor]])),
    );
    const results = vectorized(tensorsOf(result), given, size);
    return rebuildStructure(
      result,
      results.map((x) => (outAxis === 0 ? x : ops.moveaxis(x, 0, outAxis))),
    );
  };
}

function commonSize(batches: readonly Tensor[]): Dim {
  const [first] = batches;
  if (first === undefined) {
    throw new ArgumentError("vmap: no argument is mapped over. Expected an axis for one at least.");
  }
  const size = first.shape[0] as Dim;
  const odd = batches.find((x) => !equalDims(x.shape[0] as Dim, size));
  if (odd !== undefined) {
    throw new ShapeError(
      `vmap: the mapped axes differ in size. Expected ${size} everywhere, received ${odd.shape[0]}.`,
    );
  }
  return size;
}

/**
 * The graph of `outputs` with every slice (a key of `given`) replaced by all slices along a new
 * first axis; every result has that axis.
 */
export function vectorized(
  outputs: readonly Tensor[],
  given: ReadonlyMap<Tensor, Tensor>,
  size: Dim,
): readonly Tensor[] {
  const batched = new Map<Tensor, readonly Tensor[]>(
    [...given].map(([slice, all]) => [slice, [all]]),
  );
  for (const node of topological(outputs, (n) => batched.has(n) || n.value !== undefined)) {
    if (batched.has(node) || !node.inputs.some((input) => batched.has(input))) continue;
    batched.set(node, wider(node, batched, size));
  }
  return outputs.map((output) => batched.get(output)?.[0] ?? repeated(output, size));
}

/** The results of a node for all slices. */
function wider(
  node: Tensor,
  batched: ReadonlyMap<Tensor, readonly Tensor[]>,
  size: Dim,
): readonly Tensor[] {
  if (node.op === "item") {
    const { index } = node.attrs as { index: number };
    return [batched.get(node.inputs[0] as Tensor)?.[index] as Tensor];
  }
  const definition = definitionOf(node.op);
  const rule = definition.vectorize ?? (definition.scalar === undefined ? undefined : "aligned");
  if (rule === undefined) return sliceBySlice(node, batched, size);
  const all = node.inputs.map((input) => batched.get(input)?.[0]);
  if (rule === "aligned") {
    const rank = Math.max(...node.inputs.map((input) => input.rank));
    const inputs = node.inputs.map((input, i) => {
      const wide = all[i];
      return wide === undefined ? input : withLeadingAxes(wide, rank + 1);
    });
    return ops.items(apply(definition, inputs, node.attrs));
  }
  if (typeof rule === "object") {
    const inputs = node.inputs.map((input, i) => all[i] ?? input);
    const mapped = all.map((wide) => wide !== undefined);
    return [rule.build(inputs, mapped, node.attrs, ops as Ops)];
  }
  const inputs = node.inputs.map((input, i) => all[i] ?? repeated(input, size));
  return ops.items(apply(definition, inputs, rule(node.attrs, size)));
}

/** [size, ...shape] with axes of size 1 after the first, so that it has `rank` axes. */
function withLeadingAxes(x: Tensor, rank: number): Tensor {
  if (x.rank >= rank) return x;
  const [size, ...rest] = x.shape as readonly [Dim, ...Dim[]];
  return ops.reshape(x, [size, ...new Array<Dim>(rank - x.rank).fill(1), ...rest]);
}

function repeated(x: Tensor, size: Dim): Tensor {
  return ops.broadcastTo(x, [size, ...x.shape]);
}

/** The op in a loop over the slices. */
function sliceBySlice(
  node: Tensor,
  batched: ReadonlyMap<Tensor, readonly Tensor[]>,
  size: Dim,
): readonly Tensor[] {
  const own = node.inputs.map(placeholderFor);
  const isMapped = (i: number): boolean => batched.has(node.inputs[i] as Tensor);
  const mapped = own.filter((_, i) => isMapped(i));
  const whole = own.filter((_, i) => !isMapped(i));
  const results = ops.items(apply(definitionOf(node.op), own, node.attrs));
  return ops.items(
    apply(
      ops.scan.definition,
      [
        ...node.inputs.flatMap((input) => batched.get(input)?.[0] ?? []),
        ...node.inputs.filter((_, i) => !isMapped(i)),
      ],
      {
        body: new Subgraph([...mapped, ...whole], results),
        carries: 0,
        sequences: mapped.length,
        length: size,
        reverse: false,
      },
    ),
  );
}
