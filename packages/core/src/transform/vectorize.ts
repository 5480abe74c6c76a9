import { type Dim, multiplyDims } from "../dimension.js";
import { ArgumentError, ShapeError } from "../errors.js";
import * as ops from "../ops/index.js";
import { broadcastShapes, formatShape, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import { rebuildStructure, type TensorsIn, tensorsOf } from "../tensor/structure.js";
import type { Tensor } from "../tensor/tensor.js";
import { vmap } from "./vmap.js";

/** `f` of every slice of a structure of tensors along their first axes, all at once. */
export function vectorizedMap<X, Y>(f: (x: TensorsIn<X>) => Y, elements: X): TensorsIn<Y> {
  const mapped = vmap((...slices: Tensor[]) => f(rebuildStructure(elements, slices)));
  return mapped(...tensorsOf(elements)) as TensorsIn<Y>;
}

/**
 * A function of whole arrays, with broadcasting, from a function of their parts: scalars, or what
 * `signature` says, as in NumPy: `"(n),(n)->()"`.
 * @throws ArgumentError if the signature can't be read, ShapeError if an argument does not fit it
 */
export function vectorize(
  pyfunc: (...args: Tensor[]) => Tensor,
  options: { readonly signature?: string | null } = {},
): (...args: TensorLike[]) => Tensor {
  return (...given) => {
    const args = given.map((arg) => tensor(arg));
    const ranks = coreRanks(options.signature ?? null, args.length);
    const loops = args.map((arg, i) => {
      const rank = ranks[i] as number;
      if (arg.rank >= rank) return arg.shape.slice(0, arg.rank - rank);
      throw new ShapeError(
        `vectorize: argument ${i} has too few axes. Expected rank ${rank} or more, received ${formatShape(arg.shape)}.`,
      );
    });
    const loop = broadcastShapes("vectorize", ...loops);
    const size = loop.reduce<Dim>(multiplyDims, 1);
    const flat = args.map((arg, i) => {
      const core: Shape = arg.shape.slice(arg.rank - (ranks[i] as number));
      return ops.reshape(ops.broadcastTo(arg, [...loop, ...core]), [size, ...core]);
    });
    const result = vmap(pyfunc)(...flat) as Tensor;
    return ops.reshape(result, [...loop, ...result.shape.slice(1)]);
  };
}

/** How many axes of each argument one call of the function gets. */
function coreRanks(signature: string | null, count: number): readonly number[] {
  if (signature === null) return new Array<number>(count).fill(0);
  const inputs = signature.replaceAll(/\s/g, "").split("->")[0] ?? "";
  const groups = inputs.match(/\([^()]*\)/g) ?? [];
  if (groups.length !== count || !signature.includes("->")) {
    throw new ArgumentError(
      `vectorize: the signature does not fit. Expected one group for each of ${count} arguments, as in "(n),(n)->()", received "${signature}".`,
    );
  }
  return groups.map((group) => (group === "()" ? 0 : group.split(",").length));
}
