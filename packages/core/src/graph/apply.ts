import { AntlerError } from "../errors.js";
import type { InputNames, OpDefinition, PerInput } from "../ops/definition.js";
import type { OpName } from "../ops/registry.js";
import { Tensor } from "../tensor/tensor.js";
import { currentPath } from "./scope.js";

/** Errors that already name the layer inside which they arose. */
const located = new WeakSet<object>();

/** Builds the node that applies `op`; its shape rule checks the inputs on the user's own line. */
export function apply<N extends string, A extends object, I extends InputNames>(
  op: OpDefinition<N, A, I>,
  inputs: PerInput<I, Tensor>,
  attrs: A,
): Tensor {
  const path = currentPath();
  try {
    const { shape, dtype } = op.infer(inputs, attrs);
    return new Tensor({
      op: op.name as unknown as OpName,
      inputs: inputs as readonly Tensor[],
      attrs,
      shape,
      dtype,
      path,
    });
  } catch (error) {
    if (error instanceof AntlerError && path !== "" && !located.has(error)) {
      error.message = `${path} / ${error.message}`;
      located.add(error);
    }
    throw error;
  }
}
