export { Callback, type Logs, type TrainingControl, type TrainingPlan } from "./callback.js";
export { EarlyStopping, type EarlyStoppingOptions } from "./early-stopping.js";
export { earlyStopping, type LambdaHooks, lambdaCallback } from "./factories.js";
export { History } from "./history.js";
export {
  type ProgressFactory,
  type ProgressOptions,
  setProgressFactory,
  type Verbosity,
} from "./progress.js";
