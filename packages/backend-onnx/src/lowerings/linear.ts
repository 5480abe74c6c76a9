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

export const linear = { logSoftmax, matmul, softmax };
