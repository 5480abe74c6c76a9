import {
  broadcastShapes,
  type DType,
  equalShapes,
  isFloat,
  type Shape,
  type Tensor,
} from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { reshape } from "../graph/dimensions.js";
import { channelsFirst, fromChannelsFirst, hasTwin } from "../graph/layout.js";

/** The parts of a lowering call that element-wise ops use, whatever their inputs are called. */
export interface ElementwiseCall {
  readonly inputs: readonly string[];
  readonly node: Tensor;
  readonly context: GraphBuilder;
}

/** Computes something of the operands, each already in one layout. */
export type Emit = (builder: GraphBuilder, operands: readonly string[], dtype: DType) => string;

/** A lowering for an op that works on each element by itself, in whichever layout is at hand. */
export function elementwise(emit: Emit): (call: ElementwiseCall) => string {
  return ({ inputs, node, context: builder }) => {
    const dtype = node.inputs[0]?.dtype ?? node.dtype;
    const operands = withoutExpansions(builder, inputs, node);
    const rank = node.shape.length;
    if (rank >= 3 && operands.some(({ value }) => hasTwin(builder, value))) {
      const twins = operands.map((operand) => twinOf(builder, operand, rank));
      if (twins.every((twin) => twin !== undefined)) {
        return fromChannelsFirst(builder, emit(builder, twins, dtype), rank);
      }
    }
    return emit(
      builder,
      operands.map(({ value }) => value),
      dtype,
    );
  };
}

/** One ONNX op with the operands as they are. */
export function direct(op: string): (call: ElementwiseCall) => string {
  return elementwise((builder, operands) => builder.node(op, operands));
}

/** `emit` for floats; integers pass unchanged, for they are whole already. */
export function wholeNumbers(op: string): (call: ElementwiseCall) => string {
  return (call) => (isFloat(call.node.dtype) ? direct(op)(call) : (call.inputs[0] as string));
}

/** Comparisons that ONNX does not define for bool: false counts as 0. */
export function comparison(op: string): (call: ElementwiseCall) => string {
  return elementwise((builder, operands, dtype) =>
    builder.node(op, dtype === "bool" ? operands.map((x) => builder.cast(x, "uint8")) : operands),
  );
}

interface Operand {
  readonly value: string;
  readonly shape: Shape;
}

/** ONNX broadcasts by itself: an operand that was spread out first is taken as it was before. */
function withoutExpansions(
  builder: GraphBuilder,
  inputs: readonly string[],
  node: Tensor,
): readonly Operand[] {
  const operands = inputs.map(
    (value, i): Operand => ({ value, shape: node.inputs[i]?.shape ?? [] }),
  );
  for (const [i, operand] of operands.entries()) {
    const expansion = builder.expansions.get(operand.value);
    if (expansion === undefined) continue;
    const shapes = operands.map(({ shape }, j) => (j === i ? expansion.shape : shape));
    if (equalShapes(broadcastShapes(node.op, ...shapes), node.shape)) {
      operands[i] = { value: expansion.source, shape: expansion.shape };
    }
  }
  return operands;
}

/** The operand channels-first, for a result of `rank`; `undefined` where that makes no sense. */
function twinOf(
  builder: GraphBuilder,
  { value, shape }: Operand,
  rank: number,
): string | undefined {
  if (shape.length === 0) return value;
  if (shape.length === rank) return channelsFirst(builder, value, rank);
  const channels = shape[0];
  if (shape.length !== 1 || channels === undefined) return undefined;
  return builder.memoize(`per channel ${rank} ${value}`, () =>
    reshape(builder, value, [channels, ...Array.from({ length: rank - 2 }, () => 1)]),
  );
}
