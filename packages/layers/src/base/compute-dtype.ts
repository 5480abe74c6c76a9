import { type DType, floatX } from "@antler/core";
import { type DTypeLike, resolveDTypePolicy } from "../dtype-policies/policy.js";

/** The dtype that losses and metrics compute in: that of a policy, or the default float dtype. */
export function computeDType(dtype: DTypeLike | null | undefined, where: string): DType {
  if (dtype === null || dtype === undefined) return floatX;
  return resolveDTypePolicy(dtype, where).computeDtype;
}
