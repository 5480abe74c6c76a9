import type { GraphBuilder } from "#backend-onnx/graph/builder.js";

/** x·w + b. */
export function dense(g: GraphBuilder, x: string, w: string, b: string): string {
  return g.node("Add", [g.node("MatMul", [x, w]), b]);
}

/** The gradients of x, w and b; without that of x where nobody needs it. */
export function denseGradients(g: GraphBuilder, x: string, w: string, dy: string) {
  return {
    x: () => g.node("MatMul", [dy, g.node("Transpose", [w], { perm: [1, 0] })]),
    w: g.node("MatMul", [g.node("Transpose", [x], { perm: [1, 0] }), dy]),
    b: sum(g, dy, [0]),
  };
}

/** The gradient of relu, from its result. */
export function reluGradient(g: GraphBuilder, y: string, dy: string): string {
  const positive = g.node("Greater", [y, g.scalar(0, "float32")]);
  return g.node("Mul", [dy, g.cast(positive, "float32")]);
}

/** Mean softmax cross-entropy of one-hot labels, and its gradient. */
export function crossentropy(g: GraphBuilder, logits: string, labels: string, batchSize: number) {
  const size = g.scalar(batchSize, "float32");
  const logProbabilities = g.node("LogSoftmax", [logits], { axis: -1 });
  const total = sum(g, g.node("Mul", [logProbabilities, labels]), [0, 1]);
  const error = g.node("Sub", [g.node("Exp", [logProbabilities]), labels]);
  return {
    loss: g.node("Neg", [g.node("Div", [total, size])]),
    gradient: g.node("Div", [error, size]),
  };
}

/** The sum over axes, which disappear. */
export function sum(g: GraphBuilder, x: string, axes: readonly number[]): string {
  return g.node("ReduceSum", [x, g.integers(...axes)], { keepdims: 0 });
}
