export { Callback, type Logs, type TrainingControl, type TrainingPlan } from "./callback.js";
export { CallbackList } from "./callback-list.js";
export { CSVLogger, type CSVLoggerOptions } from "./csv-logger.js";
export { EarlyStopping, type EarlyStoppingOptions } from "./early-stopping.js";
export * from "./factories.js";
export { History } from "./history.js";
export { LambdaCallback, type LambdaHooks } from "./lambda-callback.js";
export {
  type EpochSchedule,
  LearningRateScheduler,
  type LearningRateSchedulerOptions,
} from "./learning-rate-scheduler.js";
export { ModelCheckpoint, type ModelCheckpointOptions } from "./model-checkpoint.js";
export { MonitorCallback, type MonitorOptions } from "./monitor.js";
export {
  type ProgressFactory,
  type ProgressOptions,
  setProgressFactory,
  type Verbosity,
} from "./progress.js";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./reduce-lr-on-plateau.js";
export { RemoteMonitor, type RemoteMonitorOptions } from "./remote-monitor.js";
export { SwapEMAWeights, type SwapEMAWeightsOptions } from "./swap-ema-weights.js";
export { TensorBoard, type TensorBoardOptions } from "./tensorboard/tensorboard.js";
export { TerminateOnNaN, type TerminateOnNaNOptions } from "./terminate-on-nan.js";
