import { ArgumentError } from "../../errors.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import { rebuildStructure, type TensorsIn, tensorsOf } from "../../tensor/structure.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { concatenate } from "../concatenate.js";
import { cond } from "../cond.js";
import { flip } from "../flip.js";
import { iota } from "../iota.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { scan } from "../scan.js";
import { stridedSlice } from "../stridedSlice.js";
import { whileLoop } from "../whileLoop.js";

/** `f` of every slice of `xs` along the first axis, stacked; one loop when compiled. */
export function map<X, Y>(f: (x: TensorsIn<X>) => Y, xs: X): TensorsIn<Y> {
  const [, results] = scan((_: [], x: TensorsIn<X>) => [[], f(x)] as const, [] as [], xs);
  return results as TensorsIn<Y>;
}

/**
 * `value = bodyFun(i, value)` for i from `lower` to `upper` − 1. Plain numbers make a loop of known
 * length, through which gradients run.
 */
export function foriLoop<V>(
  lower: number | Tensor,
  upper: number | Tensor,
  bodyFun: (i: Tensor, value: TensorsIn<V>) => unknown,
  initVal: V,
): TensorsIn<V> {
  if (typeof lower === "number" && typeof upper === "number") {
    if (upper <= lower) return rebuildStructure(initVal, tensorsOf(initVal));
    const counts = add(iota(upper - lower, "int32"), lower);
    const [value] = scan(
      (carry: TensorsIn<V>, i: Tensor) => [bodyFun(i, carry), null] as const,
      initVal,
      counts,
    );
    return value;
  }
  const start = [cast(lower, "int32"), ...tensorsOf(initVal)];
  const end = cast(upper, "int32");
  const [, ...last] = whileLoop(
    (i) => less(i as Tensor, end),
    (i, ...values) => [
      add(i as Tensor, 1),
      ...tensorsOf(bodyFun(i as Tensor, rebuildStructure(initVal, values))),
    ],
    start,
  );
  return rebuildStructure(initVal, last);
}

/**
 * The result of `branches[index](...operands)`; only that one is computed. An index outside takes
 * the first or the last branch.
 */
function switchBranch<T>(
  index: TensorLike,
  branches: readonly ((...operands: Tensor[]) => T)[],
  ...operands: readonly TensorLike[]
): TensorsIn<T> {
  const values = operands.map((x) => tensor(x));
  const at = cast(index, "int32");
  const from = (i: number): TensorsIn<T> => {
    const branch = branches[i];
    if (branch === undefined) {
      throw new ArgumentError("switch: there are no branches. Expected one at least.");
    }
    const run = () => branch(...values);
    if (i === branches.length - 1) {
      const result = run();
      return rebuildStructure(result, tensorsOf(result));
    }
    return cond(lessEqual(at, i), run as () => unknown, () => from(i + 1)) as TensorsIn<T>;
  };
  return from(0);
}

export { switchBranch as switch };

/**
 * Running results of an associative function along an axis: `f(f(x₀, x₁), x₂)`…, in ⌈log₂ n⌉ steps
 * over whole slices. `f` combines two structures like `elems`, element by element of the axis.
 */
export function associativeScan<E>(
  f: (a: TensorsIn<E>, b: TensorsIn<E>) => unknown,
  elems: E,
  options: { readonly reverse?: boolean; readonly axis?: number } = {},
): TensorsIn<E> {
  const given = tensorsOf(elems);
  const axisOf = (x: Tensor): number => {
    const axis = options.axis ?? 0;
    return axis < 0 ? axis + x.rank : axis;
  };
  const [first] = given;
  const length = first?.shape[first === undefined ? 0 : axisOf(first)];
  if (typeof length !== "number") {
    throw new ArgumentError(
      `associativeScan: the axis needs a known size. Expected a number, received ${length}.`,
    );
  }
  const part = (x: Tensor, from: number, to: number): Tensor => {
    const axis = axisOf(x);
    return stridedSlice(
      x,
      x.shape.map((_, i) => (i === axis ? from : 0)),
      x.shape.map((dim, i) => (i === axis ? to : dim)),
    );
  };
  const turn = (x: Tensor): Tensor => (options.reverse === true ? flip(x, axisOf(x)) : x);
  let current = given.map(turn);
  for (let step = 1; step < length; step *= 2) {
    const [before, after] = [
      current.map((x) => part(x, 0, length - step)),
      current.map((x) => part(x, step, length)),
    ];
    const joined = tensorsOf(f(rebuildStructure(elems, before), rebuildStructure(elems, after)));
    current = current.map((x, i) =>
      concatenate([part(x, 0, step), joined[i] as Tensor], axisOf(x)),
    );
  }
  return rebuildStructure(elems, current.map(turn));
}
