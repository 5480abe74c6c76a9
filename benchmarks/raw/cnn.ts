import type { GraphBuilder } from "#backend-onnx/graph/builder.js";
import { convolution, inputGradient, kernelGradient } from "./convolution.js";
import { crossentropy, dense, denseGradients, reluGradient, sum } from "./dense.js";
import { declare, withGradients } from "./parameter.js";
import { maxPool, maxPoolGradient } from "./pooling.js";

/** Forward and backward pass of two convolutions with pooling and two dense layers. */
export function cnn(g: GraphBuilder, images: string, y: string, batchSize: number) {
  const shapes = {
    k1: [32, 1, 3, 3],
    c1: [32],
    k2: [64, 32, 3, 3],
    c2: [64],
    w1: [1600, 128],
    b1: [128],
    w2: [128, 10],
    b2: [10],
  };
  declare(g, shapes);
  const reshape = (value: string, ...to: number[]): string =>
    g.node("Reshape", [value, g.integers(...to)]);

  // With one channel, channels last and channels first are the same numbers.
  const x = reshape(images, batchSize, 1, 28, 28);
  const conv1 = g.node("Relu", [convolution(g, x, "k1", "c1")]);
  const pool1 = maxPool(g, conv1);
  const conv2 = g.node("Relu", [convolution(g, pool1, "k2", "c2")]);
  const pool2 = maxPool(g, conv2);
  const flat = reshape(pool2, batchSize, 1600);
  const hidden = g.node("Relu", [dense(g, flat, "w1", "b1")]);
  const { loss, gradient } = crossentropy(g, dense(g, hidden, "w2", "b2"), y, batchSize);

  const output = denseGradients(g, hidden, "w2", gradient);
  const dense1 = denseGradients(g, flat, "w1", reluGradient(g, hidden, output.x()));
  const dPool2 = reshape(dense1.x(), batchSize, 64, 5, 5);
  const dMax2 = maxPoolGradient(g, conv2, pool2, dPool2, [batchSize, 64, 11]);
  const dConv2 = reluGradient(g, conv2, dMax2);
  const dPool1 = inputGradient(g, "k2", dConv2);
  const dMax1 = maxPoolGradient(g, conv1, pool1, dPool1, [batchSize, 32, 26]);
  const dConv1 = reluGradient(g, conv1, dMax1);
  const shape1 = { batchSize, channels: 1, filters: 32, size: 26 };
  const shape2 = { batchSize, channels: 32, filters: 64, size: 11 };
  const gradients = {
    k1: kernelGradient(g, x, dConv1, shape1),
    c1: sum(g, dConv1, [0, 2, 3]),
    k2: kernelGradient(g, pool1, dConv2, shape2),
    c2: sum(g, dConv2, [0, 2, 3]),
    w1: dense1.w,
    b1: dense1.b,
    w2: output.w,
    b2: output.b,
  };
  return { loss, parameters: withGradients(shapes, gradients) };
}
