import type { Bindings } from "../dimension.js";
import { ShapeError } from "../errors.js";
import { formatShape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * The values of symbolic dimensions from the shapes that arrive.
 * @throws ShapeError if a shape does not fit its placeholder, or one symbol gets two values
 */
export function bindDimensions(
  inputs: readonly Tensor[],
  values: readonly { readonly shape: readonly number[] }[],
): Bindings {
  const bindings = new Map<string, number>();
  inputs.forEach((input, at) => {
    const shape = values[at]?.shape ?? [];
    const fits =
      shape.length === input.rank &&
      input.shape.every((dim, axis) => {
        const size = shape[axis] as number;
        if (typeof dim === "number") return dim === size;
        const known = bindings.get(dim.text);
        bindings.set(dim.text, known ?? size);
        return known === undefined || known === size;
      });
    if (!fits) {
      const name = (input.attrs as { name?: string }).name ?? `input ${at}`;
      const bound = [...bindings].map(([symbol, size]) => `${symbol} = ${size}`).join(", ");
      throw new ShapeError(
        `${name}: expected shape ${formatShape(input.shape)}, received ${formatShape(shape)}${bound === "" ? "" : ` (${bound})`}.`,
      );
    }
  });
  return bindings;
}
