import { GraphBuilder } from "#backend-onnx/graph/builder.js";
import { inline } from "#backend-onnx/lowerings/inline.js";
import { batches, classes, type ModelName } from "../cases/data.js";
import { adam } from "./adam.js";
import { cnn } from "./cnn.js";
import { mlp } from "./mlp.js";
import type { StateValue } from "./parameter.js";

/** A training step as one ONNX graph. */
export interface RawStep {
  /** A ModelProto with the inputs `x`, `y` and those of `state`. */
  readonly model: Uint8Array;
  /** The name of the output that holds the loss. */
  readonly loss: string;
  readonly state: readonly StateValue[];
}

/** Writes the training step of a model by hand: forward, backward, Adam. */
export function rawStep(model: ModelName): RawStep {
  const { batchSize, inputShape } = batches[model];
  const g = new GraphBuilder(inline);
  g.enter(model);
  const x = g.input("x", "float32", [batchSize, ...inputShape]);
  const y = g.input("y", "float32", [batchSize, classes]);
  const build = model === "mlp" ? mlp : cnn;
  const { loss, parameters } = build(g, x, y, batchSize);
  const name = g.output(loss, "float32", []);
  const state = adam(g, parameters);
  return { model: g.encode(model), loss: name, state };
}
