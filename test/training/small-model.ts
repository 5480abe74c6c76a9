import { type HostTensor, symbol, type Tensor, Variable } from "@antler/core";
import type { TrainableModel } from "@antler/layers";

/** tanh(x·w1 + b1)·w2 + b2 by hand: the trainer needs no layers. */
export function smallModel(
  initial: readonly HostTensor[],
  activation?: "softmax" | "sigmoid",
): TrainableModel & { readonly trainableWeights: readonly Variable[]; forwards: number } {
  const names = ["hidden/kernel", "hidden/bias", "output/kernel", "output/bias"];
  const weights = initial.map((value, i) => new Variable(value, { name: names[i] }));
  const [kernel1, bias1, kernel2, bias2] = weights as [Variable, Variable, Variable, Variable];
  const batch = symbol("batch");
  const [inputs, outputs] = [kernel1.shape[0] as number, kernel2.shape[1] as number];
  return {
    name: "small",
    forwards: 0,
    inputPorts: [{ name: "x", shape: [batch, inputs], dtype: "float32" }],
    outputPorts: [{ name: "y", shape: [batch, outputs], dtype: "float32" }],
    trainableWeights: weights,
    nonTrainableWeights: [],
    forward([x]: readonly Tensor[]) {
      this.forwards++;
      const hidden = (x as Tensor).matmul(kernel1).add(bias1).tanh();
      const logits = hidden.matmul(kernel2).add(bias2);
      return [activation === undefined ? logits : logits[activation]()];
    },
  };
}

/** Weights for 3 inputs, 4 hidden units and `outputs` outputs, always the same. */
export function initialWeights(outputs: number): readonly HostTensor[] {
  const draw = (shape: readonly number[], scale: number): HostTensor => {
    const size = shape.reduce((product, dim) => product * dim, 1);
    const data = Float32Array.from({ length: size }, (_, i) => scale * Math.sin(3 * i + 1));
    return { dtype: "float32", shape, data };
  };
  return [draw([3, 4], 0.5), draw([4], 0), draw([4, outputs], 0.5), draw([outputs], 0)];
}
