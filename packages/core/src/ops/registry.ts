import type {
  AnyOpDefinition,
  Inferred,
  InputNames,
  OpDefinition,
  PerInput,
} from "./definition.js";
import * as everything from "./index.js";

type Everything = typeof everything;

/** Every op by name, derived from the one list in `index.ts`. */
export type Registry = {
  readonly [K in keyof Everything as Everything[K] extends {
    definition: AnyOpDefinition<infer N>;
  }
    ? N
    : never]: Everything[K] extends { definition: infer D } ? D : never;
};

export type OpName = keyof Registry;

/** The attributes of an op. */
export type AttrsOf<K extends OpName> =
  Registry[K] extends OpDefinition<string, infer A, InputNames, Inferred> ? A : never;

/** One `T` for each input of an op. */
export type InputsOf<K extends OpName, T> =
  Registry[K] extends OpDefinition<string, infer _A, infer I, Inferred> ? PerInput<I, T> : never;

let cache: ReadonlyMap<string, AnyOpDefinition> | undefined;

/** All definitions by name. */
export function registry(): ReadonlyMap<string, AnyOpDefinition> {
  cache ??= new Map(
    Object.values(everything).flatMap((entry) =>
      typeof entry === "function" && "definition" in entry
        ? [[entry.definition.name, entry.definition as AnyOpDefinition] as const]
        : [],
    ),
  );
  return cache;
}

/** The definition of the op that a node applies. */
export function definitionOf(op: string): AnyOpDefinition {
  const definition = registry().get(op);
  if (definition === undefined) throw new Error(`"${op}" is no op`);
  return definition;
}
