import { ArgumentError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { equalShapes, formatShape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients, type Spec } from "./definition.js";
import { items } from "./item.js";

/** Gradients of the arguments from those of the results. */
export type Pullback = (gradients: readonly Tensor[]) => readonly (Tensor | null)[];

interface WithGradientAttrs {
  /** How many of the inputs are results; the others are what gradients flow to. */
  readonly results: number;
  readonly pullback: Pullback;
}

/** Hands the results on; on the way back `pullback` says what the arguments get. */
const definition = defineOp({
  name: "withGradient",
  inputs: "variadic",
  infer: (inputs, { results }: WithGradientAttrs): readonly Spec[] =>
    inputs.slice(0, results).map(({ shape, dtype }) => ({ shape, dtype })),
  grad: ({ inputs, gradient, attrs: { results, pullback } }, ops): Gradients => {
    const given = gradient.map((g, i) => g ?? ops.zerosLike(inputs[i] as Tensor));
    const args = inputs.slice(results);
    const found = pullback(given);
    if (found.length !== args.length) {
      throw new ArgumentError(
        `customGradient: the gradient function returned ${found.length} gradients. Expected one for each of the ${args.length} arguments (null where nothing flows).`,
      );
    }
    found.forEach((g, i) => {
      const { shape } = args[i] as Tensor;
      if (g === null || equalShapes(g.shape, shape)) return;
      throw new ShapeError(
        `customGradient: gradient ${i} has another shape than its argument. Expected ${formatShape(shape)}, received ${formatShape(g.shape)}.`,
      );
    });
    return [...inputs.slice(0, results).map(() => null), ...found];
  },
  decompose: (inputs, { results }): readonly Tensor[] => inputs.slice(0, results),
  // Its attributes are functions, which conformance cases can't draw: tested by itself.
  cases: [],
});

/** The `results`, as functions of `args` alone whose gradients `pullback` gives. */
export const withGradient = builder(
  definition,
  (results: readonly Tensor[], args: readonly Tensor[], pullback: Pullback): Tensor[] =>
    items(apply(definition, [...results, ...args], { results: results.length, pullback })),
);
