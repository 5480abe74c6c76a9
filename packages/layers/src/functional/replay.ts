import {
  ArgumentError,
  type Dim,
  equalDims,
  formatShape,
  rebuild,
  ShapeError,
  SymbolicDim,
  type Tensor,
} from "@antler/core";
import { flatten, mapStructure, mapTensors } from "../base/structure.js";
import type { Step } from "./graph.js";

/** Computes `steps` again, with `values` in place of `inputs`; returns what became of each tensor. */
export function replay(
  steps: readonly Step[],
  inputs: readonly Tensor[],
  values: readonly Tensor[],
  where: string,
): (tensor: Tensor) => Tensor {
  const dims = bindShapes(inputs, values, where);
  const results = new Map<Tensor, Tensor>(
    inputs.map((input, i) => [input, values[i] as Tensor] as const),
  );
  // What does not descend from an input (constants, snapshots of variables) stays as it is.
  const lookUp = (tensor: Tensor): Tensor => results.get(tensor) ?? tensor;
  for (const step of steps) {
    if (step.kind === "op") {
      results.set(step.node, rebuild(step.node, step.node.inputs.map(lookUp), dims));
      continue;
    }
    const { layer, options, outputs } = step.call;
    const again = mapStructure(step.call.inputs, lookUp);
    const computed = flatten(layer.invoke(again as never, mapTensors(options, lookUp) as never));
    flatten(outputs).forEach((output, i) => {
      results.set(output, computed[i] as Tensor);
    });
  }
  return lookUp;
}

/**
 * What each symbol of the inputs' shapes stands for.
 * @throws ShapeError if a rank or a known size differs, or one symbol stands for two sizes
 */
function bindShapes(
  inputs: readonly Tensor[],
  values: readonly Tensor[],
  where: string,
): ReadonlyMap<string, Dim> {
  if (inputs.length !== values.length) {
    throw new ArgumentError(
      `${where}: called with the wrong number of tensors. Expected ${inputs.length}, received ${values.length}.`,
    );
  }
  const dims = new Map<string, Dim>();
  inputs.forEach((input, i) => {
    const { shape } = values[i] as Tensor;
    const fits =
      shape.length === input.shape.length &&
      input.shape.every((expected, axis) => fitsDim(expected, shape[axis] as Dim, dims));
    if (!fits) {
      throw new ShapeError(
        `${where}: input ${i} has the wrong shape. Expected ${formatShape(input.shape)}, received ${formatShape(shape)}.`,
      );
    }
  });
  return dims;
}

function fitsDim(expected: Dim, received: Dim, dims: Map<string, Dim>): boolean {
  if (!(expected instanceof SymbolicDim)) {
    return typeof received !== "number" || received === expected;
  }
  const bound = dims.get(expected.text);
  if (bound !== undefined) return equalDims(bound, received);
  dims.set(expected.text, received);
  return true;
}
