import { AntlerError } from "../errors.js";
import {
  type Inferred,
  type InputNames,
  type OpDefinition,
  type PerInput,
  type Spec,
  specsOf,
} from "../ops/definition.js";
import type { OpName } from "../ops/registry.js";
import { Tensor } from "../tensor/tensor.js";
import { currentPath } from "./scope.js";

/** Errors that already name the layer inside which they arose. */
const located = new WeakSet<object>();

/** Builds the node that applies `op`; its shape rule checks the inputs on the user's own line. */
export function apply<N extends string, A extends object, I extends InputNames>(
  op: OpDefinition<N, A, I, Inferred>,
  inputs: PerInput<I, Tensor>,
  attrs: A,
): Tensor {
  const path = currentPath();
  try {
    const inferred = op.infer(inputs, attrs);
    const [first] = specsOf(inferred) as [Spec];
    return new Tensor({
      op: op.name as unknown as OpName,
      inputs: inputs as readonly Tensor[],
      attrs,
      shape: first.shape,
      dtype: first.dtype,
      path,
      ...(Array.isArray(inferred) ? { outputs: inferred } : {}),
    });
  } catch (error) {
    if (error instanceof AntlerError && path !== "" && !located.has(error)) {
      error.message = `${path} / ${error.message}`;
      located.add(error);
    }
    throw error;
  }
}
