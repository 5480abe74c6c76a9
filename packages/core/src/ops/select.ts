import { addDims, type Dim } from "../dimension.js";
import { broadcastShapes, equalShapes, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { broadcastTo } from "./broadcastTo.js";
import { concatenate } from "./concatenate.js";
import { dimension } from "./dimension.js";
import { flatPositions } from "./flatPositions.js";
import { flip } from "./flip.js";
import { gather } from "./gather.js";
import { normalizeIndices } from "./indices.js";
import type { Part } from "./key.js";
import { reshape } from "./reshape.js";
import { stridedSlice } from "./stridedSlice.js";
import { transpose } from "./transpose.js";

/** What an index takes out of `x`, by NumPy's rules. */
export function select(x: Tensor, parts: readonly Part[]): Tensor {
  // A number beside integers counts as one of them: NumPy broadcasts them together.
  const advanced = parts.some(({ kind }) => kind === "integers");
  const own = parts.filter((part) => part.kind !== "new");
  const flipped = own.flatMap((part, i) => (part.kind === "range" && part.step < 0 ? [i] : []));
  const box = own.map((part, i) => boundsOf(part, x.shape[i] ?? 1, advanced));
  const turned = flipped.length === 0 ? x : flip(x, flipped);
  const taken = stridedSlice(
    turned,
    box.map(([begin]) => begin),
    box.map(([, end]) => end),
    box.map(([, , step]) => step),
  );
  let axis = 0;
  const shape = parts.flatMap((part): Dim[] => {
    if (part.kind === "new") return [1];
    const dim = taken.shape[axis++] ?? 1;
    return part.kind === "number" && !advanced ? [] : [dim];
  });
  const cut = equalShapes(taken.shape, shape) ? taken : reshape(taken, shape);
  return advanced ? gatherParts(cut, parts) : cut;
}

function boundsOf(part: Part, size: Dim, advanced: boolean): readonly [Dim, Dim, number] {
  if (part.kind === "range") return [part.begin, part.end, Math.abs(part.step)];
  if (part.kind !== "number" || advanced) return [0, size, 1];
  return [part.at, addDims(part.at, 1), 1];
}

/** Axes with integers, taken together; what they give stands where they stood, or in front if apart. */
function gatherParts(x: Tensor, parts: readonly Part[]): Tensor {
  const axes = parts.flatMap(({ kind }, i) =>
    kind === "number" || kind === "integers" ? [i] : [],
  );
  const indices = axes.map((axis) => indicesOf(parts[axis] as Part, x.shape[axis] ?? 1));
  const [first = 0] = axes;
  const [only] = indices;
  if (indices.length === 1 && only !== undefined) return gather(x, only, first);
  const common = broadcastShapes("getItem", ...indices.map(({ shape }) => shape));
  const rest = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const moved = transpose(x, [...axes, ...rest]);
  const [front, back] = [moved.shape.slice(0, axes.length), moved.shape.slice(axes.length)];
  const vectors = concatenate(
    indices.map((index) => reshape(broadcastTo(index, common), [...common, 1])),
    common.length,
  );
  const places = flatPositions(vectors, front, "getItem");
  const taken = gather(reshape(moved, [sizeOf(front), ...back]), places);
  const apart = axes.some((axis, i) => axis !== first + i);
  if (apart || first === 0) return taken;
  const order = taken.shape.map((_, i) => i);
  const [lead, before] = [common.length, first];
  return transpose(taken, [
    ...order.slice(lead, lead + before),
    ...order.slice(0, lead),
    ...order.slice(lead + before),
  ]);
}

function indicesOf(part: Part, size: Dim): Tensor {
  if (part.kind === "number") return dimension(part.at, "int32");
  return normalizeIndices((part as { readonly indices: Tensor }).indices, size, "getItem");
}
