import { callbacks } from "@antler/layers";
import cliProgress from "cli-progress";
import { type ProgressState, progressLine } from "./line.js";

type Logs = callbacks.Logs;

/** Shows progress as a live bar in a terminal, and as one plain line per epoch in a pipe. */
export function installProgress(): void {
  callbacks.setProgressFactory(({ task, verbose }) => {
    const live = verbose === 1 && process.stdout.isTTY === true;
    return new Progress(task, live ? new LiveLine() : new PlainLine(task));
  });
}

/** Where the states of one line go. */
interface Line {
  begin(state: ProgressState): void;
  update(state: ProgressState): void;
  end(state: ProgressState): void;
}

/** Follows `fit`, `evaluate` or `predict` and hands every state to a line. */
class Progress extends callbacks.Callback {
  readonly #task: callbacks.ProgressOptions["task"];
  readonly #line: Line;
  #title: string;
  #started = 0;
  #step = 0;
  /** Milliseconds of the training steps alone; validation is not among them. */
  #elapsed = 0;

  constructor(task: callbacks.ProgressOptions["task"], line: Line) {
    super();
    this.#task = task;
    this.#title = task;
    this.#line = line;
  }

  override onEpochBegin(epoch: number): void {
    const epochs = String(this.plan.epochs);
    this.#begin(`Epoch ${String(epoch + 1).padStart(epochs.length)}/${epochs}`);
  }
  override onTrainBatchEnd(batch: number, logs: Logs): void {
    this.#update(batch, logs);
  }
  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#end(logs);
  }
  override onTestBegin(): void {
    if (this.#task === "evaluate") this.#begin("Evaluate");
  }
  override onTestBatchEnd(batch: number, logs: Logs): void {
    if (this.#task === "evaluate") this.#update(batch, logs);
  }
  override onTestEnd(logs: Logs): void {
    if (this.#task === "evaluate") this.#end(logs);
  }
  override onPredictBegin(): void {
    this.#begin("Predict");
  }
  override onPredictBatchEnd(batch: number): void {
    this.#update(batch, {});
  }
  override onPredictEnd(): void {
    this.#end({});
  }

  #begin(title: string): void {
    this.#title = title;
    this.#started = performance.now();
    this.#step = 0;
    this.#elapsed = 0;
    this.#line.begin(this.#state({}, false));
  }

  #update(batch: number, logs: Logs): void {
    this.#step = batch + 1;
    this.#elapsed = performance.now() - this.#started;
    this.#line.update(this.#state(logs, false));
  }

  #end(logs: Logs): void {
    this.#line.end(this.#state(logs, true));
  }

  #state(logs: Logs, done: boolean): ProgressState {
    const { steps } = this.plan;
    return { title: this.#title, step: this.#step, steps, elapsed: this.#elapsed, logs, done };
  }
}

/** A line that is drawn over itself; the library keeps the rate and the cursor in order. */
class LiveLine implements Line {
  #bar: cliProgress.SingleBar | undefined;
  #state: ProgressState | undefined;

  begin(state: ProgressState): void {
    this.#state = state;
    this.#bar = new cliProgress.SingleBar({
      stream: process.stdout,
      hideCursor: true,
      fps: 10,
      format: () => progressLine(this.#state ?? state, process.stdout.columns || 80),
    });
    this.#bar.start(state.steps, 0);
  }

  update(state: ProgressState): void {
    this.#state = state;
    this.#bar?.update(state.step);
  }

  end(state: ProgressState): void {
    this.update(state);
    this.#bar?.stop();
    this.#bar = undefined;
  }
}

/** One line when all is done. */
class PlainLine implements Line {
  readonly #silent: boolean;

  constructor(task: callbacks.ProgressOptions["task"]) {
    // Predictions have nothing to tell but that they are done.
    this.#silent = task === "predict";
  }

  begin(): void {}
  update(): void {}

  end(state: ProgressState): void {
    if (!this.#silent) console.log(progressLine(state, Number.POSITIVE_INFINITY));
  }
}
