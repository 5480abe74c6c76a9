import { isFloat } from "./dtype.js";
import { GradientError, ShapeError } from "./errors.js";
import { topological } from "./graph/walk.js";
import { inWidthOf } from "./graph/width.js";
import type { Ops, Vjp } from "./ops/definition.js";
import * as ops from "./ops/index.js";
import { definitionOf } from "./ops/registry.js";
import { equalShapes, formatShape } from "./shape.js";
import type { Tensor } from "./tensor/tensor.js";
import { isVersion, Variable } from "./tensor/variable.js";

/** What a gradient can be taken with respect to. */
export type Differentiable = Tensor | Variable;

/** How `grad` treats what the loss does not depend on. */
export interface GradOptions {
  /** `"error"` (default), `"zero"`: a gradient of zeros, or `"null"`: null in place of one. */
  readonly unused?: "error" | "zero" | "null";
}

/**
 * Gradients of a scalar with respect to tensors or variables, as new nodes: gradients of gradients
 * need nothing more.
 * @param loss a float scalar
 * @param wrt one, or a list; the result has the same structure
 * @throws GradientError if `loss` is no float scalar or does not depend on something in `wrt`
 */
export function grad<const T extends readonly Differentiable[]>(
  loss: Tensor,
  wrt: T,
  options: { readonly unused: "null" },
): { -readonly [K in keyof T]: Tensor | null };
export function grad(loss: Tensor, wrt: Differentiable, options?: GradOptions): Tensor;
export function grad<const T extends readonly Differentiable[]>(
  loss: Tensor,
  wrt: T,
  options?: GradOptions,
): { -readonly [K in keyof T]: Tensor };
export function grad(
  loss: Tensor,
  wrt: Differentiable | readonly Differentiable[],
  options: GradOptions = {},
): Tensor | (Tensor | null)[] {
  if (loss.rank > 0 || !isFloat(loss.dtype)) {
    throw new GradientError(
      `grad: expected a float scalar, received ${loss}. Reduce it first, with mean() or sum().`,
    );
  }
  const single = !Array.isArray(wrt);
  const targets = (single ? [wrt] : wrt) as Differentiable[];
  const nodes = targets.map((target) =>
    target instanceof Variable ? target.readStored() : target,
  );
  const gradients = backpropagate([loss], [ops.ones([], loss.dtype)], nodes);
  const results = nodes.map((node, i) => {
    const found = gradients.get(node);
    if (found !== undefined) return found;
    if (options.unused === "zero") return ops.zerosLike(node);
    if (options.unused === "null") return null;
    throw new GradientError(
      `grad: the loss does not depend on ${targets[i]}${targets[i] instanceof Variable ? " as it is now (was it assigned after the loss was built?)" : ""}. ` +
        'Leave it out, or pass { unused: "zero" }.',
    );
  });
  return single ? (results[0] as Tensor) : results;
}

/** @internal see {@link Vjp} */
export const vectorJacobian: Vjp = (outputs, cotangents, targets) => {
  const gradients = backpropagate(outputs, cotangents, targets);
  return targets.map((target) => gradients.get(target) ?? null);
};

/** Walks the graph once, from the results down, and sums what arrives at each node. */
function backpropagate(
  outputs: readonly Tensor[],
  cotangents: readonly Tensor[],
  targets: readonly Tensor[],
): ReadonlyMap<Tensor, Tensor> {
  const wanted = new Set(targets);
  // A variable is a source, however its value came about; another target may depend on a third.
  const isLeaf = (node: Tensor): boolean =>
    node.op === "stopGradient" || (wanted.has(node) && (wanted.size === 1 || isVersion(node)));
  const order = topological(outputs, isLeaf);
  const relevant = new Set<Tensor>();
  for (const node of order) {
    if (hides(node, wanted)) {
      throw new GradientError(
        `grad: ${node} was evaluated and has let go of its history, so no gradient passes. ` +
          "Call grad before reading what was computed from it, or wrap it in stopGradient().",
      );
    }
    const dependent = !isLeaf(node) && node.inputs.some((x) => relevant.has(x));
    if (wanted.has(node) || dependent) relevant.add(node);
  }
  const gradients = new Map<Tensor, Tensor>();
  const arrive = (node: Tensor, gradient: Tensor): void => {
    if (!relevant.has(node)) return;
    const sum = gradients.get(node);
    const total = sum === undefined ? gradient : inWidthOf(node, () => ops.add(sum, gradient));
    gradients.set(node, total);
  };
  outputs.forEach((output, i) => {
    arrive(output, cotangents[i] as Tensor);
  });
  const ofTuples = new Map<Tensor, (Tensor | null)[]>();
  for (const node of order.toReversed()) {
    const gradient = ofTuples.get(node) ?? gradients.get(node);
    if (gradient === undefined || isLeaf(node)) continue;
    if (node.op === "item") {
      collect(ofTuples, node, gradient as Tensor);
      continue;
    }
    const partials = partialsOf(node, gradient);
    node.inputs.forEach((input, i) => {
      const partial = partials?.[i];
      if (partial === undefined || partial === null) return;
      checkPartial(node, input, partial);
      arrive(input, partial);
    });
  }
  return gradients;
}

/**
 * Whether a gradient that is asked for would have to pass through a node that let go of its history:
 * it began at a wanted source, or what is wanted is no source and so can't be told.
 */
function hides(node: Tensor, wanted: ReadonlySet<Tensor>): boolean {
  const { origins } = node;
  if (origins === undefined || wanted.has(node) || isVersion(node)) return false;
  if (origins.some((origin) => wanted.has(origin))) return true;
  return [...wanted].some((target) => target.inputs.length > 0 && !isVersion(target));
}

/** Every item of a tuple is one node (or several equal ones): their gradients meet at the tuple. */
function collect(ofTuples: Map<Tensor, (Tensor | null)[]>, node: Tensor, gradient: Tensor): void {
  const tuple = node.inputs[0] as Tensor;
  const { index } = node.attrs as { index: number };
  const all = ofTuples.get(tuple) ?? (tuple.outputs ?? []).map(() => null);
  ofTuples.set(tuple, all);
  const sum = all[index];
  all[index] = sum ? inWidthOf(node, () => ops.add(sum, gradient)) : gradient;
}

function partialsOf(
  node: Tensor,
  gradient: Tensor | readonly (Tensor | null)[],
): readonly (Tensor | null)[] | undefined {
  if (node.inputs.length === 0) return undefined;
  const { grad: rule } = definitionOf(node.op);
  const context = { inputs: node.inputs, output: node, gradient, attrs: node.attrs };
  return inWidthOf(node, () => rule?.(context, ops as Ops, vectorJacobian));
}

/** A rule that returns a gradient of the wrong shape is a bug of ours: it must not go unnoticed. */
function checkPartial(node: Tensor, input: Tensor, partial: Tensor): void {
  if (!equalShapes(partial.shape, input.shape)) {
    throw new ShapeError(
      `${node.op}: its gradient rule gave ${formatShape(partial.shape)} for an input of ${formatShape(input.shape)}.`,
    );
  }
}
