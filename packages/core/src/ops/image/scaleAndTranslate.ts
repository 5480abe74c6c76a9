import { floatX, isFloat, promote } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { formatShape, normalizeAxis, parseShape, type ShapeLike } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { cast } from "../cast.js";
import { max } from "../max.js";
import { maximum } from "../maximum.js";
import { min } from "../min.js";
import { minimum } from "../minimum.js";
import { reshape } from "../reshape.js";
import { round } from "../round.js";
import { stridedSlice } from "../stridedSlice.js";
import type { KernelName } from "./kernels.js";
import { checkName } from "./layout.js";
import { toFloat } from "./rounding.js";
import { resampleAxis, weightMatrix } from "./weights.js";

/** Every name that Keras has for a kernel. */
const kernelNames = {
  linear: "linear",
  bilinear: "linear",
  trilinear: "linear",
  triangle: "linear",
  cubic: "cubic",
  bicubic: "cubic",
  tricubic: "cubic",
  lanczos3: "lanczos3",
  lanczos5: "lanczos5",
} as const satisfies Record<string, KernelName>;

/**
 * Resamples some axes: along `spatialDims[k]`, the input's position p comes to lie at
 * scale[k] · p + translation[k]. What falls outside of the input is 0.
 * @param outputShape the shape of the result, of the input's rank
 * @param scale [k]
 * @param translation [k]
 */
export function scaleAndTranslate(
  images: TensorLike,
  outputShape: ShapeLike,
  scale: TensorLike,
  translation: TensorLike,
  spatialDims: readonly number[],
  method: keyof typeof kernelNames,
  options: { readonly antialias?: boolean } = {},
): Tensor {
  const name = "image.scaleAndTranslate";
  const input = tensor(images);
  const shape = parseShape(outputShape, name);
  const kernel =
    kernelNames[
      checkName(name, "method", method, Object.keys(kernelNames) as (keyof typeof kernelNames)[])
    ];
  if (shape.length !== input.rank) {
    throw new ShapeError(
      `${name}: outputShape must have the rank of the images, ${input.rank}, received ${formatShape(shape)}.`,
    );
  }
  const [factors, shifts] = [tensor(scale), tensor(translation)];
  for (const [what, x] of [
    ["scale", factors],
    ["translation", shifts],
  ] as const) {
    if (x.rank !== 1 || x.shape[0] !== spatialDims.length) {
      throw new ShapeError(
        `${name}: ${what} must have shape [${spatialDims.length}], one number per spatial dimension, received ${formatShape(x.shape)}.`,
      );
    }
  }
  if (spatialDims.length === 0) return input;
  const mixed = promote(factors.dtype, shifts.dtype);
  const dtype = isFloat(mixed) ? mixed : floatX;
  const number = (list: Tensor, k: number): Tensor =>
    reshape(stridedSlice(cast(list, dtype), [k], [k + 1]), []);
  let result = toFloat(input);
  spatialDims.forEach((dim, k) => {
    const axis = normalizeAxis(dim, input.rank, name);
    const weights = weightMatrix(
      input.shape[axis] ?? 1,
      shape[axis] ?? 1,
      number(factors, k),
      number(shifts, k),
      kernel,
      options.antialias ?? true,
    );
    result = resampleAxis(result, axis, cast(weights, result.dtype));
  });
  if (isFloat(input.dtype)) return result;
  const bounded = minimum(maximum(round(result), toFloat(min(input))), toFloat(max(input)));
  return cast(bounded, input.dtype);
}
