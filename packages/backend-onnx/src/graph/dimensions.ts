import { BackendError, type Dim, equalDims, type Shape } from "@antler/core";
import type { GraphBuilder } from "./builder.js";

/** `dim` as an int64 vector of one element, computed in the graph where it is symbolic. */
export function dimensionVector(builder: GraphBuilder, dim: Dim): string {
  if (typeof dim === "number") return builder.integers(dim);
  return builder.memoize(`dimension ${dim.text}`, () =>
    dim.fold<string>({
      constant: (value) => builder.integers(value),
      symbol: (name) => symbolVector(builder, name),
      add: (a, b) => builder.node("Add", [a, b]),
      multiply: (a, b) => builder.node("Mul", [a, b]),
      // Div truncates; Mod has the divisor's sign, so that a − mod is a multiple below a.
      floorDivide: (a, b) => {
        const whole = builder.node("Sub", [a, builder.node("Mod", [a, b])]);
        return builder.node("Div", [whole, b]);
      },
    }),
  );
}

function symbolVector(builder: GraphBuilder, name: string): string {
  return builder.memoize(`symbol ${name}`, () => {
    const source = builder.symbols.get(name);
    if (source === undefined) {
      throw new BackendError(
        `onnx: dimension "${name}" is no dimension of an input, so its size is unknown. ` +
          `Give it a number, or pass an input that has it.`,
      );
    }
    return builder.node("Shape", [source.input], { start: source.axis, end: source.axis + 1 });
  });
}

/** `dims` as one int64 vector: a constant where all are known. */
export function shapeVector(builder: GraphBuilder, dims: Shape): string {
  if (dims.every((dim) => typeof dim === "number")) return builder.integers(...dims);
  return builder.memoize(`shape ${dims.join(", ")}`, () => {
    const parts = dims.map((dim) => dimensionVector(builder, dim));
    return parts.length === 1 ? (parts[0] as string) : builder.node("Concat", parts, { axis: 0 });
  });
}

/** Gives `x` another shape with equally many elements. */
export function reshape(builder: GraphBuilder, x: string, shape: Shape): string {
  const unknown = shape.filter((dim) => typeof dim !== "number");
  const hasZero = shape.some((dim) => equalDims(dim, 0));
  // One unknown dimension needs no arithmetic, unless a zero hides it.
  const target =
    unknown.length === 1 && !hasZero
      ? builder.integers(...shape.map((dim) => (typeof dim === "number" ? dim : -1)))
      : shapeVector(builder, shape);
  return builder.node("Reshape", [x, target], { allowzero: hasZero || unknown.length > 1 ? 1 : 0 });
}
