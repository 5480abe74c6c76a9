import { ArgumentError, ops, Tensor, type Variable } from "@antler/core";
import { type Loss, type LossLike, resolveLoss } from "../losses/index.js";
import { type LabelMetric, Mean, type MetricLike, resolveMetric } from "../metrics/index.js";
import type { ModelPort } from "./model.js";

/** One thing for the only output, or for each: a list in order, or a map by name. */
export type PerOutput<T> = T | readonly (T | undefined)[] | { readonly [output: string]: T };

/** Metrics of the only output, or of each. */
export type MetricsLike =
  | MetricLike
  | readonly (MetricLike | readonly MetricLike[])[]
  | { readonly [output: string]: MetricLike | readonly MetricLike[] };

export interface ObjectiveOptions {
  readonly loss: PerOutput<LossLike>;
  /**
   * Without sample weights. The elements of a vector are logged one by one, as `f1_score[0]`; a map of
   * results under its own names.
   */
  readonly metrics?: MetricsLike | undefined;
  /** Weighed by the sample weights. */
  readonly weightedMetrics?: MetricsLike | undefined;
  /** Factors of the outputs' losses in the total; default 1. */
  readonly lossWeights?: PerOutput<number> | undefined;
}

interface Target {
  readonly loss: Loss | undefined;
  readonly weight: number;
  /** The mean of this output's loss; only where there are several outputs. */
  readonly tracker: Mean | undefined;
  readonly metrics: readonly {
    readonly metric: LabelMetric;
    readonly weighted: boolean;
    readonly log: string;
  }[];
}

/** What training lowers and what the logs report, output by output. */
export class Objective {
  readonly #ports: readonly ModelPort[];
  readonly #targets: readonly Target[];
  readonly #total = new Mean({ name: "loss" });

  /** @throws ArgumentError if a name is unknown or the outputs are not those of the model */
  constructor(options: ObjectiveOptions, ports: readonly ModelPort[]) {
    const losses = perOutput(options.loss, ports, "loss", isLeafLoss);
    const weights = perOutput(
      options.lossWeights,
      ports,
      "lossWeights",
      (v) => typeof v === "number",
    );
    const plain = metricsPerOutput(options.metrics, ports, "metrics");
    const weighted = metricsPerOutput(options.weightedMetrics, ports, "weightedMetrics");
    const taken = new Set<string>();
    const logName = (port: ModelPort, name: string, fallback: string): string => {
      const prefix = ports.length > 1 ? `${port.name}_` : "";
      let free = prefix + (taken.has(prefix + name) ? fallback : name);
      for (let i = 1; taken.has(free); i++) free = `${prefix}${fallback}_${i}`;
      taken.add(free);
      return free;
    };
    this.#targets = ports.map((port, i) => ({
      loss: losses[i] === undefined ? undefined : resolveLoss(losses[i]),
      weight: weights[i] ?? 1,
      tracker:
        ports.length > 1 && losses[i] !== undefined
          ? new Mean({ name: `${port.name}_loss` })
          : undefined,
      metrics: [
        ...(plain[i] ?? []).map((like) => {
          const metric = resolveMetric(like);
          return { metric, weighted: false, log: logName(port, metric.name, metric.name) };
        }),
        ...(weighted[i] ?? []).map((like) => {
          const metric = resolveMetric(like);
          return {
            metric,
            weighted: true,
            log: logName(port, metric.name, `weighted_${metric.name}`),
          };
        }),
      ],
    }));
    if (this.#targets.every((target) => target.loss === undefined)) {
      throw new ArgumentError("compile: there is no loss. Expected one for an output at least.");
    }
    this.#ports = ports;
  }

  /** Whether the labels of output `i` count classes. */
  hasClassIndices(i: number): boolean {
    return this.#targets[i]?.loss?.labels === "classIndices";
  }

  /** The label of output `i` whose samples are left out; it need not be a class. */
  ignoredClass(i: number): number | undefined {
    return this.#targets[i]?.loss?.ignoredClass;
  }

  /**
   * Builds the total loss and the updates of everything that is logged.
   * @param rows - the size of the batch, a scalar: what the batch counts in the mean loss
   */
  build(
    labels: readonly Tensor[],
    predictions: readonly Tensor[],
    extra: readonly Tensor[],
    rows: Tensor,
    sampleWeight: Tensor | undefined,
  ): Tensor {
    const weighting = { sampleWeight };
    const parts: Tensor[] = [];
    this.#targets.forEach(({ loss, weight, tracker, metrics }, i) => {
      const [y, p] = [labels[i] as Tensor, predictions[i] as Tensor];
      if (loss !== undefined) {
        const reduced = loss(y, p, weighting);
        const value = reduced.rank === 0 ? reduced : reduced.mean();
        tracker?.updateState(value, { sampleWeight: rows });
        parts.push(weight === 1 ? value : value.multiply(weight));
      }
      for (const { metric, weighted } of metrics) {
        metric.updateState(y, p, weighted ? weighting : {});
      }
    });
    const total = [...parts, ...extra].reduce((sum, part) => ops.add(sum, part));
    this.#total.updateState(total, { sampleWeight: rows });
    return total;
  }

  /** The running values, as nodes: the total loss first. */
  results(): Record<string, Tensor> {
    const results: Record<string, Tensor> = { loss: this.#total.result() };
    this.#targets.forEach(({ tracker }, i) => {
      if (tracker !== undefined)
        results[`${(this.#ports[i] as ModelPort).name}_loss`] = tracker.result();
    });
    for (const { metrics } of this.#targets) {
      for (const { metric, log } of metrics) {
        const result = metric.result();
        if (result instanceof Tensor) results[log] = result;
        else Object.assign(results, result);
      }
    }
    return results;
  }

  /** Whether more of what the logs call by this name is better; `undefined` if nobody knows. */
  directionOf(name: string): "up" | "down" | undefined {
    if (this.#targets.some(({ tracker }) => tracker?.name === name)) return "down";
    const all = this.#targets.flatMap(({ metrics }) => metrics);
    return all.find(({ log }) => log === name)?.metric.direction;
  }

  /** The state of all running values. */
  get variables(): readonly Variable[] {
    const own = this.#targets.flatMap(({ tracker, metrics }) => [
      ...(tracker?.variables ?? []),
      ...metrics.flatMap(({ metric }) => metric.variables),
    ]);
    return [...this.#total.variables, ...own];
  }

  /** Before every epoch and every evaluation. */
  reset(): void {
    this.#total.resetState();
    for (const { tracker, metrics } of this.#targets) {
      tracker?.resetState();
      for (const { metric } of metrics) metric.resetState();
    }
  }
}

