import { apply } from "../graph/apply.js";
import type { Tensor } from "../tensor/tensor.js";
import type { ConvAttrs } from "./conv.js";
import { convCases } from "./conv-cases.js";
import { convVolumeKernelGrad } from "./conv-volume.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { hasDepth } from "./volume.js";

/** A convolution's attributes and the shape of the kernel whose gradient is asked for. */
export interface ConvKernelGradAttrs extends ConvAttrs {
  readonly kernelShape: readonly number[];
}

const definition = defineOp({
  name: "convKernelGrad",
  inputs: ["x", "gradient"],
  infer: ([x], { kernelShape }: ConvKernelGradAttrs) => ({ shape: kernelShape, dtype: x.dtype }),
  grad: ({ inputs: [x, dy], gradient, attrs: { kernelShape: _, ...attrs } }, ops): Gradients => [
    ops.convInputGrad(dy, gradient, { ...attrs, inputShape: x.shape }),
    ops.conv(x, gradient, { ...attrs, dilationRate: attrs.dilations }),
  ],
  decompose: ([x, gradient], { kernelShape, ...attrs }, ops): Tensor | null =>
    hasDepth(attrs) ? convVolumeKernelGrad(x, gradient, attrs, kernelShape, ops) : null,
  cases: convCases.map(({ x, kernel, y, attrs }) => ({
    inputs: [x, y],
    attrs: { ...attrs, kernelShape: kernel },
  })),
  // Sums over batch and positions: float32 rounding grows with their number.
  tolerance: 5e-5,
});

/**
 * Gradient of `conv` with respect to its kernel: x [batch, ...spatial, channels],
 * gradient [batch, ...spatial', filters] → `kernelShape`.
 */
export const convKernelGrad = builder(
  definition,
  (x: Tensor, gradient: Tensor, attrs: ConvKernelGradAttrs): Tensor =>
    apply(definition, [x, gradient], attrs),
);
