import { checkDType, type DType } from "../dtype.js";

/** The dtype of a result: by itself, or under its name. `null`: the default. */
export type DTypeOption = DType | null | undefined | { readonly dtype?: DType | null | undefined };

/** The dtype that an option names, checked. */
export function dtypeOf(option: DTypeOption, fallback: DType, where: string): DType {
  const name = typeof option === "object" && option !== null ? option.dtype : option;
  return name === undefined || name === null ? fallback : checkDType(name, where);
}
