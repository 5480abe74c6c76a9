// The functions of keras.backend that are about dtypes.
import { checkDType, type DType, dtypes, floatX, isFloat, kindOf, promote } from "./dtype.js";
import { DTypeError } from "./errors.js";

export { setFloatx } from "./dtype.js";

/** The default float dtype. */
export function floatx(): DType {
  return floatX;
}

/** A dtype's name, checked; the default float dtype in place of `null`. */
export function standardizeDtype(dtype?: string | null): DType {
  return dtype === undefined || dtype === null ? floatX : checkDType(dtype, "standardizeDtype");
}

/** Whether a dtype is one of floats. */
export function isFloatDtype(dtype: string): boolean {
  return isFloat(standardizeDtype(dtype));
}

/** Whether a dtype is one of integers. */
export function isIntDtype(dtype: string): boolean {
  return kindOf(standardizeDtype(dtype)) === "integer";
}

/** A dtype, or the kind of a plain number, which is as narrow as what stands beside it allows. */
export type PromotionOperand = DType | "int" | "float" | "complex64" | "complex128";

/**
 * The dtype of a result that mixes dtypes and plain numbers, by Keras's lattice. Complex numbers are
 * named for completeness: tensors hold none.
 * @throws DTypeError for an unknown name
 */
export function resultType(...operands: readonly PromotionOperand[]): DType | "complex64" {
  for (const name of operands) checkName(name);
  if (operands.some((name) => name.startsWith("complex"))) return "complex64";
  const strong = operands.filter((name): name is DType => name !== "int" && name !== "float");
  const shared = strong.length === 0 ? undefined : promote(...strong);
  if (shared !== undefined && isFloat(shared)) return shared;
  if (operands.includes("float") || operands.length === 0) return floatX;
  if (shared !== undefined && shared !== "bool") return shared;
  return operands.includes("int") ? "int32" : (shared ?? floatX);
}

function checkName(name: PromotionOperand): void {
  if (["int", "float", "complex64", "complex128"].includes(name)) return;
  if ((dtypes as readonly string[]).includes(name)) return;
  throw new DTypeError(
    `resultType: unknown dtype "${name}". Expected one of ${dtypes.join(", ")}, int or float.`,
  );
}
