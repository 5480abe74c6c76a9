import type { Call } from "./call.js";

/** ONNX Runtime fuses the transposes and additions around it by itself. */
function matmul({ inputs, context: builder }: Call<"matmul">): string {
  return builder.node("MatMul", inputs);
}

function softmax({ inputs, attrs: { axis }, context: builder }: Call<"softmax">): string {
  return builder.node("Softmax", inputs, { axis });
}

function logSoftmax({ inputs, attrs: { axis }, context: builder }: Call<"logSoftmax">): string {
  return builder.node("LogSoftmax", inputs, { axis });
}

function layerNormalization(call: Call<"layerNormalization">): string {
  const { axis, epsilon } = call.attrs;
  const attributes = { axis, epsilon: { float: epsilon } };
  return call.context.node("LayerNormalization", call.inputs, attributes);
}

export const linear = { layerNormalization, logSoftmax, matmul, softmax };
