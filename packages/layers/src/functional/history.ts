import { ops, type Tensor } from "@antler/core";
import { callDepth } from "../base/context.js";
import type { AnyCallOptions, AnyLayer } from "../base/layer.js";
import { maskOf, setMask } from "../base/masks.js";
import { flatten, mapStructure, type TensorStructure, tensorsIn } from "../base/structure.js";

/** One call of a layer while a functional model is written down. */
export interface LayerCall {
  readonly layer: AnyLayer;
  readonly inputs: TensorStructure;
  readonly options: AnyCallOptions;
  readonly outputs: TensorStructure;
}

/** Which call made a tensor. Only tensors that descend from `layers.input` are here. */
const calls = new WeakMap<Tensor, LayerCall>();

/** The calls of each layer that were not made by another layer. */
const callsByLayer = new WeakMap<AnyLayer, LayerCall[]>();

/** The layer that stands for an input in `model.layers`. */
const inputLayers = new WeakMap<Tensor, AnyLayer>();

/** Whether a tensor descends from an input, where that is known. */
const descents = new WeakMap<Tensor, boolean>();

/** The calls of a layer while functional models were written down, in order. */
export function callsOf(layer: AnyLayer): readonly LayerCall[] {
  return callsByLayer.get(layer) ?? [];
}

/** The call that made `tensor`, if a layer did. */
export function callOf(tensor: Tensor): LayerCall | undefined {
  return calls.get(tensor);
}

/** The input layer behind `tensor`, if `layers.input` made it. */
export function inputLayerOf(tensor: Tensor): AnyLayer | undefined {
  return inputLayers.get(tensor);
}

/** Marks `tensor` as the start of functional models. */
export function recordInput(tensor: Tensor, layer: AnyLayer): void {
  inputLayers.set(tensor, layer);
  descents.set(tensor, true);
}

/**
 * Remembers a call on tensors that descend from an input; calls on other tensors leave no trace,
 * so that training loops keep no history alive. The outermost layer records last and wins.
 */
export function record(
  layer: AnyLayer,
  inputs: TensorStructure,
  options: AnyCallOptions,
  outputs: TensorStructure,
): TensorStructure {
  const sources = sourcesOf({ inputs, options });
  if (!sources.some(descends)) {
    for (const output of flatten(outputs)) descents.set(output, false);
    return outputs;
  }
  // A layer that returns its input unchanged still is a step: it gets a tensor of its own.
  const distinct = mapStructure(outputs, (output) =>
    sources.includes(output) ? setMask(ops.reshape(output, output.shape), maskOf(output)) : output,
  );
  const call: LayerCall = { layer, inputs, options, outputs: distinct };
  for (const output of flatten(distinct)) {
    calls.set(output, call);
    descents.set(output, true);
  }
  if (callDepth() === 1) callsByLayer.set(layer, [...callsOf(layer), call]);
  return distinct;
}

/** All tensors that a call takes: its inputs, and those among its options. */
export function sourcesOf({
  inputs,
  options,
}: Pick<LayerCall, "inputs" | "options">): readonly Tensor[] {
  return [...flatten(inputs), ...tensorsIn(options)];
}

/** Whether `tensor` was computed from a `layers.input`. */
export function descends(tensor: Tensor): boolean {
  const stack: Tensor[] = [tensor];
  while (stack.length > 0) {
    const top = stack.at(-1) as Tensor;
    const unknown = descents.has(top) ? [] : top.inputs.filter((input) => !descents.has(input));
    if (unknown.length > 0) {
      stack.push(...unknown);
      continue;
    }
    if (!descents.has(top)) {
      descents.set(
        top,
        top.inputs.some((input) => descents.get(input) === true),
      );
    }
    stack.pop();
  }
  return descents.get(tensor) === true;
}
