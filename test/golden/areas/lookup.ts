import { evaluate, Tensor } from "@antler/core";
import type { Comparison } from "../compare.js";
import { Failure } from "../failure.js";
import type { GoldenCase } from "../golden-file.js";

interface LookupCase extends GoldenCase {
  readonly inputs: readonly unknown[];
  readonly adapt?: unknown;
  readonly expected: {
    readonly outputs: readonly unknown[];
    readonly vocabulary?: readonly unknown[];
  };
}

interface Lookup {
  (input: unknown): unknown;
  getVocabulary(): readonly unknown[];
}

/** Lets a layer learn from data before it is called. */
export async function adaptLayer(layer: unknown, data: unknown): Promise<void> {
  const { adapt } = layer as { adapt?: (data: unknown) => unknown };
  if (typeof adapt !== "function") throw new Failure("the layer has no adapt", "adapt");
  await adapt.call(layer, data);
}

/** A layer that reads words or numbers as they are: no tensors, no weights. */
export async function runLookup(
  anyCase: GoldenCase,
  layer: unknown,
  comparison: Comparison,
): Promise<void> {
  const goldenCase = anyCase as LookupCase;
  const { inputs, adapt, expected } = goldenCase;
  if (adapt !== undefined) await adaptLayer(layer, adapt);
  const given = inputs.length === 1 ? inputs[0] : inputs;
  const result = await (layer as Lookup)(given);
  const outputs = expected.outputs.length === 1 ? [result] : (result as readonly unknown[]);
  for (const [i, wanted] of expected.outputs.entries()) {
    compareNested(`output ${i}`, await plain(outputs[i]), wanted, comparison);
  }
  if (expected.vocabulary !== undefined) {
    const received = (layer as Lookup).getVocabulary();
    compareNested("vocabulary", received, expected.vocabulary, comparison);
  }
}

/** A tensor as nested lists; anything else as it is. */
async function plain(value: unknown): Promise<unknown> {
  if (!(value instanceof Tensor)) return value;
  await evaluate([value]);
  return value.array();
}

function compareNested(
  what: string,
  received: unknown,
  expected: unknown,
  comparison: Comparison,
): void {
  if (Array.isArray(expected)) {
    if (!Array.isArray(received) || received.length !== expected.length) {
      throw new Failure(what, expected, received);
    }
    for (const [i, element] of expected.entries()) {
      compareNested(`${what}[${i}]`, received[i], element, comparison);
    }
  } else if (typeof expected === "number" && typeof received === "number") {
    comparison.number(what, received, expected);
  } else if (received !== expected) {
    throw new Failure(what, expected, received);
  }
}
