export type { Data, DataLike, FlatData } from "./data.js";
export type { Weighting } from "./dataset.js";
export type { ModelPort, TrainableModel } from "./model.js";
export type { MetricsLike, ObjectiveOptions, PerOutput } from "./objective.js";
export type {
  FitOptions,
  ModelCompileOptions,
  ModelEvaluateOptions,
  ModelPredictOptions,
  RunOptions,
  ValidationData,
} from "./options.js";
export type { BatchSource, LabelledBatch } from "./source.js";
export type { StepContext, StepLogs, TrainStep } from "./train-step.js";
export { Trainer } from "./trainer.js";
