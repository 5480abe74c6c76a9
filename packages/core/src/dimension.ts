import { ShapeError } from "./errors.js";

/** A dimension of a tensor: a number that is known, or an expression over named symbols. */
export type Dim = number | SymbolicDim;

/** How to turn an expression into something else: a number, a node of an exported graph, a text. */
export interface DimAlgebra<T> {
  constant(value: number): T;
  symbol(name: string): T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  floorDivide(a: T, b: T): T;
}

/** A symbol, or a floor division that does not come out even: what a polynomial is made of. */
type Atom =
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "floorDivide"; readonly numerator: SymbolicDim; readonly divisor: number };

/** `coefficient` × the product of `atoms`, which are sorted by their text. */
interface Term {
  readonly coefficient: number;
  readonly atoms: readonly Atom[];
}

/**
 * A polynomial with integer coefficients over named symbols (`batch`, `time`), kept in a normal
 * form, so that equal expressions have equal texts: `batch * 49`, `floor((time + 1) / 2) - 1`.
 */
export class SymbolicDim {
  readonly #terms: readonly Term[];
  /** The normal form as text; two expressions are equal when their texts are. */
  readonly text: string;

  /** @internal use {@link symbol} and the functions below */
  constructor(terms: readonly Term[]) {
    this.#terms = terms;
    this.text = terms.map(termText).join(" + ").replaceAll("+ -", "- ") || "0";
  }

  /** @internal */
  get terms(): readonly Term[] {
    return this.#terms;
  }

  /** Rebuilds the expression in another algebra. */
  fold<T>(algebra: DimAlgebra<T>): T {
    const terms = this.#terms.map(({ coefficient, atoms }) => {
      const factors = atoms.map((atom) =>
        atom.kind === "symbol"
          ? algebra.symbol(atom.name)
          : algebra.floorDivide(atom.numerator.fold(algebra), algebra.constant(atom.divisor)),
      );
      if (coefficient !== 1 || factors.length === 0) factors.push(algebra.constant(coefficient));
      return factors.reduce((a, b) => algebra.multiply(a, b));
    });
    return terms.reduce((a, b) => algebra.add(a, b));
  }

  /** The names of all symbols in the expression. */
  get symbols(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { atoms } of this.#terms) {
      for (const atom of atoms) {
        if (atom.kind === "symbol") names.add(atom.name);
        else for (const name of atom.numerator.symbols) names.add(name);
      }
    }
    return names;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** A named dimension whose size is known only when data arrives. */
export function symbol(name: string): SymbolicDim {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    throw new ShapeError(
      `symbol: "${name}" is no name for a dimension. Expected letters, digits, _.`,
    );
  }
  return new SymbolicDim([{ coefficient: 1, atoms: [{ kind: "symbol", name }] }]);
}

export function addDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a + b;
  return normalize([...termsOf(a), ...termsOf(b)]);
}

export function subtractDims(a: Dim, b: Dim): Dim {
  return addDims(a, multiplyDims(b, -1));
}

export function multiplyDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a * b;
  return normalize(
    termsOf(a).flatMap((x) =>
      termsOf(b).map((y) => ({
        coefficient: x.coefficient * y.coefficient,
        atoms: [...x.atoms, ...y.atoms].sort((p, q) => (atomText(p) < atomText(q) ? -1 : 1)),
      })),
    ),
  );
}

/** Floor division by a positive number; exact where every coefficient divides. */
export function floorDivideDim(a: Dim, divisor: number): Dim {
  if (typeof a === "number") return Math.floor(a / divisor);
  if (divisor === 1) return a;
  // Whole multiples come out of the floor: floor((5·batch − 1) / 2) = 2·batch − 1 + floor((batch + 1) / 2).
  const quotient = normalize(
    a.terms.map((term) => ({ ...term, coefficient: Math.floor(term.coefficient / divisor) })),
  );
  const rest = normalize(
    a.terms.map((term) => ({ ...term, coefficient: modulo(term.coefficient, divisor) })),
  );
  return addDims(quotient, properFloor(rest, divisor));
}