function isLeafLoss(value: unknown): boolean {
  return typeof value === "string" || typeof value === "function" || isInstance(value);
}

/** An object of a class or a saved one, in contrast to a map. */
function isInstance(value: unknown): boolean {
  if (typeof value === "object" && value !== null && "class_name" in value) return true;
  return (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) !== Object.prototype &&
    !Array.isArray(value)
  );
}

function perOutput<T>(
  given: PerOutput<T> | undefined,
  ports: readonly ModelPort[],
  option: string,
  isLeaf: (value: unknown) => boolean,
): readonly (T | undefined)[] {
  if (given === undefined || given === null) return ports.map(() => undefined);
  if (isLeaf(given)) return ports.map(() => given as T);
  if (Array.isArray(given)) {
    if (given.length === ports.length) return given as readonly T[];
    throw new ArgumentError(
      `compile: ${option} does not fit the model. Expected one entry for each of its ${ports.length} outputs, received ${given.length}.`,
    );
  }
  const map = given as Readonly<Record<string, T>>;
  const unknown = Object.keys(map).find((name) => !ports.some((port) => port.name === name));
  if (unknown !== undefined) {
    throw new ArgumentError(
      `compile: ${option} names the output "${unknown}". Expected one of ${ports.map((port) => `"${port.name}"`).join(", ")}.`,
    );
  }
  return ports.map((port) => map[port.name]);
}

function metricsPerOutput(
  given: MetricsLike | undefined,
  ports: readonly ModelPort[],
  option: string,
): readonly (readonly MetricLike[])[] {
  type Entry = MetricLike | readonly MetricLike[];
  const asList = (entry: Entry | undefined): readonly MetricLike[] =>
    entry === undefined ? [] : Array.isArray(entry) ? entry : [entry as MetricLike];
  // A flat list belongs to the only output.
  if (ports.length === 1 && Array.isArray(given)) return [given.flatMap(asList)];
  return perOutput<Entry>(given as PerOutput<Entry> | undefined, ports, option, isLeafLoss).map(
    asList,
  );
}

/**
 * Fails early on unknown names, when the outputs of the model may not be known yet.
 * @throws ArgumentError
 */
export function checkNames({ loss, metrics, weightedMetrics }: ObjectiveOptions): void {
  for (const name of namesIn(loss)) resolveLoss(name as LossLike);
  for (const name of namesIn([metrics, weightedMetrics])) resolveMetric(name as MetricLike);
}

function namesIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || isInstance(value)) return [];
  return Object.values(value).flatMap(namesIn);
}
