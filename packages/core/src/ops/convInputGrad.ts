import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, isStatic, type Shape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type { ConvAttrs } from "./conv.js";
import { convCases } from "./conv-cases.js";
import { convVolumeInputGrad } from "./conv-volume.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { hasDepth } from "./volume.js";

/** A convolution's attributes and the shape of the input whose gradient is asked for. */
export interface ConvInputGradAttrs extends ConvAttrs {
  readonly inputShape: Shape;
}

const definition = defineOp({
  name: "convInputGrad",
  inputs: ["gradient", "kernel"],
  infer: ([gradient, kernel], { inputShape }: ConvInputGradAttrs) => {
    if (!isStatic(kernel.shape)) {
      throw new ShapeError(
        `convInputGrad: the kernel needs known sizes, received ${formatShape(kernel.shape)}.`,
      );
    }
    return { shape: inputShape, dtype: gradient.dtype };
  },
  grad: (
    { inputs: [dy, kernel], gradient, attrs: { inputShape: _, ...attrs } },
    ops,
  ): Gradients => [
    ops.conv(gradient, kernel, { ...attrs, dilationRate: attrs.dilations }),
    ops.convKernelGrad(gradient, dy, { ...attrs, kernelShape: kernel.shape as readonly number[] }),
  ],
  decompose: ([gradient, kernel], { inputShape, ...attrs }, ops): Tensor | null =>
    hasDepth(attrs) ? convVolumeInputGrad(gradient, kernel, attrs, inputShape, ops) : null,
  cases: convCases.map(({ x, kernel, y, attrs }) => ({
    inputs: [y, kernel],
    attrs: { ...attrs, inputShape: x },
  })),
});

/**
 * Gradient of `conv` with respect to x: gradient [batch, ...spatial', filters], kernel as in `conv`
 * → `inputShape`. It is also the transposed convolution.
 */
export const convInputGrad = builder(
  definition,
  (gradient: Tensor, kernel: Tensor, attrs: ConvInputGradAttrs): Tensor =>
    apply(definition, [gradient, kernel], attrs),
);
