import type { Backend, HostTensor } from "../backend.js";
import { isFloat, withWideDTypes } from "../dtype.js";
import { type Compiled, compile } from "../execution/compile.js";
import { grad } from "../grad.js";
import { apply } from "../graph/apply.js";
import { add, items, multiply, sum } from "../ops/index.js";
import type { Shape } from "../shape.js";
import { fromHost, type TensorLike } from "../tensor/convert.js";
import { Tensor } from "../tensor/tensor.js";
import type { DrawnCase } from "./cases.js";

/** Builds results from the inputs of a case followed by weights. */
export type Build = (inputs: readonly Tensor[], weights: readonly Tensor[]) => readonly Tensor[];

/** The op of the case, alone. */
export function outputOf({ definition, attrs }: DrawnCase): Build {
  return (inputs) => items(apply(definition, inputs, attrs));
}

/** Gradients of Σ output · weights with respect to every float input. */
export function gradientsOf(drawn: DrawnCase): Build {
  return (inputs, weights) => {
    const outputs = outputOf(drawn)(inputs, []).filter(({ dtype }) => isFloat(dtype));
    const sums = outputs.map((output, i) => sum(multiply(output, weights[i] as Tensor)));
    const total = sums.reduce((a, b) => add(a, b));
    return grad(total, differentiable(inputs), { unused: "zero" });
  };
}

/**
 * Gradients of Σ gradient · weights over all first gradients, with respect to every float input and
 * to the weights of the first: linear ops have second derivatives there only.
 */
export function secondGradientsOf(drawn: DrawnCase): Build {
  return (inputs, weights) =>
    grad(weightedGradients(drawn)(inputs, weights)[0] as Tensor, secondTargets(inputs, weights), {
      unused: "zero",
    });
}

/** Σ gradient · weights: the function whose gradients {@link secondGradientsOf} gives. */
export function weightedGradients(drawn: DrawnCase): Build {
  return (inputs, weights) => {
    const count = weights.length - differentiable(inputs).length;
    const second = weights.slice(count);
    const gradients = gradientsOf(drawn)(inputs, weights.slice(0, count));
    const sums = gradients.map((gradient, i) => sum(multiply(gradient, second[i] as Tensor)));
    return [sums.reduce((a, b) => add(a, b))];
  };
}

/** What second derivatives are taken of, in order. */
export function secondTargets<T extends { readonly dtype: HostTensor["dtype"] }>(
  inputs: readonly T[],
  weights: readonly T[],
): T[] {
  const own = differentiable(inputs);
  return [...own, ...weights.slice(0, weights.length - own.length)];
}

/** The inputs that gradients are taken of. */
export function differentiable<T extends { readonly dtype: HostTensor["dtype"] }>(
  inputs: readonly T[],
): T[] {
  return inputs.filter((input) => isFloat(input.dtype));
}

/** Compiles and runs a build on a backend; `shapes` may replace sizes by symbols. */
export async function execute(
  backend: Backend,
  build: Build,
  inputs: readonly HostTensor[],
  weights: readonly HostTensor[] = [],
  shapes: readonly Shape[] = [...inputs, ...weights].map((value) => value.shape),
): Promise<HostTensor[]> {
  const program = prepared(backend, build, inputs, weights, shapes);
  try {
    return await program.run([...inputs, ...weights]);
  } finally {
    await program.close();
  }
}

/** A build compiled once, to be run on many values. */
export function prepared(
  backend: Backend,
  build: Build,
  inputs: readonly HostTensor[],
  weights: readonly HostTensor[],
  shapes: readonly Shape[] = [...inputs, ...weights].map((value) => value.shape),
) {
  const specs = [...inputs, ...weights].map(({ dtype }, i) => ({
    shape: shapes[i] as Shape,
    dtype,
  }));
  const compiled: Compiled<TensorLike[], readonly Tensor[]> = compile(
    // Derivatives are checked in float64, which ops give outside of this only by default dtype.
    (...tensors: Tensor[]) =>
      withWideDTypes(() => build(tensors.slice(0, inputs.length), tensors.slice(inputs.length))),
    { backend, inputs: specs },
  );
  return {
    async run(values: readonly HostTensor[]): Promise<HostTensor[]> {
      const results = await compiled(...values.map(fromHost));
      return results.map((result) => result.value as HostTensor);
    },
    close: () => compiled.close(),
  };
}

/** The nodes of a build on placeholders: what shape and dtype rules say, before anything runs. */
export function symbolically(
  build: Build,
  inputs: readonly HostTensor[],
  weights: readonly HostTensor[],
  shapes: readonly Shape[],
): readonly Tensor[] {
  const placeholders = [...inputs, ...weights].map(
    ({ dtype }, i) => new Tensor({ op: "input", dtype, shape: shapes[i] as Shape }),
  );
  return withWideDTypes(() =>
    build(placeholders.slice(0, inputs.length), placeholders.slice(inputs.length)),
  );
}
