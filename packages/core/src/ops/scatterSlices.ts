import { equalDims, multiplyDims } from "../dimension.js";
import { DTypeError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { equalShapes, formatShape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { intoAll, mergeFirst } from "./batchedIndices.js";
import { builder, defineOp, type Gradients, type Ops } from "./definition.js";

/** How an update combines with what is there: in its place, or the larger, smaller, or product. */
export interface ScatterSlicesAttrs {
  readonly reduction: "set" | "max" | "min" | "mul";
}

const definition = defineOp({
  name: "scatterSlices",
  inputs: ["x", "indices", "updates"],
  infer: ([x, indices, updates], _: ScatterSlicesAttrs) => {
    if (indices.dtype !== "int32" || x.dtype !== updates.dtype) {
      throw new DTypeError(
        `scatterSlices: expected int32 indices and updates of one dtype with x, received ${x.dtype}, ${indices.dtype}, ${updates.dtype}.`,
      );
    }
    const fits =
      indices.shape.length === 1 &&
      equalDims(updates.shape[0] ?? 0, indices.shape[0] ?? 1) &&
      equalShapes(updates.shape.slice(1), x.shape.slice(1));
    if (!fits) {
      throw new ShapeError(
        `scatterSlices: x ${formatShape(x.shape)}, indices ${formatShape(indices.shape)} and updates ` +
          `${formatShape(updates.shape)} do not fit. Expected [n, ...slice], [m], [m, ...slice].`,
      );
    }
    return { shape: x.shape, dtype: x.dtype };
  },
  grad: ({ inputs, output, gradient, attrs: { reduction } }, ops): Gradients => {
    const [fromX, fromUpdates] = shares[reduction](inputs, output, gradient, ops);
    return [fromX, null, fromUpdates];
  },
  decompose: ([x, indices, updates], { reduction }, ops): Tensor => {
    if (updates.shape[0] === 0 || x.shape[0] === 0) return x;
    if (reduction === "set") return setSlices(x, indices, updates, ops);
    // [n, m, ...slice]: each update beside each place.
    const hits = trailing(hitsOf(x, indices, ops), x.rank - 1, ops);
    const spread = ops.reshape(updates, [1, ...updates.shape]);
    if (reduction === "mul") {
      return ops.multiply(x, ops.prod(ops.where(hits, spread, ops.onesLike(updates)), 1));
    }
    const own = ops.reshape(x, x.shape.toSpliced(1, 0, 1));
    const candidates = ops.where(hits, spread, own);
    return reduction === "max" ? ops.max(candidates, 1) : ops.min(candidates, 1);
  },
  vectorize: {
    build: (inputs, mapped, attrs, ops): Tensor => {
      const batch = inputs[mapped.indexOf(true)]?.shape[0] ?? 1;
      const [x, indices, updates] = inputs.map((input, i) =>
        mapped[i] ? input : ops.broadcastTo(input, [batch, ...input.shape]),
      ) as unknown as Three;
      const [, size = 1] = x.shape;
      const total = multiplyDims(batch, size);
      const places = ops.ravel(intoAll(indices, size, ops));
      const rows = mergeFirst(updates, multiplyDims(batch, updates.shape[1] ?? 1), ops);
      return ops.reshape(
        ops.scatterSlices(mergeFirst(x, total, ops), places, rows, attrs),
        x.shape,
      );
    },
  },
  cases: (["set", "max", "min", "mul"] as const).flatMap((reduction) => [
    {
      inputs: [[4, 3], { shape: [3], dtype: "int32" as const, data: [2, 0, 2] }, [3, 3]],
      attrs: { reduction },
      dtypes: ["float32", "int32"] as const,
    },
    {
      inputs: [[5], { shape: [4], dtype: "int32" as const, data: [1, 1, 4, 1] }, [4]],
      attrs: { reduction },
    },
    { inputs: [[3, 2], { shape: [0], dtype: "int32" as const }, [0, 2]], attrs: { reduction } },
    {
      inputs: [[3, 0], { shape: [1], dtype: "int32" as const, data: [1] }, [1, 0]],
      attrs: { reduction },
    },
  ]),
});

type Three = readonly [x: Tensor, indices: Tensor, updates: Tensor];
type Shares = (inputs: Three, output: Tensor, gradient: Tensor, ops: Ops) => [Tensor, Tensor];

/** The gradient's share of x and of the updates. */
const shares: Readonly<Record<ScatterSlicesAttrs["reduction"], Shares>> = {
  // The last update of a place counts, the others and what was there before do not.
  set: ([x, indices, updates], _, gradient, ops) => {
    const count = updates.shape[0] ?? 0;
    const none = ops.fill([x.shape[0] ?? 0], -1, "int32");
    const last = scatterSlices(none, indices, ops.iota(count), { reduction: "set" });
    const untouched = trailing(ops.less(last, 0), x.rank - 1, ops);
    const counts = trailing(ops.equal(ops.gather(last, indices), ops.iota(count)), x.rank - 1, ops);
    const zero = ops.zeros([], gradient.dtype);
    return [
      ops.where(untouched, gradient, zero),
      ops.where(counts, ops.gather(gradient, indices), zero),
    ];
  },
  max: shareAmongEquals,
  min: shareAmongEquals,
  // The product of all other factors: zeros are counted, so that nothing is divided by them.
  mul: ([x, indices, updates], _, gradient, ops) => {
    const one = ops.ones([], x.dtype);
    const isZero = (t: Tensor): Tensor => ops.equal(t, 0);
    const product = scatterSlices(
      ops.where(isZero(x), one, x),
      indices,
      ops.where(isZero(updates), one, updates),
      { reduction: "mul" },
    );
    const zeros = ops.add(
      ops.cast(isZero(x), x.dtype),
      ops.scatterAdd(indices, ops.cast(isZero(updates), x.dtype), {
        axis: 0,
        size: x.shape[0] ?? 0,
      }),
    );
    const others = (own: Tensor, total: Tensor, count: Tensor): Tensor => {
      const zero = isZero(own);
      const rest = ops.divide(total, ops.where(zero, one, own));
      const otherZeros = ops.subtract(count, ops.cast(zero, x.dtype));
      return ops.where(isZero(otherZeros), rest, ops.zeros([], x.dtype));
    };
    const at = (t: Tensor): Tensor => ops.gather(t, indices);
    return [
      ops.multiply(gradient, others(x, product, zeros)),
      ops.multiply(at(gradient), others(updates, at(product), at(zeros))),
    ];
  },
};

/** Those that attain the extremum share its gradient equally. */
function shareAmongEquals(
  [x, indices, updates]: Three,
  output: Tensor,
  gradient: Tensor,
  ops: Ops,
): [Tensor, Tensor] {
  const own = ops.cast(ops.equal(x, output), x.dtype);
  const theirs = ops.cast(ops.equal(updates, ops.gather(output, indices)), x.dtype);
  const others = ops.scatterAdd(indices, theirs, { axis: 0, size: x.shape[0] ?? 0 });
  const share = ops.divide(gradient, ops.add(own, others));
  return [ops.multiply(own, share), ops.multiply(theirs, ops.gather(share, indices))];
}

function setSlices(x: Tensor, indices: Tensor, updates: Tensor, ops: Ops): Tensor {
  const order = ops.add(ops.iota(updates.shape[0] ?? 0), 1);
  const last = ops.max(ops.where(hitsOf(x, indices, ops), order, ops.zeros([], "int32")), 1);
  const taken = ops.gather(updates, ops.maximum(ops.subtract(last, 1), 0));
  return ops.where(trailing(ops.less(0, last), x.rank - 1, ops), taken, x);
}

/** [n, m]: whether update m goes to place n. */
function hitsOf(x: Tensor, indices: Tensor, ops: Ops): Tensor {
  const size = x.shape[0] ?? 0;
  return ops.equal(ops.reshape(ops.iota(size), [size, 1]), indices);
}

/** `x` with `count` axes of size 1 at the end. */
function trailing(x: Tensor, count: number, ops: Ops): Tensor {
  return ops.reshape(x, [...x.shape, ...Array.from({ length: count }, () => 1)]);
}

/**
 * x [n, ...slice] with each slice of `updates` [m, ...slice] brought in at its index; of equal indices the
 * last one is set. The primitive below `scatterUpdate`.
 */
export const scatterSlices = builder(
  definition,
  (x: Tensor, indices: Tensor, updates: Tensor, attrs: ScatterSlicesAttrs): Tensor =>
    apply(definition, [x, indices, updates], attrs),
);
