/**
 * Shapes in types, read by `sequential([...])` alone. A `Tensor` has no shape parameter: ordinary
 * programs (loops, ternaries, reassigned variables) would meet false errors. Layers carry an
 * optional phantom rule instead; whatever carries none passes as "any shape".
 */
import type { ShapeLike, Tensor } from "@antler/core";
import type { Layer } from "../base/layer.js";

type TypeShape = readonly (number | string)[];

declare const phantom: unique symbol;
declare const kind: unique symbol;

/** A tensor that knows its shape as a type. */
export interface Input<S> extends Tensor {
  readonly [phantom]?: S;
}

/** From the shape of the input to that of the output: a function of types. */
export interface ShapeRule {
  readonly in: unknown;
  readonly out: unknown;
}

/** What a factory adds to a layer's type. */
export interface Typed<R extends ShapeRule, K extends string> {
  readonly [phantom]?: R;
  readonly [kind]?: K;
}

/** The type of `[batch, ...shape]`; a dimension that is no literal counts as any number. */
export type ShapeOf<S extends ShapeLike> = readonly [
  "batch",
  ...{ readonly [I in keyof S]: S[I] extends number | string ? S[I] : number },
];

/** What a rule gives in place of a shape that it refuses. */
export interface Refusal<M extends string> {
  readonly refused: M;
}

type Show<S> = S extends readonly [infer H, ...infer R]
  ? `${H & (number | string)}${R extends readonly [] ? "" : `, ${Show<R>}`}`
  : "";

type Expected<Rule extends string, S> = Refusal<`expects ${Rule}, got [${Show<S>}]`>;

/** The last axis becomes `U`. */
export interface DenseRule<U extends number> extends ShapeRule {
  readonly out: this["in"] extends readonly [...infer Lead, infer _Last]
    ? Lead extends readonly []
      ? Expected<"rank 2 or more [batch, ..., channels]", this["in"]>
      : [...Lead, U]
    : Expected<"rank 2 or more [batch, ..., channels]", this["in"]>;
}

/** The layouts of sequences, images and volumes. */
interface Layouts {
  1: readonly [
    axes: readonly [unknown],
    sizes: [number],
    Expects: "rank 3 [batch, length, channels]",
  ];
  2: readonly [
    axes: readonly [unknown, unknown],
    sizes: [number, number],
    Expects: "rank 4 [batch, height, width, channels]",
  ];
  3: readonly [
    axes: readonly [unknown, unknown, unknown],
    sizes: [number, number, number],
    Expects: "rank 5 [batch, depth, height, width, channels]",
  ];
}

/** The `N` spatial axes change, the channels become `F` or stay. */
export interface WindowRule<N extends keyof Layouts, F extends number | "same"> extends ShapeRule {
  readonly out: this["in"] extends readonly [infer B, ...Layouts[N][0], infer C]
    ? [B, ...Layouts[N][1], F extends "same" ? C : F]
    : Expected<Layouts[N][2], this["in"]>;
}

/** The `N` spatial axes go. Whether they stay with size 1 is an option, so the rank is left open. */
export interface GlobalPoolRule<N extends keyof Layouts> extends ShapeRule {
  readonly out: this["in"] extends readonly [unknown, ...Layouts[N][0], unknown]
    ? // biome-ignore lint/suspicious/noExplicitAny: any shape
      any
    : Expected<Layouts[N][2], this["in"]>;
}

/** All axes but the batch in one. */
export interface FlattenRule extends ShapeRule {
  readonly out: this["in"] extends readonly [infer B, ...unknown[]]
    ? [B, number]
    : [number, number];
}

/** The batch, then `S`. */
export interface ReshapeRule<S extends readonly number[]> extends ShapeRule {
  readonly out: this["in"] extends readonly [infer B, ...unknown[]]
    ? [B, ...{ -readonly [I in keyof S]: S[I] extends -1 ? number : S[I] }]
    : never;
}

export interface IdentityRule extends ShapeRule {
  readonly out: this["in"];
}

/** What `sequential` takes: an input first, if at all, then layers. */
export type SequentialItem = Layer | Tensor;

type Apply<R extends ShapeRule, S> = (R & { readonly in: S })["out"];

type IsAny<T> = 0 extends 1 & T ? true : false;

type Count<K, Seen extends readonly unknown[], N extends 0[] = []> = Seen extends readonly [
  infer H,
  ...infer R,
]
  ? Count<K, R, H extends K ? [...N, 0] : N>
  : N["length"];

type KindOf<H> = H extends { readonly [kind]?: infer K } ? K : unknown;

/** Nothing is demanded of what follows. */
type Open<L extends readonly unknown[]> = { [I in keyof L]: unknown };

/** What each item must be assignable to: `unknown`, or a refusal whose text says why not. */
export type Check<
  L extends readonly unknown[],
  // biome-ignore lint/suspicious/noExplicitAny: an unknown shape fits everything
  S = any,
  Seen extends readonly unknown[] = [],
  C extends readonly unknown[] = [],
> = L extends readonly [infer H, ...infer R]
  ? H extends { readonly [phantom]?: infer P }
    ? P extends ShapeRule
      ? IsAny<S> extends true
        ? Check<R, FromAny<P>, [...Seen, KindOf<H>], [...C, unknown]>
        : Apply<P, S> extends infer O
          ? IsAny<O> extends true
            ? Check<R, O, [...Seen, KindOf<H>], [...C, unknown]>
            : O extends Refusal<infer M>
              ? [...C, `${KindOf<H> & string}_${Count<KindOf<H>, Seen>} ${M}`, ...Open<R>]
              : Check<R, O, [...Seen, KindOf<H>], [...C, unknown]>
          : never
      : P extends TypeShape
        ? Check<R, P, Seen, [...C, unknown]>
        : // biome-ignore lint/suspicious/noExplicitAny: a layer without a rule may give any shape
          Check<R, any, Seen, [...C, unknown]>
    : // biome-ignore lint/suspicious/noExplicitAny: as above
      Check<R, any, Seen, [...C, unknown]>
  : L extends readonly []
    ? C
    : unknown;

/** After an unknown shape, `flatten` and friends still fix the rank. */
type FromAny<P extends ShapeRule> = P extends FlattenRule
  ? ["batch", number]
  : // biome-ignore lint/suspicious/noExplicitAny: still unknown
    any;
