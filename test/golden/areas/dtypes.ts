import { allocate, type DType, dtypes, fromHost, Tensor } from "@antler/core";
import { Failure, missing } from "../failure.js";
import type { GoldenCase } from "../golden-file.js";
import { at, camel } from "../names.js";
import type { Context, RunCase } from "./area.js";
import { type OpCase, runOp } from "./ops.js";
import { leavesOf } from "./run-function.js";

type Table = Readonly<Record<string, string | Readonly<Record<string, string>>>>;
type Call = (...args: unknown[]) => unknown;

/** dtype rules: tables of the result's dtype for each (pair of) operand dtypes; else plain calls. */
export const runDTypes: RunCase = async (goldenCase, context, comparison) => {
  const table = (goldenCase.expected as { table?: Table }).table;
  if (table === undefined) return runOp(goldenCase as OpCase, context, comparison);
  const resultOf =
    goldenCase.keras_name === "result_type" ? promotion(context) : resultDType(goldenCase, context);
  const wrong: string[] = [];
  let count = 0;
  const check = (operands: readonly string[], expected: string): void => {
    count++;
    const received = attempt(() => resultOf(operands));
    if (received !== expected) wrong.push(`${operands.join(", ")}: ${expected}, not ${received}`);
  };
  for (const [first, row] of Object.entries(table)) {
    if (typeof row === "string") check([first], row);
    else for (const [second, expected] of Object.entries(row)) check([first, second], expected);
  }
  if (wrong.length === 0) return;
  const shown = wrong.slice(0, 5).join("; ");
  throw new Failure(`${wrong.length} of ${count} entries differ`, undefined, shown);
};

function attempt(call: () => string): string {
  try {
    return call();
  } catch (error) {
    return `an error (${error instanceof Error ? error.message.split(".")[0] : String(error)})`;
  }
}

function promotion({ product }: Context): (operands: readonly string[]) => string {
  const fn = at(product, "backend.resultType");
  if (typeof fn !== "function") throw missing("backend.resultType");
  return (operands) => String((fn as Call)(...operands));
}

/** The dtype of the op's result on small operands of these dtypes. */
function resultDType(
  { keras_name: name }: GoldenCase,
  { product }: Context,
): (operands: readonly string[]) => string {
  const path = `ops.${name.split(".").map(camel).join(".")}`;
  const fn = at(product, path);
  if (typeof fn !== "function") throw missing(path);
  return (names) => {
    const operands = names.map(operand);
    const args = name === "where" ? [operand("bool"), ...operands] : operands;
    const [first] = leavesOf((fn as Call)(...args));
    return first instanceof Tensor ? first.dtype : String(first);
  };
}

/** A square matrix of this dtype; `pyint` and `pyfloat` are plain numbers. */
function operand(dtype: string): unknown {
  if (dtype === "pyint" || dtype === "int") return 1;
  if (dtype === "pyfloat" || dtype === "float") return 1.5;
  if (!(dtypes as readonly string[]).includes(dtype)) throw new Error(`no dtype ${dtype}`);
  return fromHost({ dtype: dtype as DType, shape: [2, 2], data: allocate(dtype as DType, 4) });
}
