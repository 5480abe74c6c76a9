import { type Dim, type DType, type Shape, symbol, Tensor } from "@antler/core";
import type { TensorStructure } from "./structure.js";

/** Sizes of axes; `null` stands for any size, a string names one. */
export type LooseShape = readonly (Dim | string | null)[];

/** A tensor without a value. */
export interface TensorSpec {
  readonly shape: LooseShape;
  /** Default: the layer's compute dtype. */
  readonly dtype?: DType | undefined;
}

/** One shape, or a list for a layer of several inputs. */
export type InputShapes<S> = S extends Tensor ? LooseShape : readonly LooseShape[];

/** Tensors without values of such shapes. */
export function placeholders(
  specs: TensorSpec | readonly TensorSpec[] | { readonly [name: string]: TensorSpec },
  dtype: DType,
): TensorStructure {
  const placeholder = (spec: TensorSpec): Tensor =>
    spec instanceof Tensor
      ? spec
      : new Tensor({ op: "input", shape: toShape(spec.shape), dtype: spec.dtype ?? dtype });
  if (Array.isArray(specs)) return specs.map(placeholder);
  if ("shape" in specs && Array.isArray(specs.shape)) return placeholder(specs as TensorSpec);
  return Object.fromEntries(
    Object.entries(specs as { readonly [name: string]: TensorSpec }).map(
      ([name, spec]) => [name, placeholder(spec)] as const,
    ),
  );
}

/** One shape or several, as a list of shapes. */
export function knownShapes(shapes: LooseShape | readonly LooseShape[]): {
  readonly single: boolean;
  readonly list: readonly LooseShape[];
} {
  return Array.isArray(shapes[0])
    ? { single: false, list: shapes as readonly LooseShape[] }
    : { single: true, list: [shapes as LooseShape] };
}

/** Shapes as Keras's files hold them: sizes that are not fixed are `null`. */
export function describeShapes(shapes: Shape | readonly Shape[]): unknown {
  const describe = (shape: LooseShape): unknown =>
    shape.map((dim) => (typeof dim === "number" ? dim : null));
  const { single, list } = knownShapes(shapes);
  return single ? describe(list[0] ?? []) : list.map(describe);
}

/** `null` and strings as symbols. */
export function toShape(shape: LooseShape): Shape {
  return shape.map((dim, axis) => {
    if (typeof dim === "string") return symbol(dim);
    return dim ?? symbol(axis === 0 ? "batch" : `axis${axis}`);
  });
}
