import { type Dim, equalDims } from "../dimension.js";
import { ShapeError } from "../errors.js";
import { isStatic, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Contraction, sizesOf } from "./labels.js";
import { lastDiagonal } from "./lastDiagonal.js";
import { matmul } from "./matmul.js";
import { multiply } from "./multiply.js";
import { reshape } from "./reshape.js";
import { sum } from "./sum.js";
import { transpose } from "./transpose.js";

/** A tensor whose axes have names. */
interface Named {
  readonly x: Tensor;
  readonly names: readonly string[];
}

/**
 * Sums of products over all names that the result does not have, pair by pair: those first whose product
 * is small. All inputs have one dtype.
 */
export function contract(
  inputs: readonly Tensor[],
  { operands, output }: Contraction,
  where: string,
): Tensor {
  const shapes = inputs.map((x) => x.shape);
  const sizes = sizesOf(operands, shapes, where);
  let rest = inputs.map((x, i) => distinct({ x, names: operands[i] ?? [] }, sizes));
  rest = rest.map((one, i) => reduced(one, [...namesOf(rest.toSpliced(i, 1)), ...output]));
  while (rest.length > 1) {
    const [i, j] = cheapest(rest, output);
    const [a, b] = [rest[i] as Named, rest[j] as Named];
    const others = rest.filter((_, k) => k !== i && k !== j);
    const kept = new Set([...namesOf(others), ...output]);
    rest = [...others, product(a, b, kept)];
  }
  const [{ x, names }] = rest as [Named];
  return ordered({ x, names }, output);
}

function namesOf(list: readonly Named[]): string[] {
  return list.flatMap(({ names }) => names);
}

/** Without repeated names (their diagonal), and without axes of size 1 that are broadcast. */
function distinct({ x, names }: Named, sizes: ReadonlyMap<string, Dim>): Named {
  let [value, labels] = [x, names];
  for (const name of new Set(names)) {
    while (labels.indexOf(name) !== labels.lastIndexOf(name)) {
      [value, labels] = diagonalOf(value, labels, name);
    }
  }
  const spread = labels.map(
    (name, i) => value.shape[i] === 1 && !equalDims(sizes.get(name) ?? 1, 1),
  );
  if (!spread.includes(true)) return { x: value, names: labels };
  const shape = value.shape.filter((_, i) => !spread[i]);
  return { x: reshape(value, shape), names: labels.filter((_, i) => !spread[i]) };
}

/** The first two axes of one name become one, at the end. */
function diagonalOf(
  x: Tensor,
  names: readonly string[],
  name: string,
): [Tensor, readonly string[]] {
  const first = names.indexOf(name);
  const second = names.indexOf(name, first + 1);
  const rest = names.map((_, i) => i).filter((i) => i !== first && i !== second);
  const [rows, columns] = [x.shape[first] ?? 1, x.shape[second] ?? 1];
  if (!equalDims(rows, columns)) {
    throw new ShapeError(
      `einsum: axis "${name}" stands twice in one operand, with sizes ${rows} and ${columns}. Expected equal ones.`,
    );
  }
  const moved = transpose(x, [...rest, first, second]);
  return [lastDiagonal(moved, 0), [...rest.map((i) => names[i] as string), name]];
}

/** Summed over the names that nothing else needs. */
function reduced({ x, names }: Named, needed: readonly string[]): Named {
  const axes = names.flatMap((name, i) => (needed.includes(name) ? [] : [i]));
  if (axes.length === 0) return { x, names };
  return { x: sum(x, axes), names: names.filter((name) => needed.includes(name)) };
}

/** The product of two, summed over the names that both have and nothing else needs. */
function product(a: Named, b: Named, kept: ReadonlySet<string>): Named {
  const shared = a.names.filter((name) => b.names.includes(name));
  const batch = shared.filter((name) => kept.has(name));
  const summed = shared.filter((name) => !kept.has(name));
  const [rows, columns] = [a, b].map(({ names }) => names.filter((n) => !shared.includes(n))) as [
    string[],
    string[],
  ];
  const names = [...batch, ...rows, ...columns];
  const left = ordered(a, [...batch, ...rows, ...summed]);
  const right = ordered(b, [...batch, ...summed, ...columns]);
  const dims = (x: Tensor, from: number, to: number): Dim[] => x.shape.slice(from, to);
  const [nb, nr, ns] = [batch.length, rows.length, summed.length];
  const outer = dims(left, 0, nb);
  const across = dims(left, nb, nb + nr);
  const along = dims(right, nb + ns, nb + ns + columns.length);
  const shape = [...outer, ...across, ...along];
  if (ns === 0) {
    const wide = reshape(left, [...outer, ...across, ...along.map(() => 1)]);
    const tall = reshape(right, [...outer, ...across.map(() => 1), ...along]);
    return { x: multiply(wide, tall), names };
  }
  if (nb > 0 && nr === 0 && columns.length === 0) {
    const axes = summed.map((_, i) => nb + i);
    return { x: sum(multiply(left, right), axes), names };
  }
  const [m, n] = [sizeOf(across), sizeOf(along)];
  const k = sizeOf(dims(left, nb + nr, nb + nr + ns));
  // Many axes of a batch count as one: not every engine takes matrices of any rank.
  const matrices = nb <= 3 ? outer : [sizeOf(outer)];
  const result = matmul(reshape(left, [...matrices, m, k]), reshape(right, [...matrices, k, n]));
  return { x: reshape(result, shape), names };
}

/** With the axes in the order of `names`. */
function ordered({ x, names: own }: Named, names: readonly string[]): Tensor {
  const order = names.map((name) => own.indexOf(name));
  return order.every((axis, i) => axis === i) ? x : transpose(x, order);
}

/** The pair whose product grows least beside what it is made of; the first one if sizes are not known. */
function cheapest(list: readonly Named[], output: readonly string[]): [number, number] {
  if (list.length === 2 || !list.every(({ x }) => isStatic(x.shape))) return [0, 1];
  let best: [number, number] = [0, 1];
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < list.length; i++) {
    for (let j = i + 1; j < list.length; j++) {
      const pair = [list[i], list[j]] as [Named, Named];
      const kept = new Set([...namesOf(list.filter((_, k) => k !== i && k !== j)), ...output]);
      const cost = sizeAfter(pair, kept) - elements(pair[0]) - elements(pair[1]);
      if (cost < least) [least, best] = [cost, [i, j]];
    }
  }
  return best;
}

function sizeAfter([a, b]: [Named, Named], kept: ReadonlySet<string>): number {
  const sizes = new Map<string, number>();
  for (const { x, names } of [a, b]) {
    names.forEach((name, i) => {
      if (kept.has(name)) sizes.set(name, x.shape[i] as number);
    });
  }
  return [...sizes.values()].reduce((total, size) => total * size, 1);
}

function elements({ x }: Named): number {
  return sizeOf(x.shape as readonly number[]);
}
