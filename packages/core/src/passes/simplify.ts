import { apply } from "../graph/apply.js";
import { rewrite, withInputs } from "../graph/walk.js";
import { definitionOf } from "../ops/registry.js";
import { broadcastShapes, equalShapes } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { scalarValue } from "./fold-constants.js";
import type { Pass } from "./pass.js";

/** One algebraic rule: what may stand in place of `op(inputs)`, or `undefined`. */
type Rule = (node: Tensor, inputs: readonly Tensor[]) => Tensor | undefined;

/** Replaces nodes by simpler ones that give the same numbers, NaN and infinities included. */
export const simplify: Pass = (outputs) =>
  rewrite(outputs, (node, inputs) => {
    const rule = rules[node.op];
    return rule?.(node, inputs) ?? spreadLate(node, inputs) ?? withInputs(node, inputs);
  }).outputs;

const identityShape: Rule = (node, [x]) =>
  x !== undefined && equalShapes(x.shape, node.shape) ? x : undefined;

/** Drops an operand that changes nothing (x + 0, 1 · x) where the other has the result's shape. */
function neutral(value: number, sides: readonly (0 | 1)[]): Rule {
  return (node, inputs) => {
    for (const side of sides) {
      const [operand, other] = [inputs[side], inputs[1 - side]];
      if (operand === undefined || other === undefined) continue;
      if (scalarValue(operand) === value && equalShapes(other.shape, node.shape)) return other;
    }
    return undefined;
  };
}

const rules: Readonly<Record<string, Rule | undefined>> = {
  // x + 0 is kept for x = −0, where it would differ only in the sign of zero: that is accepted.
  add: neutral(0, [0, 1]),
  subtract: neutral(0, [1]),
  multiply: neutral(1, [0, 1]),
  divide: neutral(1, [1]),
  broadcastTo: identityShape,
  reshape: (node, inputs) => {
    const [x] = inputs as [Tensor];
    if (x.op !== "reshape") return identityShape(node, inputs);
    const origin = x.inputs[0] as Tensor;
    return identityShape(node, [origin]) ?? again(node, [origin]);
  },
  transpose: (node, [x]) => {
    const { permutation } = node.attrs as { permutation: readonly number[] };
    if (x === undefined) return undefined;
    if (permutation.every((axis, i) => axis === i)) return x;
    if (x.op !== "transpose") return undefined;
    const first = (x.attrs as { permutation: readonly number[] }).permutation;
    const combined = permutation.map((axis) => first[axis] as number);
    if (combined.every((axis, i) => axis === i)) return x.inputs[0];
    return apply(definitionOf("transpose"), [x.inputs[0] as Tensor], { permutation: combined });
  },
  flip: (node, [x]) =>
    x?.op === "flip" && sameAxes(node, x) ? (x.inputs[0] as Tensor) : undefined,
  sum: (node, [x]) =>
    (node.attrs as { axes: readonly number[] }).axes.length === 0 ? x : undefined,
  cast: (node, [x]) => (x?.dtype === node.dtype ? x : undefined),
  negative: (_, [x]) => (x?.op === "negative" ? x.inputs[0] : undefined),
  power: (_, [x, exponent]) =>
    x !== undefined && exponent !== undefined && scalarValue(exponent) === 2 && exponent.rank === 0
      ? apply(definitionOf("multiply"), [x, x], {})
      : undefined,
};

function sameAxes(a: Tensor, b: Tensor): boolean {
  const [first, second] = [a, b].map(({ attrs }) => (attrs as { axes: readonly number[] }).axes);
  return String(first) === String(second);
}

/** a ∘ broadcastTo(b) = a ∘ b where ∘ broadcasts by itself to the same shape. */
const spreadLate: Rule = (node, inputs) => {
  if (!broadcasting.has(node.op) || !inputs.some((x) => x.op === "broadcastTo")) return undefined;
  const narrow = [...inputs];
  inputs.forEach((x, i) => {
    if (x.op !== "broadcastTo") return;
    const trial = narrow.with(i, x.inputs[0] as Tensor);
    const shape = broadcastShapes(node.op, ...trial.map((t) => t.shape));
    if (equalShapes(shape, node.shape)) narrow[i] = x.inputs[0] as Tensor;
  });
  return narrow.some((x, i) => x !== inputs[i]) ? again(node, narrow) : undefined;
};

const broadcasting = new Set<string>([
  ...["add", "subtract", "multiply", "divide", "power", "maximum", "minimum", "mod"],
  ...["equal", "less", "lessEqual", "logicalAnd", "logicalOr", "where"],
]);

function again(node: Tensor, inputs: readonly Tensor[]): Tensor {
  return apply(definitionOf(node.op), inputs, node.attrs);
}
