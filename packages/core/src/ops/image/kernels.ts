import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { divide } from "../divide.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { maximum } from "../maximum.js";
import { multiply } from "../multiply.js";
import { sin } from "../sin.js";
import { subtract } from "../subtract.js";
import { where } from "../where.js";

/** How much a sample at a distance of some pixels counts: for one number, and for a tensor. */
export interface ResamplingKernel {
  readonly at: (distance: number) => number;
  readonly of: (distance: Tensor) => Tensor;
}

const triangle: ResamplingKernel = {
  at: (x) => Math.max(0, 1 - x),
  of: (x) => maximum(subtract(1, abs(x)), 0),
};

/** Keys's cubic with a = −1/2, which reproduces quadratic polynomials. */
const cubic: ResamplingKernel = {
  at: (x) => {
    if (x >= 2) return 0;
    if (x >= 1) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
    return (1.5 * x - 2.5) * x * x + 1;
  },
  of: (x) => {
    const near = add(multiply(multiply(subtract(multiply(x, 1.5), 2.5), x), x), 1);
    const middle = add(multiply(subtract(multiply(add(multiply(x, -0.5), 2.5), x), 4), x), 2);
    return where(less(x, 1), near, where(less(x, 2), middle, 0));
  },
};

/** sinc(x) · sinc(x / radius) within the radius. */
function lanczos(radius: number): ResamplingKernel {
  return {
    at: (x) => {
      if (x > radius) return 0;
      if (x <= 1e-3) return 1;
      return (
        (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI * x) ** 2
      );
    },
    of: (x) => {
      const tiny = lessEqual(x, 1e-3);
      const angle = multiply(where(tiny, 1, x), Math.PI);
      const product = multiply(sin(angle), multiply(radius, sin(divide(angle, radius))));
      const inside = where(tiny, 1, divide(product, multiply(angle, angle)));
      return where(lessEqual(x, radius), inside, 0);
    },
  };
}

/** The kernels by Keras's names. */
export const kernels = {
  linear: triangle,
  cubic,
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
} as const satisfies Record<string, ResamplingKernel>;

export type KernelName = keyof typeof kernels;
