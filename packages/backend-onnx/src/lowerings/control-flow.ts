import type { Subgraph } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { dimensionVector } from "../graph/dimensions.js";
import type { Call } from "./call.js";

/** Loops and branches: bodies are graphs inside the graph, and see the values around them. */
export const controlFlow = {
  scan: ({ inputs, attrs, context: builder }: Call<"scan">): readonly string[] => {
    const { body, carries, sequences, length, reverse } = attrs;
    const own = carries + sequences;
    const inner = builder.child();
    const parameters = body.inputs
      .slice(0, own)
      .map(({ dtype, shape }) => inner.parameter(dtype, shape));
    // ONNX wants one sequence at least.
    const counts = sequences > 0 ? [] : [steps(builder, dimensionVector(builder, length))];
    if (counts.length > 0) inner.parameter("int64", []);
    declare(inner, body, [...parameters, ...inputs.slice(own)]);
    const directions = (count: number) => new Array<number>(count).fill(reverse ? 1 : 0);
    const slices = body.outputs.length - carries;
    return builder.nodeWithOutputs(
      "Scan",
      [...inputs.slice(0, own), ...counts],
      {
        body: inner.graph(),
        num_scan_inputs: sequences + counts.length,
        scan_input_directions: directions(sequences + counts.length),
        ...(slices > 0 ? { scan_output_directions: directions(slices) } : {}),
      },
      body.outputs.length,
    );
  },

  cond: ({ inputs, attrs, context: builder }: Call<"cond">): readonly string[] => {
    const [predicate, ...values] = inputs as readonly [string, ...string[]];
    const branch = (body: Subgraph) => {
      const inner = builder.child();
      declare(inner, body, values);
      return inner.graph();
    };
    return builder.nodeWithOutputs(
      "If",
      [predicate],
      { then_branch: branch(attrs.whenTrue), else_branch: branch(attrs.whenFalse) },
      attrs.whenTrue.outputs.length,
    );
  },

  whileLoop: ({ inputs, attrs, context: builder }: Call<"whileLoop">): readonly string[] => {
    const { condition, body, maximumIterations } = attrs;
    const count = body.outputs.length;
    const outside = inputs.slice(count);
    const [first] = builder.inline(condition, inputs);
    const inner = builder.child();
    inner.parameter("int64", []);
    inner.parameter("bool", []);
    const variables = body.outputs.map(({ dtype, shape }) => inner.parameter(dtype, shape));
    const next = inner.inline(body, [...variables, ...outside]);
    const [goesOn] = inner.inline(condition, [...next, ...outside]);
    inner.output(goesOn as string, "bool", []);
    body.outputs.forEach(({ dtype, shape }, i) => {
      inner.output(next[i] as string, dtype, shape);
    });
    const most =
      maximumIterations === null
        ? ""
        : builder.constant("int64", [], BigInt64Array.of(BigInt(maximumIterations)));
    return builder.nodeWithOutputs(
      "Loop",
      [most, first as string, ...inputs.slice(0, count)],
      { body: inner.graph() },
      count,
    );
  },
};

/** Fills a body with its nodes and declares its results. */
function declare(inner: GraphBuilder, body: Subgraph, inputs: readonly string[]): void {
  const results = inner.inline(body, inputs);
  body.outputs.forEach(({ dtype, shape }, i) => {
    inner.output(results[i] as string, dtype, shape);
  });
}

/** A sequence of `length` elements that nobody reads. */
function steps(builder: GraphBuilder, length: string): string {
  return builder.node("ConstantOfShape", [length], {
    value: builder.element(0, "int64"),
  });
}