/** Floor division of a dimension whose coefficients are below the divisor. */
function properFloor(a: Dim, divisor: number): Dim {
  if (typeof a === "number") return 0;
  const [first, constant] = a.terms;
  const inner = first?.coefficient === 1 && first.atoms.length === 1 ? first.atoms[0] : undefined;
  if (inner?.kind === "floorDivide" && (constant?.atoms.length ?? 0) === 0 && a.terms.length <= 2) {
    // floor((floor(n / p) + c) / q) = floor((n + c·p) / (p·q))
    const shift = (constant?.coefficient ?? 0) * inner.divisor;
    return floorDivideDim(addDims(inner.numerator, shift), inner.divisor * divisor);
  }
  const atom: Atom = { kind: "floorDivide", numerator: a, divisor };
  return new SymbolicDim([{ coefficient: 1, atoms: [atom] }]);
}

function modulo(a: number, b: number): number {
  return a - Math.floor(a / b) * b;
}

/** `a / b` where that is exact (`batch * 49 / 49`, `batch * 49 / batch`), else `undefined`. */
export function divideExactly(a: Dim, b: Dim): Dim | undefined {
  if (equalDims(a, b)) return 1;
  const divisor = termsOf(b);
  const single = divisor[0];
  if (divisor.length !== 1 || single === undefined) return undefined;
  const quotient: Term[] = [];
  for (const term of termsOf(a)) {
    if (term.coefficient % single.coefficient !== 0) return undefined;
    const atoms = [...term.atoms];
    for (const atom of single.atoms) {
      const at = atoms.findIndex((candidate) => atomText(candidate) === atomText(atom));
      if (at < 0) return undefined;
      atoms.splice(at, 1);
    }
    quotient.push({ coefficient: term.coefficient / single.coefficient, atoms });
  }
  return normalize(quotient);
}

export function equalDims(a: Dim, b: Dim): boolean {
  return typeof a === "number" || typeof b === "number" ? a === b : a.text === b.text;
}

/** Values of symbols by name. */
export type Bindings = ReadonlyMap<string, number>;

/** The number that `dim` stands for once its symbols have values. */
export function resolveDim(dim: Dim, bindings: Bindings): number {
  if (typeof dim === "number") return dim;
  return dim.fold<number>({
    constant: (value) => value,
    symbol(name) {
      const value = bindings.get(name);
      if (value === undefined) throw new ShapeError(`dimension "${name}" has no value here.`);
      return value;
    },
    add: (a, b) => a + b,
    multiply: (a, b) => a * b,
    floorDivide: (a, b) => Math.floor(a / b),
  });
}

function termsOf(dim: Dim): readonly Term[] {
  if (typeof dim !== "number") return dim.terms;
  return dim === 0 ? [] : [{ coefficient: dim, atoms: [] }];
}

/** Adds equal terms up, drops zeros, sorts; a lone constant becomes a number. */
function normalize(terms: readonly Term[]): Dim {
  const sums = new Map<string, Term>();
  for (const term of terms) {
    const key = term.atoms.map(atomText).join("*");
    const coefficient = (sums.get(key)?.coefficient ?? 0) + term.coefficient;
    sums.set(key, { coefficient, atoms: term.atoms });
  }
  const kept = [...sums].filter(([, term]) => term.coefficient !== 0);
  if (kept.length === 0) return 0;
  const first = kept[0];
  if (kept.length === 1 && first !== undefined && first[0] === "") return first[1].coefficient;
  // Constants last, the rest by text.
  kept.sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1));
  return new SymbolicDim(kept.map(([, term]) => term));
}

function atomText(atom: Atom): string {
  return atom.kind === "symbol" ? atom.name : `floor((${atom.numerator.text}) / ${atom.divisor})`;
}

function termText({ coefficient, atoms }: Term): string {
  const product = atoms.map(atomText).join(" * ");
  if (product === "") return String(coefficient);
  if (coefficient === 1) return product;
  return coefficient === -1 ? `-${product}` : `${product} * ${coefficient}`;
}
