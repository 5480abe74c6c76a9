import { allocate, type LoweringCall, resolveShape, type Subgraph } from "@antler/core";
import { type Context, numberOf, reshaped } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";
import { storedDType } from "../traits.js";
import { sliced } from "./windows.js";

type Call<K extends "scan" | "cond" | "whileLoop"> = LoweringCall<K, Handle, Context>;

/** Loops and branches by the host: what a body gives belongs to the loop, until it is handed on. */
export const controlFlow = {
  scan: ({ inputs, attrs, context }: Call<"scan">): readonly Handle[] => {
    const { kernels } = context;
    const { body, carries, sequences, reverse } = attrs;
    const length = numberOf(attrs.length, context);
    const whole = inputs.slice(carries, carries + sequences);
    const outside = inputs.slice(carries + sequences);
    const state = new OwnedValues(inputs.slice(0, carries), kernels);
    const rows: Handle[][] = body.outputs.slice(carries).map(() => []);
    for (let step = 0; step < length; step++) {
      const at = reverse ? length - 1 - step : step;
      const slices = whole.map((x) => sliceAt(x, at, kernels));
      const results = context.run(body, [...state.values, ...slices, ...outside]);
      for (const slice of slices) kernels.release(slice);
      state.replace(results.slice(0, carries));
      results.slice(carries).forEach((row, k) => {
        (rows[k] as Handle[])[at] = row;
      });
    }
    const stacks = rows.map((parts, k) => {
      const spec = body.outputs[carries + k] as { shape: readonly number[]; dtype: "float32" };
      if (parts.length === 0) {
        const shape = [0, ...resolveShape(spec.shape, context.bindings)];
        const stored = storedDType(spec.dtype) ?? "float32";
        return kernels.settle(kernels.uploadOwned(allocate(stored, 0), shape, stored));
      }
      return stacked(parts, kernels);
    });
    return [...state.values, ...stacks].map((value) => kernels.adopt(value));
  },

  cond: ({ inputs, attrs, context }: Call<"cond">): readonly Handle[] => {
    const [predicate, ...values] = inputs as readonly [Handle, ...Handle[]];
    const branch = isTrue(predicate, context.kernels) ? attrs.whenTrue : attrs.whenFalse;
    return context.run(branch, values).map((value) => context.kernels.adopt(value));
  },

  whileLoop: ({ inputs, attrs, context }: Call<"whileLoop">): readonly Handle[] => {
    const { kernels } = context;
    const { condition, body, maximumIterations } = attrs;
    const count = body.outputs.length;
    const outside = inputs.slice(count);
    const state = new OwnedValues(inputs.slice(0, count), kernels);
    const goesOn = (graph: Subgraph): boolean => {
      const [truth] = context.run(graph, [...state.values, ...outside]) as [Handle];
      const answer = isTrue(truth, kernels);
      kernels.release(truth);
      return answer;
    };
    const most = maximumIterations ?? Number.POSITIVE_INFINITY;
    for (let i = 0; i < most && goesOn(condition); i++) {
      state.replace(context.run(body, [...state.values, ...outside]));
    }
    return state.values.map((value) => kernels.adopt(value));
  },
};

/** Values that are replaced step by step; each set but the first is given back. */
class OwnedValues {
  values: readonly Handle[];
  readonly #kernels: Kernels;

  constructor(first: readonly Handle[], kernels: Kernels) {
    this.#kernels = kernels;
    this.values = first.map((value) => kernels.settle(kernels.alias(value, value.shape)));
  }

  replace(next: readonly Handle[]): void {
    for (const value of this.values) this.#kernels.release(value);
    this.values = next;
  }
}

function sliceAt(x: Handle, at: number, kernels: Kernels): Handle {
  const shape = x.shape.slice(1);
  const part = sliced(x, [at, ...shape.map(() => 0)], [1, ...shape], kernels);
  return kernels.settle(reshaped(part, shape, kernels));
}

/** The rows along a new first axis; they are given back. */
function stacked(rows: readonly Handle[], kernels: Kernels): Handle {
  const parts = rows.map((row) => kernels.alias(row, [1, ...row.shape]));
  const whole =
    parts.length === 1 ? (parts[0] as Handle) : kernels.run("Concat", parts, { axis: 0 });
  const kept = kernels.settle(whole);
  for (const row of rows) kernels.release(row);
  return kept;
}

function isTrue(x: Handle, kernels: Kernels): boolean {
  return kernels.readNow(x)[0] !== 0;
}
