import {
  type Backend,
  compile,
  evaluate,
  fromHost,
  grad,
  type HostTensor,
  isFloat,
  ops,
  Tensor,
  Variable,
} from "@antler/core";
import type { GoldenTensor } from "../golden-file.js";
import {
  hostTensor,
  hostTensors,
  isComplex,
  revive,
  type TensorValue,
  tensorsIn,
} from "../values.js";

/** A tensor of a result, or a plain number, name or truth value. */
export type Output = HostTensor | number | string | boolean | null;

export interface FunctionResult {
  readonly outputs: readonly Output[];
  /** One for each float input. */
  readonly gradients: readonly HostTensor[];
  /** The tensors among the arguments, in Keras's order. */
  readonly inputs: readonly { readonly shape: readonly number[]; readonly float: boolean }[];
}

/**
 * Calls `fn` in a compiled function whose placeholders are the tensors of the case. What can't be
 * compiled because its shape depends on data is called on values instead.
 * @param call the arguments as ours take them, tensors still as the files write them
 * @param order the arguments in Keras's order, which is that of the gradients
 * @param weights R of each output, if gradients are wanted
 */
export async function runFunction(
  fn: (...args: unknown[]) => unknown,
  call: readonly unknown[],
  order: readonly unknown[],
  weights: readonly (GoldenTensor | null)[] | undefined,
  backend: Backend,
): Promise<FunctionResult> {
  const values = tensorsIn(order);
  const hosts = values.map(({ $t }) => hostTensors($t));
  const fed = [...hosts.flat(), ...(weights ?? []).flatMap((w) => (w ? [hostTensor(w)] : []))];
  const inputs = hosts.map(([first]) => ({
    shape: first?.shape ?? [],
    float: isFloat(first?.dtype ?? "float32"),
  }));
  const apply = (tensors: readonly Tensor[]): unknown => {
    let next = 0;
    const own = new Map<TensorValue, unknown>();
    for (const value of values) {
      const first = tensors[next++];
      own.set(value, isComplex(value.$t.dtype) ? [first, tensors[next++]] : first);
    }
    return fn(...call.map((argument) => revive(argument, (value) => own.get(value))));
  };
  let plain: (Tensor | Output)[] = [];
  const traced = compile(
    (...tensors: Tensor[]) => {
      const result = apply(tensors);
      if (result instanceof Promise) {
        result.catch(() => undefined);
        throw new DataDependent();
      }
      plain = leavesOf(result);
      const outputs = plain.filter((leaf) => leaf instanceof Tensor);
      if (weights === undefined) return outputs;
      return [...outputs, ...gradientsOf(plain, weights, tensors, hosts)];
    },
    { backend },
  );
  let results: HostTensor[];
  try {
    const tensors = await traced(...fed.map(fromHost));
    results = await evaluate(tensors, { backend });
  } catch (error) {
    const dependent = error instanceof DataDependent || /depends on data/.test(String(error));
    if (weights !== undefined && !dependent) throw error;
    const constants = fed.map(fromHost);
    plain = leavesOf(await callEagerly(() => apply(constants), error));
    const outputs = plain.filter((leaf) => leaf instanceof Tensor);
    const gradients = weights === undefined ? [] : gradientsOf(plain, weights, constants, hosts);
    results = await evaluate([...outputs, ...gradients], { backend });
  } finally {
    await traced.close();
  }
  let next = 0;
  const outputs = plain.map((leaf) =>
    leaf instanceof Tensor ? (results[next++] as HostTensor) : leaf,
  );
  return { outputs, gradients: results.slice(next), inputs };
}

/** The function is asynchronous: its result's shape depends on values. */
class DataDependent extends Error {}

/** @throws the error of the compiled call if this one fails too */
async function callEagerly(call: () => unknown, cause: unknown): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    throw cause instanceof DataDependent ? error : cause;
  }
}

function gradientsOf(
  outputs: readonly (Tensor | Output)[],
  weights: readonly (GoldenTensor | null)[],
  tensors: readonly Tensor[],
  hosts: readonly (readonly HostTensor[])[],
): Tensor[] {
  const count = hosts.flat().length;
  let next = count;
  const terms = weights.flatMap((weight, i) => {
    if (weight === null) return [];
    const r = tensors[next++] as Tensor;
    const output = outputs[i];
    if (!(output instanceof Tensor) || !isFloat(output.dtype)) return [];
    return [ops.sum(ops.multiply(ops.cast(output, "float32"), r))];
  });
  const loss = terms.reduce((sum, term) => ops.add(sum, term));
  const floats = tensors.slice(0, count).filter((x) => isFloat(x.dtype));
  return grad(loss, floats, { unused: "zero" });
}

/** The tensors and plain values of a result, in order: lists, tuples and objects are walked. */
export function leavesOf(result: unknown): (Tensor | Output)[] {
  if (result instanceof Tensor) return [result];
  if (result instanceof Variable) return [result.read()];
  if (Array.isArray(result)) return result.flatMap(leavesOf);
  if (typeof result === "object" && result !== null) return Object.values(result).flatMap(leavesOf);
  return [result as Output];
}
