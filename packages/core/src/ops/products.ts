import { bytesOf, type DType, isFloat, promote } from "../dtype.js";
import type { Tensor } from "../tensor/tensor.js";
import { castTo } from "./elementwise.js";

/**
 * A sum of products in the dtype that Keras gives: small integers and bool are computed in int32 and
 * cast back; with `keepsWide` what was int8 alone stays int32.
 */
export function inProductDType(
  inputs: readonly Tensor[],
  compute: (inputs: readonly Tensor[]) => Tensor,
  options: { readonly keepsWide?: boolean } = {},
): Tensor {
  const dtypes = inputs.map((x) => x.dtype);
  const common = promote(...dtypes);
  const wide: DType = isFloat(common) || bytesOf(common) >= 4 ? common : "int32";
  const result = compute(inputs.map((x) => castTo(x, wide)));
  const onlyBytes = dtypes.every((dtype) => dtype === "int8");
  return options.keepsWide && onlyBytes ? result : castTo(result, common);
}
