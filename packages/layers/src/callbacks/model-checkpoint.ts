import { ArgumentError } from "@antler/core";
import { checkOptionNames } from "../base/checks.js";
import { checkPath, saveWeights } from "../saving/weights-file.js";
import { printMessage } from "../utils/logging.js";
import type { Logs } from "./callback.js";
import { MonitorCallback, type MonitorOptions } from "./monitor.js";

export interface ModelCheckpointOptions extends Omit<MonitorOptions, "minDelta"> {
  /** 1 says what is saved; default 0. */
  readonly verbose?: 0 | 1 | undefined;
  /** Saves only where the watched value is the best so far; default false. */
  readonly saveBestOnly?: boolean | undefined;
  /** Default and only choice: true. */
  readonly saveWeightsOnly?: boolean | undefined;
  /** After every epoch, or after so many batches; default `"epoch"`. */
  readonly saveFreq?: "epoch" | number | undefined;
  /** What the first best value must beat. */
  readonly initialValueThreshold?: number | null | undefined;
}

/** Saves the weights of the model while it trains. In Node.js only. */
export class ModelCheckpoint extends MonitorCallback {
  readonly filepath: string;
  readonly #options: ModelCheckpointOptions;
  #epoch = 0;
  #batches = 0;

  /** @param filepath - ends in `.safetensors`; may hold `{epoch}`, `{batch}` and names of logs, as `{epoch:02d}` and `{val_loss:.2f}` */
  constructor(filepath: string, options: ModelCheckpointOptions = {}) {
    checkOptionNames("modelCheckpoint", options, [
      ...["monitor", "verbose", "saveBestOnly", "saveWeightsOnly", "mode", "saveFreq"],
      "initialValueThreshold",
    ]);
    super("modelCheckpoint", options, 0);
    checkPath(filepath, "modelCheckpoint");
    const { saveFreq = "epoch", saveWeightsOnly = true } = options;
    if (saveFreq !== "epoch" && !(Number.isInteger(saveFreq) && saveFreq >= 1)) {
      throw new ArgumentError(
        `modelCheckpoint: saveFreq is unknown. Expected "epoch" or a number of batches ≥ 1, received ${JSON.stringify(saveFreq)}.`,
      );
    }
    if (!saveWeightsOnly) {
      throw new ArgumentError(
        "modelCheckpoint: a .safetensors file holds weights alone. Expected saveWeightsOnly: true, received false.",
      );
    }
    this.filepath = filepath;
    this.#options = options;
    this.best = options.initialValueThreshold ?? undefined;
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  override async onTrainBatchEnd(batch: number, logs: Logs): Promise<void> {
    const { saveFreq } = this.#options;
    if (typeof saveFreq !== "number") return;
    if (++this.#batches < saveFreq) return;
    this.#batches = 0;
    await this.#save(logs, { batch: batch + 1 });
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    this.#epoch = epoch;
    if ((this.#options.saveFreq ?? "epoch") === "epoch") await this.#save(logs, {});
  }

  async #save(logs: Logs, extra: Logs): Promise<void> {
    const epoch = this.#epoch + 1;
    const path = fillIn(this.filepath, { ...logs, epoch, ...extra });
    if (this.#options.saveBestOnly === true && !this.#isBest(logs, epoch)) return;
    if (this.#options.verbose) printMessage(`Epoch ${epoch}: saving weights to ${path}`);
    const [fs, { dirname }] = await Promise.all([import("node:fs/promises"), import("node:path")]);
    await fs.mkdir(dirname(path), { recursive: true });
    const { training } = this;
    if (training?.model.saveWeights !== undefined) await training.model.saveWeights(path);
    else await saveWeights(training?.weights ?? [], path, {}, "modelCheckpoint");
  }

  #isBest(logs: Logs, epoch: number): boolean {
    const current = this.monitored(logs);
    if (current === undefined) return false;
    const isBest = this.isImprovement(current, this.best);
    if (this.#options.verbose) {
      const change = isBest ? "improved" : "did not improve";
      printMessage(
        `Epoch ${epoch}: ${this.monitor} ${change} from ${this.best ?? "nothing"}${isBest ? ` to ${current}` : ""}`,
      );
    }
    if (isBest) this.best = current;
    return isBest;
  }
}

/** Values in the places of their names, formatted as `{name:02d}` and `{name:.3f}` ask. */
function fillIn(pattern: string, values: Logs): string {
  return pattern.replace(
    /\{(\w+)(?::(0?)(\d*)(?:\.(\d+))?([df]))?\}/g,
    (_, name: string, zero?: string, width?: string, digits?: string, kind?: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) {
        throw new ArgumentError(
          `modelCheckpoint: the file name asks for "${name}". Expected one of ${Object.keys(values).join(", ")}, received "${pattern}".`,
        );
      }
      const text =
        kind === "f" ? value.toFixed(digits === undefined ? 6 : Number(digits)) : `${value}`;
      return text.padStart(Number(width ?? 0), zero === "0" ? "0" : " ");
    },
  );
}
