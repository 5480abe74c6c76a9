// The one list of callbacks.
import { CSVLogger, type CSVLoggerOptions } from "./csv-logger.js";
import { EarlyStopping, type EarlyStoppingOptions } from "./early-stopping.js";
import { LambdaCallback, type LambdaHooks } from "./lambda-callback.js";
import {
  type EpochSchedule,
  LearningRateScheduler,
  type LearningRateSchedulerOptions,
} from "./learning-rate-scheduler.js";
import { ModelCheckpoint, type ModelCheckpointOptions } from "./model-checkpoint.js";
import { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./reduce-lr-on-plateau.js";
import { RemoteMonitor, type RemoteMonitorOptions } from "./remote-monitor.js";
import { SwapEMAWeights, type SwapEMAWeightsOptions } from "./swap-ema-weights.js";
import { TensorBoard, type TensorBoardOptions } from "./tensorboard/tensorboard.js";
import { TerminateOnNaN, type TerminateOnNaNOptions } from "./terminate-on-nan.js";

/** Ends training when a value has stopped to improve. */
export function earlyStopping(options?: EarlyStoppingOptions): EarlyStopping {
  return new EarlyStopping(options);
}

/** Lowers the learning rate when a value has stopped to improve. */
export function reduceLROnPlateau(options?: ReduceLROnPlateauOptions): ReduceLROnPlateau {
  return new ReduceLROnPlateau(options);
}

/** Sets the learning rate at the beginning of every epoch: `(epoch, rate) => rate * 0.9`. */
export function learningRateScheduler(
  schedule: EpochSchedule,
  options?: LearningRateSchedulerOptions,
): LearningRateScheduler {
  return new LearningRateScheduler(schedule, options);
}

/** Saves weights while the model trains: `modelCheckpoint("best.safetensors", { saveBestOnly: true })`. */
export function modelCheckpoint(
  filepath: string,
  options?: ModelCheckpointOptions,
): ModelCheckpoint {
  return new ModelCheckpoint(filepath, options);
}

/** Writes the logs of every epoch as a row of a CSV file. */
export function csvLogger(filename: string, options?: CSVLoggerOptions): CSVLogger {
  return new CSVLogger(filename, options);
}

/** Ends training when the loss is NaN or infinite. */
export function terminateOnNaN(options?: TerminateOnNaNOptions): TerminateOnNaN {
  return new TerminateOnNaN(options);
}

/** Sends the logs of every epoch to a server. */
export function remoteMonitor(options?: RemoteMonitorOptions): RemoteMonitor {
  return new RemoteMonitor(options);
}

/** Evaluates with the running means of the weights in their place. */
export function swapEMAWeights(options?: SwapEMAWeightsOptions): SwapEMAWeights {
  return new SwapEMAWeights(options);
}

/** Writes event files for TensorBoard: `tensorBoard({ logDir: "logs/run1" })`. */
export function tensorBoard(options?: TensorBoardOptions): TensorBoard {
  return new TensorBoard(options);
}

/** A callback from functions. */
export function lambdaCallback(hooks: LambdaHooks): LambdaCallback {
  return new LambdaCallback(hooks);
}
