import type { Lowering } from "@antler/core";
import { type Context, numberOf } from "../context.js";
import type { Handle } from "../kernels.js";

/** On the host: the kernels know no order of NaN, and not on every device that of int32. */
const argsort: Lowering<"argsort", Handle, Context> = ({ inputs: [x], attrs, context }) => {
  const { kernels, shape } = context;
  const { axis, descending } = attrs;
  const values = kernels.readNow(x);
  const size = x.shape[axis] ?? 1;
  const count = numberOf(attrs.count, context);
  const inner = x.shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const outer = values.length / (size * inner);
  const out = new Int32Array(outer * count * inner);
  const sign = descending ? -1 : 1;
  const places = Array.from({ length: size }, (_, i) => i);
  for (let block = 0; block < outer; block++) {
    for (let column = 0; column < inner; column++) {
      const base = block * size * inner + column;
      const at = (i: number): number => values[base + i * inner] as number;
      const sorted = places.toSorted((i, j) => sign * compare(at(i), at(j)) || i - j);
      for (let i = 0; i < count; i++) {
        out[(block * count + i) * inner + column] = sorted[i] as number;
      }
    }
  }
  return kernels.uploadOwned(out, shape, "int32");
};

/** NaN counts as larger than all numbers. */
function compare(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

const cumsum: Lowering<"cumsum", Handle, Context> = ({ inputs: [x], attrs, context }) => {
  const { kernels } = context;
  const { axis, reverse } = attrs;
  if (!reverse || kernels.traits.reverseCumsum) {
    return kernels.run("Cumsum", { x }, { axis, exclusive: false, reverse });
  }
  const turn = (y: Handle): Handle => kernels.run("Reverse", { x: y }, { dims: [axis] });
  return turn(kernels.run("Cumsum", { x: turn(x) }, { axis, exclusive: false, reverse: false }));
};

export const sorting = { argsort, cumsum };
