import type { Backend } from "../backend.js";
import type { TensorLike } from "../tensor/convert.js";
import type { Structure } from "../tensor/structure.js";
import type { Tensor } from "../tensor/tensor.js";
import { argumentValues, type InputSpec, signature } from "./arguments.js";
import { defaultBackend } from "./default-backend.js";
import { buildEntry, type Entry, runEntry } from "./entry.js";

/** How a function is compiled. */
export interface CompileOptions {
  /**
   * The arguments' shapes and dtypes, in the structure of the arguments. With symbolic dimensions
   * one compiled graph serves all sizes; without this option there is one graph per shape.
   */
  readonly inputs?: readonly Structure<InputSpec>[] | undefined;
  /** Default: the default backend at the time of the call. */
  readonly backend?: Backend | undefined;
  /** What messages call the function. */
  readonly name?: string | undefined;
}

/** What may be passed where the traced function takes a tensor. */
export type Argument<T> = T extends Tensor
  ? TensorLike
  : { readonly [K in keyof T]: Argument<T[K]> };

/** A function that only runs its compiled graph. */
export interface Compiled<A extends readonly unknown[], R> {
  (...args: A): Promise<R>;
  /** Number of graphs compiled so far: one per signature and backend. */
  readonly compilations: number;
  /** Releases the compiled graphs; a later call compiles anew. */
  close(): Promise<void>;
}

/**
 * Traces `fn` once per input signature; the function returned only runs the compiled graph.
 * `fn` is synchronous, takes tensors (or lists and maps of them) and returns such. Variables that it
 * assigns change after each run; random numbers are drawn anew at each.
 *
 * @example
 * const step = compile((x, y) => {
 *   const loss = x.matmul(w).subtract(y).square().mean();
 *   const [g] = grad(loss, [w]);
 *   w.assign(w.subtract(g.multiply(0.1)));
 *   return loss;
 * });
 * const loss = await step(x, y);
 */
export function compile<A extends readonly Tensor[], R>(
  fn: (...tensors: A) => R,
  options?: CompileOptions,
): Compiled<{ [K in keyof A]: TensorLike }, R>;
export function compile<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  options?: CompileOptions,
): Compiled<{ [K in keyof A]: Argument<A[K]> }, R>;
export function compile(
  fn: (...args: never[]) => unknown,
  options: CompileOptions = {},
): Compiled<never[], unknown> {
  const name = options.name ?? (fn.name || "compiled function");
  const entries = new Map<Backend, Map<string, Promise<Entry>>>();
  let compilations = 0;

  const call = async (...args: readonly unknown[]): Promise<unknown> => {
    const backend = options.backend ?? (await defaultBackend());
    const specs = options.inputs;
    const values = await argumentValues(args, specs, name);
    const known = entries.get(backend) ?? new Map<string, Promise<Entry>>();
    entries.set(backend, known);
    const key = specs === undefined ? signature(args, values) : "declared";
    let entry = known.get(key);
    if (entry === undefined) {
      compilations++;
      entry = buildEntry(fn, args, values, specs, backend);
      known.set(key, entry);
      entry.catch(() => known.delete(key));
    }
    return exclusive(async () => runEntry(await (entry as Promise<Entry>), values, backend));
  };

  const close = async (): Promise<void> => {
    const all = [...entries.values()].flatMap((known) => [...known.values()]);
    entries.clear();
    for (const entry of await Promise.allSettled(all)) {
      if (entry.status === "fulfilled") await entry.value.prepared.executable.close();
    }
  };
  Object.defineProperty(call, "compilations", { get: () => compilations });
  return Object.assign(call, { close }) as unknown as Compiled<never[], unknown>;
}

/** Runs one after the other: two steps at once would both start from the same weights. */
let queue: Promise<unknown> = Promise.resolve();
function exclusive<T>(run: () => Promise<T>): Promise<T> {
  const result = queue.then(run, run);
  queue = result.catch(() => undefined);
  return result;
}
