import { Tensor } from "../tensor/tensor.js";
import type { Variable } from "../tensor/variable.js";

/**
 * What a function does to variables while it is traced: the first read of a variable makes a
 * placeholder, an assignment makes later reads see the new node.
 */
export class Trace {
  readonly #placeholders = new Map<Variable, Tensor>();
  readonly #current = new Map<Variable, Tensor>();
  readonly #assigned = new Set<Variable>();

  read(variable: Variable): Tensor {
    let node = this.#current.get(variable);
    if (node === undefined) {
      node = new Tensor({
        op: "input",
        shape: variable.shape,
        dtype: variable.dtype,
        attrs: { name: variable.name },
      });
      this.#placeholders.set(variable, node);
      this.#current.set(variable, node);
    }
    return node;
  }

  assign(variable: Variable, value: Tensor): void {
    this.#current.set(variable, value);
    this.#assigned.add(variable);
  }

  /** Variables whose value the function needs, with the placeholders that stand for them. */
  get placeholders(): ReadonlyMap<Variable, Tensor> {
    return this.#placeholders;
  }

  /** Variables that the function changes, with their new values. */
  get updates(): ReadonlyMap<Variable, Tensor> {
    return new Map([...this.#assigned].map((v) => [v, this.#current.get(v) as Tensor]));
  }
}

let active: Trace | undefined;

/** The trace that is going on, if any. Tracing is synchronous, so there is one at most. */
export function activeTrace(): Trace | undefined {
  return active;
}

/** Runs `build` with its reads and assignments of variables recorded. */
export function traced<T>(build: () => T): { result: T; trace: Trace } {
  const outer = active;
  const trace = new Trace();
  active = trace;
  try {
    return { result: build(), trace };
  } finally {
    active = outer;
  }
}
