import { type Lowered, lower, type Program, type Tensor } from "@antler/core";
import { GraphBuilder } from "./graph/builder.js";
import { lowerings } from "./lowerings/index.js";

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
  const builder = new GraphBuilder();
  const values = new Map<Tensor, Lowered<string>>();
  const inputNames = program.inputs.map((input, i) => {
    const name = builder.input(`input_${i}`, input.dtype, input.shape);
    values.set(input, name);
    return name;
  });
  for (const [tensor, { dtype, shape, data }] of program.constants) {
    values.set(tensor, builder.constant(dtype, shape, data));
  }
  const loweredOf = (tensor: Tensor): Lowered<string> => {
    const value = values.get(tensor);
    if (value === undefined) throw new Error(`${tensor} is used before it is computed`);
    return value;
  };
  for (const node of program.nodes) {
    builder.enter(scopeOf(node));
    values.set(
      node,
      lower<string, GraphBuilder>(lowerings, node, node.inputs.map(loweredOf), builder),
    );
  }
  builder.enter("result");
  const outputNames = program.outputs.map((output) =>
    builder.output(loweredOf(output) as string, output.dtype, output.shape),
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

function scopeOf({ path, op }: Tensor): string {
  return path === "" ? op : `${path}/${op}`;
}
