import { type Dim, equalDims } from "../dimension.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { formatShape, type Shape } from "../shape.js";

/** A sum of products as names of axes: those of each operand, and those of the result. */
export interface Contraction {
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/**
 * Reads Einstein's notation: `"ij,jk->ik"`, `"...ij,...jk"`. Axes under dots are named by their distance
 * from the right. Without an arrow the result has every name that occurs once, in alphabetical order.
 * @throws ArgumentError if the text can't be read or does not fit the operands
 */
export function parseSubscripts(subscripts: string, shapes: readonly Shape[]): Contraction {
  const text = subscripts.replaceAll(/\s/g, "");
  const [left = "", right, ...more] = text.split("->");
  const terms = left.split(",");
  const valid = (term: string): boolean => /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term);
  if (more.length > 0 || ![...terms, right ?? ""].every(valid)) {
    throw new ArgumentError(
      `einsum: "${subscripts}" can't be read. Expected letters, one "..." per term, "," and "->", as in "ij,jk->ik".`,
    );
  }
  if (terms.length !== shapes.length) {
    throw new ArgumentError(
      `einsum: "${subscripts}" names ${terms.length} operands, received ${shapes.length}.`,
    );
  }
  const dotted = shapes.map((shape, i) => hiddenAxes(terms[i] as string, shape, subscripts));
  const hidden = names(Math.max(0, ...dotted));
  const operands = terms.map((term, i) =>
    expand(term, hidden.slice(hidden.length - (dotted[i] ?? 0))),
  );
  const output = right === undefined ? implicit(left, hidden) : expand(right, hidden);
  const known = new Set(operands.flat());
  const unknown = output.find((name) => !known.has(name));
  const repeated = output.find((name, i) => output.indexOf(name) !== i);
  if (unknown !== undefined || repeated !== undefined) {
    throw new ArgumentError(
      `einsum: the result of "${subscripts}" names axis "${unknown ?? repeated}" ` +
        `${unknown === undefined ? "twice" : "which no operand has"}.`,
    );
  }
  if (right !== undefined && hidden.length > 0 && !right.includes("...")) {
    throw new ArgumentError(
      `einsum: the result of "${subscripts}" leaves out "...". Expected it, since operands have such axes.`,
    );
  }
  return { operands, output };
}

/** The size of each name; axes of size 1 broadcast. */
export function sizesOf(
  operands: readonly (readonly string[])[],
  shapes: readonly Shape[],
  where: string,
): ReadonlyMap<string, Dim> {
  const sizes = new Map<string, Dim>();
  operands.forEach((labels, i) => {
    labels.forEach((name, axis) => {
      const [size, known] = [shapes[i]?.[axis] ?? 1, sizes.get(name) ?? 1];
      if (!equalDims(known, 1) && !equalDims(size, 1) && !equalDims(known, size)) {
        throw new ShapeError(
          `${where}: axis "${name}" has sizes ${known} and ${size} in ${shapes.map(formatShape).join(", ")}. ` +
            "Expected one size, or 1.",
        );
      }
      if (equalDims(known, 1)) sizes.set(name, size);
    });
  });
  return sizes;
}

function hiddenAxes(term: string, shape: Shape, subscripts: string): number {
  const letters = term.replace("...", "").length;
  const rest = shape.length - letters;
  if (rest === 0 || (rest > 0 && term.includes("..."))) return rest;
  throw new ArgumentError(
    `einsum: "${term}" in "${subscripts}" names ${letters} axes, received an operand of shape ${formatShape(shape)}.`,
  );
}

/** Axes under dots, from the left. */
function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `...${count - i}`);
}

function expand(term: string, hidden: readonly string[]): string[] {
  const [before = "", after = ""] = term.split("...");
  return term.includes("...") ? [...before, ...hidden, ...after] : [...term];
}

function implicit(left: string, hidden: readonly string[]): string[] {
  const letters = [...left.replaceAll(/[^A-Za-z]/g, "")];
  const single = letters.filter((name) => letters.indexOf(name) === letters.lastIndexOf(name));
  return [...hidden, ...single.sort()];
}
