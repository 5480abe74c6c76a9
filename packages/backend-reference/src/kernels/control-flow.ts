import {
  allocate,
  type HostTensor,
  type InputsOf,
  type LoweringCall,
  resolveDim,
  resolveShape,
  type Subgraph,
  sizeOf,
} from "@antler/core";
import type { Context } from "../lowerings.js";

type Call<K extends "scan" | "cond" | "whileLoop"> = LoweringCall<K, HostTensor, Context>;

/** Runs the body once for each step, and writes what the steps give side by side. */
export function scan({ inputs, attrs, context }: Call<"scan">): readonly HostTensor[] {
  const { body, carries, sequences } = attrs;
  const length = resolveDim(attrs.length, context.bindings);
  const whole = inputs.slice(carries, carries + sequences);
  const outside = inputs.slice(carries + sequences);
  const stacks = body.outputs.slice(carries).map(({ shape, dtype }): HostTensor => {
    const full = [length, ...resolveShape(shape, context.bindings)];
    return { dtype, shape: full, data: allocate(dtype, sizeOf(full)) };
  });
  let carry = inputs.slice(0, carries);
  for (let step = 0; step < length; step++) {
    const at = attrs.reverse ? length - 1 - step : step;
    const results = context.run(body, [...carry, ...whole.map((x) => slice(x, at)), ...outside]);
    carry = results.slice(0, carries);
    results.slice(carries).forEach(({ data }, k) => {
      (stacks[k] as HostTensor).data.set(data, at * data.length);
    });
  }
  return [...carry, ...stacks];
}

export function cond({ inputs, attrs, context }: Call<"cond">): readonly HostTensor[] {
  const [predicate, ...values] = inputs as readonly [HostTensor, ...InputsOf<"cond", HostTensor>];
  return context.run(isTrue(predicate) ? attrs.whenTrue : attrs.whenFalse, values);
}

export function whileLoop({ inputs, attrs, context }: Call<"whileLoop">): readonly HostTensor[] {
  const { condition, body, maximumIterations } = attrs;
  const count = body.outputs.length;
  const outside = inputs.slice(count);
  let values = inputs.slice(0, count);
  const goesOn = (graph: Subgraph): boolean =>
    isTrue(context.run(graph, [...values, ...outside])[0] as HostTensor);
  for (let i = 0; i < (maximumIterations ?? Number.POSITIVE_INFINITY) && goesOn(condition); i++) {
    values = context.run(body, [...values, ...outside]).slice();
  }
  return values;
}

function isTrue({ data }: HostTensor): boolean {
  return data[0] !== 0;
}

/** One slice along the first axis, in place. */
function slice({ dtype, shape: [, ...shape], data }: HostTensor, at: number): HostTensor {
  const size = sizeOf(shape);
  return { dtype, shape, data: data.subarray(at * size, (at + 1) * size) };
}
