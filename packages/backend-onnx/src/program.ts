import type { Program } from "@antler/core";
import { GraphBuilder } from "./graph/builder.js";
import { inline } from "./lowerings/inline.js";

/** A program as ONNX Runtime takes it. */
export interface OnnxProgram {
  /** The bytes of a ModelProto. */
  readonly model: Uint8Array;
  /** Names of the graph's inputs and outputs, in the program's order. */
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

/** Turns a whole program into one ONNX graph. */
export function toOnnx(program: Program): OnnxProgram {
  const builder = new GraphBuilder(inline);
  const inputNames = program.inputs.map((input, i) =>
    builder.input(`input_${i}`, input.dtype, input.shape),
  );
  const values = inline(program, inputNames, builder);
  builder.enter("result");
  const outputNames = program.outputs.map((output, i) =>
    builder.output(values[i] as string, output.dtype, output.shape),
  );
  return { model: builder.encode("antler"), inputNames, outputNames };
}

/**
 * The program as a standalone ONNX model (opset 21), which any ONNX runtime can load. Inputs are
 * called `input_0`, `input_1`, …; symbolic dimensions stay dynamic axes.
 */
export function toModelProto(program: Program): Uint8Array {
  return toOnnx(program).model;
}
