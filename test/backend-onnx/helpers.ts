import {
  type Backend,
  type DType,
  type HostTensor,
  isDeviceTensor,
  type Program,
  Tensor,
  type Value,
} from "@antler/core";

/** A placeholder. */
export function input(shape: Tensor["shape"], dtype: DType = "float32"): Tensor {
  return new Tensor({ op: "input", shape, dtype });
}

/** float32 values of `shape`. */
export function host(shape: readonly number[], values: ArrayLike<number>): HostTensor {
  return { dtype: "float32", shape, data: Float32Array.from(values) };
}

/** A program without constants. */
export function program(
  inputs: readonly Tensor[],
  nodes: readonly Tensor[],
  outputs: readonly Tensor[],
  resident: readonly number[] = [],
): Program {
  return { inputs, constants: new Map(), nodes, outputs, resident: new Set(resident) };
}

/** The elements of a result in host memory. */
export function elements(value: Value | undefined): number[] {
  if (value === undefined || isDeviceTensor(value)) throw new Error("expected a host value");
  return [...value.data];
}

/** Compiles, runs once, closes. */
export async function runOnce(
  backend: Backend,
  subject: Program,
  values: readonly Value[],
): Promise<readonly Value[]> {
  const executable = await backend.compile(subject);
  try {
    return await executable.run(values);
  } finally {
    await executable.close();
  }
}
