import { type Dim, equalDims, subtractDims } from "../../dimension.js";
import { floatX, promote } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { concatenate } from "../concatenate.js";
import { castTo } from "../elementwise.js";
import { equal } from "../equal.js";
import { exp } from "../exp.js";
import { fill } from "../fill.js";
import { iota } from "../iota.js";
import { less } from "../less.js";
import { log } from "../log.js";
import { logicalAnd } from "../logicalAnd.js";
import { logSoftmax } from "../logSoftmax.js";
import { matmul } from "../matmul.js";
import { negative } from "../negative.js";
import { scan } from "../scan.js";
import { stridedSlice } from "../stridedSlice.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { transpose } from "../transpose.js";
import { where } from "../where.js";
import { expandDims } from "./axes.js";
import { greater, greaterEqual } from "./comparison.js";
import { zeros } from "./creation.js";
import { oneHot } from "./encoding.js";

/** Options of {@link ctcLoss}. */
export interface CtcLossOptions {
  /** The class that means "no label". Default 0. */
  readonly maskIndex?: number | undefined;
}

/** The logarithm of a probability of 0: finite, so that gradients are. */
const never = -1e30;

/** Log-probabilities of all ways to have read a number of labels, ending in a blank or in a label. */
interface Paths {
  /** [batch, labels + 1]: as many labels read, then a blank (or nothing yet). */
  readonly blank: Tensor;
  /** [batch, labels]: this label read last. */
  readonly label: Tensor;
}

/**
 * Connectionist temporal classification (Graves et al., 2006): target [batch, labels] of class
 * indices, output [batch, time, classes] of logits, lengths [batch] each → loss [batch]; infinite
 * where the labels do not fit into the output.
 * @throws ShapeError if the shapes do not fit
 */
export function ctcLoss(
  target: TensorLike,
  output: TensorLike,
  targetLength: TensorLike,
  outputLength: TensorLike,
  options: CtcLossOptions = {},
): Tensor {
  const labels = cast(target, "int32");
  const given = tensor(output);
  const logits = castTo(given, promote(given.dtype, floatX));
  const lengths = [cast(targetLength, "int32"), cast(outputLength, "int32")] as const;
  const [time, classes] = checkShapes(labels, logits, lengths);
  const [batch = 1, count = 1] = labels.shape;
  const logP = logSoftmax(logits);
  const mask = options.maskIndex ?? 0;
  const blanks = stridedSlice(logP, [0, 0, mask], [batch, time, mask + 1]);
  // The same label twice is read as one, unless a blank stands between.
  const repeated = equal(
    stridedSlice(labels, [0, 1]),
    stridedSlice(labels, [0, 0], [batch, subtractDims(count, 1)]),
  );
  const unreached = fill([batch, count], never, logP.dtype);
  const start: Paths = {
    blank: withFirst(zeros([batch, 1], logP.dtype), unreached),
    label: unreached,
  };
  const frames = [blanks, emissionsOf(logP, labels, classes)].map((x) => transpose(x, [1, 0, 2]));
  const [paths] = scan(
    (paths: Paths, [t, blankP, labelP]: [Tensor, Tensor, Tensor]) => {
      const next = step(paths, repeated, blankP, labelP);
      const active = expandDims(less(t, lengths[1]), 1);
      const kept: Paths = {
        blank: where(active, next.blank, paths.blank),
        label: where(active, next.label, paths.label),
      };
      return [kept, null] as const;
    },
    start,
    [iota(time), ...frames] as [Tensor, Tensor, Tensor],
  );
  const ends = withFirst(paths.blank, logAddExp(afterFirst(paths.blank), paths.label));
  const wanted = equal(iota(ends.shape[1] ?? 1, "int32"), expandDims(lengths[0], 1));
  const loss = negative(sum(where(wanted, ends, 0), 1));
  return where(greater(loss, -0.5 * never), Number.POSITIVE_INFINITY, loss);
}

/** One more frame is read. */
function step({ blank, label }: Paths, repeated: Tensor, blankP: Tensor, labelP: Tensor): Paths {
  const entered = logAddExp(afterFirst(blank), label);
  // What a label may follow: nothing or a blank, and, unless it repeats it, the label before.
  const [batch = 1, count = 1] = label.shape;
  const direct = where(repeated, stridedSlice(blank, [0, 1], [batch, count]), dropLast(entered));
  return {
    blank: add(withFirst(blank, entered), blankP),
    label: add(logAddExp(withFirst(blank, direct), label), labelP),
  };
}

/** `rest` behind the first column of `x`. */
function withFirst(x: Tensor, rest: Tensor): Tensor {
  return concatenate([stridedSlice(x, [0, 0], [x.shape[0] ?? 1, 1]), rest], 1);
}

function afterFirst(x: Tensor): Tensor {
  return stridedSlice(x, [0, 1]);
}

function dropLast(x: Tensor): Tensor {
  return stridedSlice(x, [0, 0], [x.shape[0] ?? 1, subtractDims(x.shape[1] ?? 1, 1)]);
}

/** log(eᵃ + eᵇ), with a gradient where both are equal or one is hopeless. */
function logAddExp(a: Tensor, b: Tensor): Tensor {
  const first = greaterEqual(a, b);
  const [high, low] = [where(first, a, b), where(first, b, a)];
  return add(high, log(add(exp(subtract(low, high)), 1)));
}

/** Log-probabilities of the labels at each time: [batch, time, labels]. */
function emissionsOf(logP: Tensor, labels: Tensor, classes: number): Tensor {
  const chosen = transpose(oneHot(labels, classes, -1, { dtype: logP.dtype }), [0, 2, 1]);
  // No class: such a label is never read.
  const known = logicalAnd(greaterEqual(labels, 0), less(labels, classes));
  return where(expandDims(known, 1), matmul(logP, chosen), never);
}

/** The numbers of times and classes. */
function checkShapes(
  labels: Tensor,
  logits: Tensor,
  lengths: readonly Tensor[],
): readonly [time: Dim, classes: number] {
  const received = `received target ${formatShape(labels.shape)}, output ${formatShape(logits.shape)}, lengths ${lengths.map(({ shape }) => formatShape(shape)).join(" and ")}`;
  const batch = labels.shape[0] as Dim;
  const fits =
    labels.rank === 2 &&
    logits.rank === 3 &&
    labels.shape[1] !== 0 &&
    [logits, ...lengths].every(({ shape }) => equalDims(shape[0] ?? 0, batch)) &&
    lengths.every(({ rank }) => rank === 1);
  if (!fits) {
    throw new ShapeError(
      `ctcLoss: the inputs do not fit. Expected target [batch, labels], output [batch, time, classes] and lengths [batch], ${received}.`,
    );
  }
  const [, time, classes] = logits.shape;
  if (typeof classes !== "number") {
    throw new ShapeError(
      `ctcLoss: the number of classes is not known. Expected a number, ${received}.`,
    );
  }
  return [time as Dim, classes];
}
