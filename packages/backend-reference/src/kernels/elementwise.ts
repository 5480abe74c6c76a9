import {
  allocate,
  type DType,
  definitionOf,
  type HostTensor,
  sizeOf,
  type Tensor,
  type TypedArray,
} from "@antler/core";
import { broadcastStrides, walk } from "./walk.js";

type Scalar = (...elements: number[]) => number;

/** The largest number of inputs of an element-wise op; shorter lists are filled up. */
const arity = 3;

/** Every element-wise op: the op's own function of one element, with broadcasting. */
export function elementwise(call: {
  readonly inputs: readonly HostTensor[];
  readonly node: Tensor;
}): HostTensor {
  const { inputs, node } = call;
  const shape = broadcastShape(inputs.map((x) => x.shape));
  const scalar = scalarOf(node, inputs[0]?.dtype);
  return { dtype: node.dtype, shape, data: map(scalar, inputs, shape, node.dtype) };
}

function map(
  scalar: Scalar,
  inputs: readonly HostTensor[],
  shape: readonly number[],
  dtype: DType,
): TypedArray {
  const out = allocate(dtype, sizeOf(shape));
  const strides = inputs.map((x) => broadcastStrides(x.shape, shape));
  const { length, steps, rows } = walk(shape, strides);
  // A missing input is read with step 0 from the first one; `scalar` ignores it.
  const first = inputs[0] as HostTensor;
  const [a, b, c] = Array.from({ length: arity }, (_, i) => (inputs[i] ?? first).data) as [
    TypedArray,
    TypedArray,
    TypedArray,
  ];
  const [stepA = 0, stepB = 0, stepC = 0] = steps;
  let position = 0;
  rows(([startA = 0, startB = 0, startC = 0]) => {
    let [i, j, k] = [startA, startB, startC];
    if (inputs.length === 1) {
      for (let n = 0; n < length; n++, i += stepA) out[position++] = scalar(a[i] as number);
    } else if (inputs.length === 2) {
      for (let n = 0; n < length; n++, i += stepA, j += stepB) {
        out[position++] = scalar(a[i] as number, b[j] as number);
      }
    } else {
      for (let n = 0; n < length; n++, i += stepA, j += stepB, k += stepC) {
        out[position++] = scalar(a[i] as number, b[j] as number, c[k] as number);
      }
    }
  });
  return out;
}

function scalarOf(node: Tensor, dtype: DType | undefined): Scalar {
  // A product of two 32-bit integers needs more than the 53 bits of a float64.
  if (node.op === "multiply" && dtype === "int32") return Math.imul;
  const { scalar } = definitionOf(node.op);
  if (scalar === undefined) throw new Error(`${node.op} has no function of one element`);
  return scalar;
}

function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const dims = shapes.map((shape) => shape[shape.length - rank + axis] ?? 1);
    return dims.find((dim) => dim !== 1) ?? 1;
  });
}
