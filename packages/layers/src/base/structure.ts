import { ArgumentError, formatShape, type Shape, Tensor, Variable } from "@antler/core";

/** One tensor, a list of them, or a map by name: what layers and models take and give. */
export type TensorStructure = Tensor | readonly Tensor[] | { readonly [name: string]: Tensor };

/** The shape of each tensor of a structure: one shape, or a list in the structure's order. */
export type ShapesOf<S> = S extends Tensor ? Shape : readonly Shape[];

/** The tensors of a structure in order. */
export function flatten(structure: TensorStructure): readonly Tensor[] {
  if (structure instanceof Tensor) return [structure];
  return Array.isArray(structure)
    ? structure
    : Object.values(structure as { readonly [name: string]: Tensor });
}

/** The same structure with every tensor replaced. */
export function mapStructure<S extends TensorStructure>(
  structure: S,
  replace: (tensor: Tensor, index: number) => Tensor,
): S {
  if (structure instanceof Tensor) return replace(structure, 0) as S;
  if (Array.isArray(structure)) return structure.map(replace) as unknown as S;
  return Object.fromEntries(
    Object.entries(structure as { readonly [name: string]: Tensor }).map(
      ([key, tensor], i) => [key, replace(tensor, i)] as const,
    ),
  ) as unknown as S;
}

/** The shape of each tensor: one shape, or a list in the structure's order. */
export function shapesOf(structure: TensorStructure): Shape | readonly Shape[] {
  return structure instanceof Tensor
    ? structure.shape
    : flatten(structure).map(({ shape }) => shape);
}

/** Any value with the tensors inside it, in lists and plain objects, replaced. */
export function mapTensors<T>(value: T, replace: (tensor: Tensor) => Tensor): T {
  if (value instanceof Tensor) return replace(value) as T;
  if (Array.isArray(value)) return value.map((element) => mapTensors(element, replace)) as T;
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [key, mapTensors(element, replace)]),
  ) as T;
}

/** The tensors inside any value. */
export function tensorsIn(value: unknown): readonly Tensor[] {
  const found: Tensor[] = [];
  mapTensors(value, (tensor) => {
    found.push(tensor);
    return tensor;
  });
  return found;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Refuses what holds no tensors; a variable stands for its present value.
 * @param problem what messages say of other values
 */
export function checkStructure(
  value: unknown,
  where: string,
  problem = "called with something that is no tensor",
): TensorStructure {
  if (value instanceof Tensor) return value;
  if (value instanceof Variable) return value.read();
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, element]) => {
      if (element instanceof Variable) return [key, element.read()] as const;
      if (element instanceof Tensor) return [key, element] as const;
      throw unexpected(where, problem, element);
    });
    if (entries.length > 0) {
      return Array.isArray(value) ? entries.map(([, t]) => t) : Object.fromEntries(entries);
    }
  }
  throw unexpected(where, problem, value);
}

/** How a structure's shapes look in a message. */
export function formatShapes(structure: TensorStructure): string {
  return structure instanceof Tensor
    ? formatShape(structure.shape)
    : flatten(structure)
        .map((t) => formatShape(t.shape))
        .join(" and ");
}

function unexpected(where: string, problem: string, value: unknown): ArgumentError {
  let kind = `a ${typeof value}`;
  if (value === null || value === undefined) kind = String(value);
  else if (Array.isArray(value)) kind = "an array of values";
  return new ArgumentError(
    `${where}: ${problem}. Expected a Tensor, or a list or map of them, ` +
      `received ${kind}. Wrap values in tensor(…).`,
  );
}
