import { type Dim, divideExactly, equalDims } from "../../dimension.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, sizeOf } from "../../shape.js";
import { type TensorLike, tensor as toTensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { text } from "../arguments.js";
import { reshape } from "../reshape.js";
import { transpose } from "../transpose.js";

/**
 * Axes named, taken apart, put in another order and together, in the notation of einops:
 * `rearrange(images, "b (h h1) (w w1) c -> b h w (h1 w1 c)", { h1: 2, w1: 2 })`. `...` stands for any axes, `1` for a
 * new one.
 * @throws ArgumentError if the pattern can't be read or does not fit
 * @throws ShapeError if an axis does not divide
 */
export function rearrange(
  tensor: TensorLike,
  pattern: string,
  axesLengths: Readonly<Record<string, number>> = {},
): Tensor {
  const x = toTensor(tensor);
  const [left, right] = sides(text(pattern, "pattern", "rearrange"), x.rank);
  const lengths = new Map<string, Dim>(Object.entries(axesLengths));
  const taken = new Set(left.flat());
  const unknown = Object.keys(axesLengths).find((name) => !taken.has(name));
  if (unknown !== undefined) {
    throw new ArgumentError(
      `rearrange: "${pattern}" has no axis "${unknown}", whose length is given. Expected one of ${[...taken].join(", ")}.`,
    );
  }
  left.forEach((group, axis) => {
    measure(group, x.shape[axis] ?? 1, lengths, pattern, axis);
  });
  const names = left.flat();
  const order = right.flat().map((name) => names.indexOf(name));
  const size = (name: string): Dim => lengths.get(name) ?? 1;
  const apart = reshape(x, names.map(size));
  const moved = order.every((axis, i) => axis === i) ? apart : transpose(apart, order);
  return reshape(
    moved,
    right.map((group) => sizeOf(group.map(size))),
  );
}

/** The names on both sides, those of one axis in a group. */
function sides(pattern: string, rank: number): [string[][], string[][]] {
  const halves = pattern.split("->");
  const [left, right] = halves.map((half) => groups(half, pattern));
  if (left === undefined || right === undefined || halves.length !== 2) {
    throw new ArgumentError(
      `rearrange: "${pattern}" can't be read. Expected names and groups on both sides of "->", as in "b h w -> b (h w)".`,
    );
  }
  const dotted = left.filter((group) => group.includes("...")).length;
  const hidden = rank - left.length + dotted;
  if (hidden < 0 || (dotted === 0 && hidden > 0) || dotted > 1) {
    throw new ArgumentError(
      `rearrange: "${pattern}" names ${left.length - dotted} axes, received a tensor of rank ${rank}.`,
    );
  }
  const rest = Array.from({ length: hidden }, (_, i) => `... ${i}`);
  const before = left.flatMap((group) =>
    group[0] === "..." ? rest.map((name) => [name]) : [group],
  );
  const after = right.flatMap((group) => {
    if (group.length === 1 && group[0] === "...") return rest.map((name) => [name]);
    return [group.flatMap((name) => (name === "..." ? rest : [name]))];
  });
  const [own, wanted] = [before.flat(), after.flat()];
  const lost =
    own.find((name) => !wanted.includes(name)) ?? wanted.find((name) => !own.includes(name));
  const twice = [own, wanted].flatMap((list) =>
    list.filter((name, i) => list.indexOf(name) !== i),
  )[0];
  if (lost !== undefined || twice !== undefined) {
    throw new ArgumentError(
      `rearrange: in "${pattern}" axis "${lost ?? twice}" stands ${lost === undefined ? "twice on one side" : "on one side alone"}. ` +
        "Expected every name once on each side.",
    );
  }
  return [before, after];
}

/** `b (h w) 1` as [[b], [h, w], []]. */
function groups(half: string, pattern: string): string[][] {
  const tokens = half.match(/\([^()]*\)|\.\.\.|[^\s()]+|[()]/g) ?? [];
  return tokens.map((token) => {
    const names = token
      .replaceAll(/[()]/g, " ")
      .split(/\s+/)
      .filter((name) => name !== "" && name !== "1");
    const wrong = names.find((name) => name !== "..." && !/^[A-Za-z_]\w*$/.test(name));
    if (wrong === undefined && token !== "(" && token !== ")") return names;
    throw new ArgumentError(
      `rearrange: "${wrong ?? token}" in "${pattern}" is no name of an axis. Expected letters, digits and _.`,
    );
  });
}

/** The length of the one axis of a group that is not given, and whether the others fit. */
function measure(
  group: readonly string[],
  size: Dim,
  lengths: Map<string, Dim>,
  pattern: string,
  axis: number,
): void {
  const open = group.filter((name) => !lengths.has(name));
  const known = sizeOf(group.flatMap((name) => lengths.get(name) ?? []));
  if (open.length > 1) {
    throw new ArgumentError(
      `rearrange: in "${pattern}" the lengths of ${open.join(", ")} can't all follow from axis ${axis}. ` +
        "Expected all but one, as { name: length }.",
    );
  }
  const [name] = open;
  const rest = divideExactly(size, known);
  if (rest === undefined || (name === undefined && !equalDims(rest, 1))) {
    throw new ShapeError(
      `rearrange: axis ${axis} of size ${size} does not fit "(${group.join(" ")})" of ${formatShape([known])}.`,
    );
  }
  if (name !== undefined) lengths.set(name, rest);
}
