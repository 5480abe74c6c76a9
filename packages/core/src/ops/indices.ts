import { type HostTensor, isDeviceTensor } from "../backend.js";
import type { Dim } from "../dimension.js";
import { isFloat, kindOf } from "../dtype.js";
import { ArgumentError, DTypeError } from "../errors.js";
import { fromHost, isTypedArray, type TensorLike, tensor } from "../tensor/convert.js";
import { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { dimension } from "./dimension.js";
import { castTo } from "./elementwise.js";
import { less } from "./less.js";
import { where } from "./where.js";

/** A value that is at hand now: a constant, or something that was evaluated. */
export function knownValue(x: Tensor): HostTensor | undefined {
  const { value } = x;
  return value === undefined || isDeviceTensor(value) ? undefined : value;
}

/**
 * Integers that count elements, as int32. Plain numbers must be whole.
 * @throws DTypeError if they are a float or bool tensor
 */
export function indexTensor(values: TensorLike, where: string): Tensor {
  const given = values instanceof Tensor || isTypedArray(values) || isVariable(values);
  const x = tensor(values, given ? {} : { dtype: "float64" });
  const known = knownValue(x);
  if (!given && known !== undefined) {
    const fraction = known.data.find((index) => !Number.isInteger(index));
    if (fraction === undefined) return castKnown(known);
    throw new ArgumentError(`${where}: expected integers as indices, received ${fraction}.`);
  }
  if (kindOf(x.dtype) !== "integer") {
    throw new DTypeError(
      `${where}: expected integer indices, received ${x.dtype}. ` +
        (isFloat(x.dtype) ? "Cast them to int32." : "Use where for a mask."),
    );
  }
  return known === undefined ? castTo(x, "int32") : castKnown(known);
}

/**
 * Indices from 0 to size − 1; negative ones count from the end.
 * @throws ArgumentError if they are known and one lies outside
 */
export function normalizeIndices(indices: Tensor, size: Dim, where_: string): Tensor {
  const known = knownValue(indices);
  if (known === undefined || typeof size !== "number") {
    if (known?.data.every((index) => index >= 0)) return indices;
    const count = dimension(size, "int32");
    const wrapped = where(less(indices, 0), add(indices, count), indices);
    // One that lies before the first must not be wrapped again by an engine: it goes behind the last.
    return where(less(wrapped, 0), count, wrapped);
  }
  const data = Int32Array.from(known.data, (index) => {
    if (index >= -size && index < size) return index < 0 ? index + size : index;
    throw new ArgumentError(
      `${where_}: index ${index} is out of range. Expected ${-size} to ${size - 1}.`,
    );
  });
  return fromHost({ dtype: "int32", shape: known.shape, data });
}

function castKnown({ shape, data }: HostTensor): Tensor {
  return fromHost({ dtype: "int32", shape, data: Int32Array.from(data) });
}

function isVariable(values: unknown): boolean {
  return typeof values === "object" && values !== null && "assign" in values;
}
