import { isDeviceTensor, type Value } from "../backend.js";
import { convert, type DType, floatX } from "../dtype.js";
import { ArgumentError } from "../errors.js";
import { formatShape, type ShapeLike } from "../shape.js";
import { hostTensor, isTypedArray } from "../tensor/convert.js";
import { flatten, mapStructure, type Structure } from "../tensor/structure.js";
import { Tensor } from "../tensor/tensor.js";
import { Variable } from "../tensor/variable.js";
import { evaluate } from "./evaluate.js";

/** What an argument of a compiled function looks like; strings in a shape are symbolic. */
export interface InputSpec {
  readonly shape: ShapeLike;
  readonly dtype?: DType;
  /** What messages call the argument. */
  readonly name?: string;
}

/** A tensor, or data that becomes one: numbers, typed arrays, nested arrays of numbers. */
export function isArgument(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 || isNumeric(value[0]);
  return (
    isNumeric(value) || value instanceof Tensor || value instanceof Variable || isTypedArray(value)
  );
}

function isNumeric(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 || isNumeric(value[0]);
  return typeof value === "number" || typeof value === "boolean";
}

export const isSpec = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "shape" in value && Array.isArray(value.shape);

/** The values of all leaves, cast to the declared dtypes. */
export async function argumentValues(
  args: readonly unknown[],
  specs: readonly Structure<InputSpec>[] | undefined,
  name: string,
): Promise<readonly Value[]> {
  const leaves = flatten(args, (value) => value !== args && isArgument(value));
  const declared = specs === undefined ? undefined : (flatten(specs, isSpec) as InputSpec[]);
  if (declared !== undefined && declared.length !== leaves.length) {
    throw new ArgumentError(
      `${name}: expected ${declared.length} tensors, received ${leaves.length}.`,
    );
  }
  const missing = leaves.filter((leaf) => needsEvaluation(leaf)) as (Tensor | Variable)[];
  if (missing.length > 0) await evaluate(missing);
  return leaves.map((leaf, i) => {
    const value = leafValue(leaf, name);
    const dtype = declared === undefined ? value.dtype : (declared[i]?.dtype ?? floatX);
    if (value.dtype === dtype || isDeviceTensor(value)) return value;
    return { dtype, shape: value.shape, data: convert(value.data, dtype) };
  });
}

function needsEvaluation(leaf: unknown): boolean {
  return (leaf instanceof Tensor || leaf instanceof Variable) && leaf.value === undefined;
}

function leafValue(leaf: unknown, name: string): Value {
  if (leaf instanceof Tensor || leaf instanceof Variable) return leaf.value as Value;
  if (isArgument(leaf)) return hostTensor(leaf as number[]);
  throw new ArgumentError(`${name}: expected a tensor or numbers, received ${String(leaf)}.`);
}

export function signature(args: readonly unknown[], values: readonly Value[]): string {
  let next = 0;
  const structure = mapStructure(
    args,
    (value) => value !== args && isArgument(value),
    () => {
      const { dtype, shape } = values[next++] as Value;
      return `${dtype}${formatShape(shape)}`;
    },
  );
  return JSON.stringify(structure);
}
