import type { ModelName } from "./data.js";

/** Who trains. */
export type Engine =
  | "antler onnx"
  | "raw onnx"
  | "antler tfjs wasm"
  | "tfjs-layers wasm"
  | "antler tfjs cpu"
  | "tfjs-layers cpu"
  | "antler reference";

/** Names a case; it travels between processes. */
export interface CaseSpec {
  readonly engine: Engine;
  readonly model: ModelName;
  /** Threads of ONNX Runtime; the other engines have one. */
  readonly threads: number;
}

/** A model and a batch, ready to be trained. */
export interface TrainingCase {
  /** One step of Adam on the batch; gives the loss, so the step is known to be over. */
  step(): Promise<number>;
}
