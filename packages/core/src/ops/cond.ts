import { isFloat } from "../dtype.js";
import { DTypeError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { capture, placeholderFor, Subgraph } from "../graph/subgraph.js";
import { equalShapes, formatShape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import { rebuildStructure, type TensorsIn, tensorsOf } from "../tensor/structure.js";
import { nodesBuilt, type Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients, type Spec } from "./definition.js";
import { items } from "./item.js";
import { multiply } from "./multiply.js";
import { subtract } from "./subtract.js";

/** Both branches take the same values from outside, in the same order. */
interface CondAttrs {
  readonly whenTrue: Subgraph;
  readonly whenFalse: Subgraph;
}

/** Inputs: a boolean scalar, and the values that the branches use. */
const definition = defineOp({
  name: "cond",
  inputs: "variadic",
  infer: ([predicate], { whenTrue, whenFalse }: CondAttrs): readonly Spec[] => {
    const { dtype, shape } = predicate as Spec;
    if (dtype !== "bool" || shape.length > 0) {
      throw new DTypeError(
        `cond: the predicate is no single truth value. Expected a bool scalar, received ${dtype} ${formatShape(shape)}.`,
      );
    }
    const describe = (spec: Spec | undefined): string =>
      spec === undefined ? "nothing" : `${formatShape(spec.shape)} ${spec.dtype}`;
    const count = Math.max(whenTrue.outputs.length, whenFalse.outputs.length);
    return Array.from({ length: count }, (_, i) => {
      const [a, b] = [whenTrue.outputs[i], whenFalse.outputs[i]];
      if (
        a !== undefined &&
        b !== undefined &&
        a.dtype === b.dtype &&
        equalShapes(a.shape, b.shape)
      )
        return { shape: a.shape, dtype: a.dtype };
      throw new ShapeError(
        `cond: the branches differ in result ${i}. Expected the same shape and dtype, received ${describe(a)} and ${describe(b)}.`,
      );
    });
  },
  grad: ({ inputs, gradient, attrs: { whenTrue, whenFalse } }, ops, vjp): Gradients => {
    const reached = gradient.flatMap((given, i) =>
      given !== null && isFloat(given.dtype) ? [i] : [],
    );
    const cotangents = reached.map((i) => placeholderFor(gradient[i] as Tensor));
    const floats = whenTrue.inputs.flatMap(({ dtype }, i) => (isFloat(dtype) ? [i] : []));
    const partialsOf = (branch: Subgraph) =>
      vjp(
        reached.map((i) => branch.outputs[i] as Tensor),
        cotangents,
        floats.map((i) => branch.inputs[i] as Tensor),
      );
    const [a, b] = [partialsOf(whenTrue), partialsOf(whenFalse)];
    const used = floats.flatMap((_, k) => (a[k] || b[k] ? [k] : []));
    const backward = (branch: Subgraph, partials: readonly (Tensor | null)[]): Subgraph => {
      const zero = (k: number): Tensor => {
        const { shape, dtype } = branch.inputs[floats[k] as number] as Tensor;
        return ops.zeros(shape, dtype);
      };
      return new Subgraph(
        [...branch.inputs, ...cotangents],
        used.map((k) => partials[k] ?? zero(k)),
      );
    };
    const results = build([...inputs, ...reached.map((i) => gradient[i] as Tensor)], {
      whenTrue: backward(whenTrue, a),
      whenFalse: backward(whenFalse, b),
    });
    // The first input is the predicate, which the branches do not see.
    return inputs.map((_, i) => results[used.findIndex((k) => floats[k] === i - 1)] ?? null);
  },
  cases: [
    { inputs: [{ shape: [], dtype: "bool", data: [1] }, [2], [2]], attrs: example() },
    { inputs: [{ shape: [], dtype: "bool", data: [0] }, [2], [2]], attrs: example() },
  ],
});

/** a · b or a − b: cases for the conformance run. */
function example(): CondAttrs {
  const inputs = [0, 1].map(() => placeholderFor({ shape: [2], dtype: "float32" }));
  const [a, b] = inputs as [Tensor, Tensor];
  return {
    whenTrue: new Subgraph(inputs, [multiply(a, b)]),
    whenFalse: new Subgraph(inputs, [subtract(a, b)]),
  };
}

function build(inputs: readonly Tensor[], attrs: CondAttrs): readonly Tensor[] {
  return items(apply(definition, inputs, attrs));
}

/**
 * The results of `trueFn()` or of `falseFn()`; only one of them is computed. Both give the same
 * structure of tensors of the same shapes and dtypes, and may use tensors from around them.
 * @param pred - a bool scalar; a plain boolean decides at once
 * @throws ShapeError if the branches differ in shape or dtype
 */
export const cond = builder(
  definition,
  <T>(pred: TensorLike, trueFn: () => T, falseFn: () => T): TensorsIn<T> => {
    if (typeof pred === "boolean") {
      const chosen = pred ? trueFn() : falseFn();
      return rebuildStructure(chosen, tensorsOf(chosen));
    }
    const before = nodesBuilt();
    const [a, b] = [trueFn(), falseFn()];
    const results = [tensorsOf(a), tensorsOf(b)] as const;
    const isOwn = (node: Tensor): boolean => node.serial >= before;
    const { outputs, outer, placeholders } = capture(results.flat(), isOwn, before);
    const count = results[0].length;
    const taken = build([tensor(pred), ...outer], {
      whenTrue: new Subgraph(placeholders, outputs.slice(0, count)),
      whenFalse: new Subgraph(placeholders, outputs.slice(count)),
    });
    return rebuildStructure(a, taken);
  },
);
