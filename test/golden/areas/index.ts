import { runApi } from "./api-surface.js";
import { runApplication } from "./applications.js";
import type { RunCase } from "./area.js";
import { runCallback } from "./callbacks.js";
import { runActivation, runObject } from "./calls.js";
import { runDefaultConfig } from "./default-configs.js";
import { runDTypes } from "./dtypes.js";
import { runInitializer } from "./initializers.js";
import { runLayer } from "./layers.js";
import { runLoss } from "./losses.js";
import { runMetric } from "./metrics.js";
import { runOp } from "./ops.js";
import { runOptimizer } from "./optimizers.js";
import { runSchedule } from "./schedules.js";
import { runTraining } from "./training.js";
import { runUtility } from "./utils.js";

/** How the cases of an area run, by name; `ops_*` and `layers_*` by the beginning of it. */
const runners: Readonly<Record<string, RunCase>> = {
  activations: runActivation,
  api_surface: runApi,
  applications: runApplication,
  callbacks: runCallback,
  constraints: runObject("keras.constraints"),
  default_configs: runDefaultConfig,
  initializers: runInitializer,
  layers: runLayer,
  losses: runLoss,
  metrics: runMetric,
  ops: runOp as RunCase,
  ops_dtypes: runDTypes,
  optimizers: runOptimizer,
  regularizers: runObject("keras.regularizers"),
  schedules: runSchedule,
  training: runTraining,
  utils: runUtility,
};

/** `undefined` for an area of another kind. */
export function runnerOf(area: string): RunCase | undefined {
  return runners[area] ?? runners[area.split("_")[0] as string];
}
