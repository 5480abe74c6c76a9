import { DTypeError, GradientError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { capture, placeholderFor, Subgraph } from "../graph/subgraph.js";
import { rewrite, withInputs } from "../graph/walk.js";
import { equalShapes, formatShape } from "../shape.js";
import { rebuildStructure, type TensorsIn, tensorsOf } from "../tensor/structure.js";
import { nodesBuilt, type Tensor } from "../tensor/tensor.js";
import {
  builder,
  defineOp,
  type GradientContext,
  type Gradients,
  type Ops,
  type Spec,
  type Vjp,
} from "./definition.js";
import { items } from "./item.js";
import { less } from "./less.js";
import { multiply } from "./multiply.js";
import { sum } from "./sum.js";

/** Both graphs take the variables of the loop and then the values from outside. */
interface WhileAttrs {
  readonly condition: Subgraph;
  readonly body: Subgraph;
  readonly maximumIterations: number | null;
}

/** Inputs: the variables of the loop, values from outside. Results: the variables at the end. */
const definition = defineOp({
  name: "whileLoop",
  inputs: "variadic",
  infer: (inputs, { condition, body }: WhileAttrs): readonly Spec[] => {
    const [truth] = condition.outputs as readonly [Tensor];
    if (truth.dtype !== "bool" || truth.rank > 0) {
      throw new DTypeError(
        `whileLoop: the condition gives no single truth value. Expected a bool scalar, received ${truth.dtype} ${formatShape(truth.shape)}.`,
      );
    }
    return body.outputs.map(({ shape, dtype }, i) => {
      const before = inputs[i] as Spec;
      if (!equalShapes(shape, before.shape) || dtype !== before.dtype) {
        throw new ShapeError(
          `whileLoop: the body changes variable ${i}. Expected ${formatShape(before.shape)} ${before.dtype} again, received ${formatShape(shape)} ${dtype}.`,
        );
      }
      return { shape, dtype };
    });
  },
  grad: whileGradient,
  cases: [
    { inputs: [[2], [2]], attrs: example(), domain: [1.2, 1.8] },
    { inputs: [{ shape: [2], data: [900, 900] }, [2]], attrs: example() },
  ],
});

/** The loop as a scan over all iterations that it may take, most of which may do nothing. */
function whileGradient(
  { inputs, gradient, attrs }: GradientContext<WhileAttrs, "variadic", readonly Spec[]>,
  ops: Ops,
  vjp: Vjp,
): Gradients {
  const { condition, body, maximumIterations } = attrs;
  if (maximumIterations === null) {
    throw new GradientError(
      "whileLoop: no gradient passes a loop of unknown length. Give the option maximumIterations, or use scan.",
    );
  }
  const own = inputs.map(placeholderFor);
  const count = body.outputs.length;
  const outside = own.slice(count);
  const step = (graph: Subgraph, variables: readonly Tensor[]): readonly Tensor[] =>
    inlined(graph, [...variables, ...outside]);
  const [last] = ops.scan(
    (variables: Tensor[]) => {
      const goesOn = step(condition, variables)[0] as Tensor;
      const next = step(body, variables);
      return [variables.map((old, i) => ops.where(goesOn, next[i] as Tensor, old)), null] as const;
    },
    own.slice(0, count),
    null,
    { length: maximumIterations },
  );
  const reached = gradient.flatMap((given, i) => (given === null ? [] : [i]));
  const partials = vjp(
    reached.map((i) => last[i] as Tensor),
    reached.map((i) => gradient[i] as Tensor),
    own,
  );
  const found = partials.filter((partial) => partial !== null);
  const given = new Map(own.map((placeholder, i) => [placeholder, inputs[i] as Tensor]));
  const { outputs } = rewrite(
    found,
    (node, operands) => given.get(node) ?? withInputs(node, operands),
  );
  return partials.map((partial) =>
    partial === null ? null : (outputs[found.indexOf(partial)] as Tensor),
  );
}

/** The nodes of a subgraph on other inputs. */
function inlined({ inputs, outputs }: Subgraph, values: readonly Tensor[]): readonly Tensor[] {
  const given = new Map(inputs.map((input, i) => [input, values[i] as Tensor]));
  return rewrite(outputs, (node, operands) => given.get(node) ?? withInputs(node, operands))
    .outputs;
}

/** while (Σ x < 100) x = x · k: cases for the conformance run. */
function example(): WhileAttrs {
  const inputs = [0, 1].map(() => placeholderFor({ shape: [2], dtype: "float32" }));
  const [x, k] = inputs as [Tensor, Tensor];
  return {
    condition: new Subgraph(inputs, [less(sum(x), 100)]),
    body: new Subgraph(inputs, [multiply(x, k)]),
    maximumIterations: 30,
  };
}

function build(inputs: readonly Tensor[], attrs: WhileAttrs): readonly Tensor[] {
  return items(apply(definition, inputs, attrs));
}

/**
 * Repeats `loopVars = body(...loopVars)` as long as `cond(...loopVars)` is true, and gives the
 * variables at the end. `loopVars` is one tensor or a list; each keeps its shape and dtype.
 * Gradients need `maximumIterations`, for their graph has a step for every iteration.
 * @throws ShapeError if the body changes the shape or dtype of a variable
 */
export const whileLoop = builder(
  definition,
  <const L>(
    cond: (...loopVars: Tensor[]) => Tensor,
    body: (...loopVars: Tensor[]) => unknown,
    loopVars: L,
    options: { readonly maximumIterations?: number | null } = {},
  ): TensorsIn<L> => {
    const start = tensorsOf(loopVars);
    const variables = start.map(placeholderFor);
    const before = nodesBuilt();
    const next = tensorsOf(body(...variables));
    const results = [cond(...variables), ...next];
    const { outputs, outer, placeholders } = capture(results, variables, before);
    const inputs = [...variables, ...placeholders];
    const last = build([...start, ...outer], {
      condition: new Subgraph(inputs, outputs.slice(0, 1)),
      body: new Subgraph(inputs, outputs.slice(1)),
      maximumIterations: options.maximumIterations ?? null,
    });
    return rebuildStructure(loopVars, last);
  },
);
