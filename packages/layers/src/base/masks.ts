import type { Tensor } from "@antler/core";
import { flatten, mapStructure, type TensorStructure } from "./structure.js";

/** Which steps of a tensor count, as bool [batch, time]; one per tensor of a list or map. */
export type MaskOf<S> = S extends Tensor ? Tensor : { readonly [K in keyof S]: Tensor | undefined };

/** A mask, or a list or map of them, with gaps where a tensor has none. */
export type Mask =
  | Tensor
  | readonly (Tensor | undefined)[]
  | { readonly [name: string]: Tensor | undefined };

/** A mask goes with its tensor from layer to layer. Ops between layers lose it, as in Keras. */
const masks = new WeakMap<Tensor, Tensor>();

/** The mask that a layer gave to `tensor`, bool [batch, time]. */
export function maskOf(tensor: Tensor): Tensor | undefined {
  return masks.get(tensor);
}

/** Gives `tensor` a mask; layers, losses and metrics see it. */
export function setMask(tensor: Tensor, mask: Tensor | undefined): Tensor {
  if (mask !== undefined) masks.set(tensor, mask);
  return tensor;
}

/** The masks of a structure's tensors in the same structure; `undefined` if none has one. */
export function masksOf(structure: TensorStructure): Mask | undefined {
  if (!flatten(structure).some((tensor) => masks.has(tensor))) return undefined;
  return mapStructure(structure, maskOf as (tensor: Tensor) => Tensor);
}

/** Gives the tensors of a structure the masks of a like structure, except those that have one. */
export function attachMasks(outputs: TensorStructure, given: Mask | undefined): void {
  if (given === undefined) return;
  const flat = flatten(given as TensorStructure) as readonly (Tensor | undefined)[];
  flatten(outputs).forEach((output, i) => {
    if (!masks.has(output)) setMask(output, flat[i]);
  });
}
