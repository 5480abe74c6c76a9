import type { GraphBuilder } from "#backend-onnx/graph/builder.js";
import { crossentropy, dense, denseGradients, reluGradient } from "./dense.js";
import { declare, withGradients } from "./parameter.js";

/** Forward and backward pass of 784-512-10. */
export function mlp(g: GraphBuilder, x: string, y: string, batchSize: number) {
  const shapes = { w1: [784, 512], b1: [512], w2: [512, 10], b2: [10] };
  declare(g, shapes);

  const hidden = g.node("Relu", [dense(g, x, "w1", "b1")]);
  const { loss, gradient } = crossentropy(g, dense(g, hidden, "w2", "b2"), y, batchSize);

  const second = denseGradients(g, hidden, "w2", gradient);
  const first = denseGradients(g, x, "w1", reluGradient(g, hidden, second.x()));
  const gradients = { w1: first.w, b1: first.b, w2: second.w, b2: second.b };
  return { loss, parameters: withGradients(shapes, gradients) };
}
