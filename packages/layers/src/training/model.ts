import type { DType, Shape, Tensor, Variable } from "@antler/core";
import type { StepContext, StepLogs } from "./train-step.js";

/** One input or output of a model. */
export interface ModelPort {
  /** What a map of data names it by, and what messages call it. */
  readonly name: string;
  /** With the batch dimension, usually symbolic, in front. */
  readonly shape: Shape;
  readonly dtype: DType;
}

/** What the trainer asks of a model. The layers behind it are none of its business. */
export interface TrainableModel {
  readonly name: string;
  /** Learns from inputs what is not known yet; called before the ports are read. */
  prepare?(x: unknown): void;
  readonly inputPorts: readonly ModelPort[];
  readonly outputPorts: readonly ModelPort[];
  /** Read anew before every `fit`, so that freezing a layer takes effect at once. */
  readonly trainableWeights: readonly Variable[];
  readonly nonTrainableWeights: readonly Variable[];
  /**
   * Builds the graph from inputs, in the order of `inputPorts`, to outputs, in the order of
   * `outputPorts`. Called once per compiled function, never per batch.
   */
  forward(inputs: readonly Tensor[], options: { readonly training: boolean }): readonly Tensor[];
  /** What `fit` does with one batch, in place of the standard step; traced once and compiled. */
  trainStep?(context: StepContext): StepLogs;
  /** Writes the weights into a file. */
  saveWeights?(filepath: string): Promise<void>;
  /** Scalars to add to the loss: weight regularizers, layers' own losses. Asked after `forward`. */
  extraLosses?(): readonly Tensor[];
}
