import {
  ArgumentError,
  equalShapes,
  evaluate,
  formatShape,
  fromHost,
  type HostTensor,
  SerializationError,
  type Variable,
} from "@antler/core";
import { readSafetensors, writeSafetensors } from "./safetensors-file.js";

/** Options of `saveWeights`. */
export interface SaveWeightsOptions {
  /** Whether a file that is there may be replaced; default true. */
  readonly overwrite?: boolean | undefined;
}

/** Options of `loadWeights`. */
export interface LoadWeightsOptions {
  /** Leaves weights as they are that the file lacks or has in another shape; default false. */
  readonly skipMismatch?: boolean | undefined;
}

/**
 * Writes the values of weights into a safetensors file, all of it or nothing. In Node.js only.
 * @throws ArgumentError unless the name ends in `.safetensors`
 */
export async function saveWeights(
  weights: readonly Variable[],
  path: string,
  { overwrite = true }: SaveWeightsOptions,
  where: string,
): Promise<void> {
  checkPath(path, where);
  if (!overwrite && (await exists(path))) {
    throw new ArgumentError(
      `${where}: the file is there already. Expected a new path, received "${path}". Pass { overwrite: true } to replace it.`,
    );
  }
  const values = await evaluate(weights);
  const names = keysOf(weights);
  const tensors = new Map(names.map((name, i) => [name, values[i] as HostTensor]));
  await writeSafetensors(path, { tensors, metadata: { order: JSON.stringify(names) } });
}

/**
 * Sets weights from a safetensors file: by name, or in the order of the file that another model of the
 * same layers wrote. Nothing changes unless all can be set.
 * @throws SerializationError if the file is not valid or does not fit, DataError if it can't be opened
 */
export async function loadWeights(
  weights: readonly Variable[],
  path: string,
  { skipMismatch = false }: LoadWeightsOptions,
  where: string,
): Promise<void> {
  checkPath(path, where);
  const { tensors, metadata } = await readSafetensors(path, where);
  const found = match(weights, tensors, metadata.order);
  const fits = (weight: Variable, i: number) => equalShapes(found[i]?.shape ?? [-1], weight.shape);
  const bad = weights.findIndex((weight, i) => !fits(weight, i));
  const isTooMuch = tensors.size !== weights.length;
  if ((bad !== -1 || isTooMuch) && !skipMismatch) {
    const weight = weights[bad];
    throw new SerializationError(
      weight === undefined
        ? `${where}: "${path}" holds other weights. Expected ${weights.length}, received ${tensors.size}.`
        : `${where}: "${path}" does not fit. Expected ${weight.name} ${formatShape(weight.shape)}, received ${found[bad] === undefined ? `none of that name among ${tensors.size}` : formatShape(found[bad].shape)}. Pass { skipMismatch: true } to load what fits.`,
    );
  }
  weights.forEach((weight, i) => {
    if (fits(weight, i)) weight.assign(fromHost(found[i] as HostTensor));
  });
}

/** By name if all names are there; else by order, since layers are numbered anew in every model. */
function match(
  weights: readonly Variable[],
  tensors: ReadonlyMap<string, HostTensor>,
  order: string | undefined,
): readonly (HostTensor | undefined)[] {
  const byName = keysOf(weights).map((name) => tensors.get(name));
  if (byName.every((value) => value !== undefined)) return byName;
  const names = orderOf(order);
  const byOrder = weights.map((_, i) => tensors.get(names[i] ?? ""));
  const fits = weights.every((weight, i) => equalShapes(byOrder[i]?.shape ?? [-1], weight.shape));
  return fits && names.length === weights.length ? byOrder : byName;
}

function orderOf(text: string | undefined): readonly string[] {
  try {
    const names: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(names) && names.every((name) => typeof name === "string") ? names : [];
  } catch {
    return [];
  }
}

/** The names, with numbers where one name stands for several weights. */
function keysOf(weights: readonly Variable[]): readonly string[] {
  const taken = new Set<string>(["__metadata__", "__proto__"]);
  return weights.map(({ name }) => {
    let key = name;
    for (let i = 1; taken.has(key); i++) key = `${name}:${i}`;
    taken.add(key);
    return key;
  });
}

async function exists(path: string): Promise<boolean> {
  const fs = await import("node:fs/promises");
  return fs.stat(path).then(
    () => true,
    () => false,
  );
}

/** @throws ArgumentError unless it names a safetensors file */
export function checkPath(path: unknown, where: string): void {
  if (typeof path === "string" && path.endsWith(".safetensors")) return;
  throw new ArgumentError(
    `${where}: the file name is not one for weights. Expected a path that ends in ".safetensors", received ${JSON.stringify(path)}.`,
  );
}
