import {
  ArgumentError,
  type DType,
  equalShapes,
  formatShape,
  fromHost,
  type HostTensor,
  hostTensor,
  isFloat,
  ShapeError,
  type Variable,
} from "@antler/core";
import { resolveConstraint } from "../constraints/resolve.js";
import { resolveInitializer } from "../initializers/resolve.js";
import { resolveRegularizer } from "../regularizers/resolve.js";
import type { WeightConfig, WeightValue } from "./options.js";
import { Weight } from "./weight.js";

/** The variables of one layer, without those of the layers inside it. */
export class OwnWeights {
  /** Whether an optimizer may ever change a variable; freezing the layer does not alter it. */
  readonly #kinds = new Map<Variable, boolean>();

  /** Notes variables that are not known yet. */
  track(variables: readonly Variable[], layerIsTrainable: boolean): void {
    for (const variable of variables) {
      if (this.#kinds.has(variable)) continue;
      this.#kinds.set(variable, variable.trainable);
      if (!layerIsTrainable) variable.trainable = false;
    }
  }

  /** Trainable ones first, each kind in the order in which they were made. */
  get all(): readonly Variable[] {
    const entries = [...this.#kinds];
    const of = (kind: boolean): Variable[] =>
      entries.filter(([, trainable]) => trainable === kind).map(([variable]) => variable);
    return [...of(true), ...of(false)];
  }

  /** Freezes or thaws those that can be trained at all. */
  set trainable(trainable: boolean) {
    for (const [variable, kind] of this.#kinds) if (kind) variable.trainable = trainable;
  }
}

/** Makes a weight, its first value drawn by the initializer. */
export function makeWeight(config: WeightConfig, layer: string, layerDtype: DType): Weight {
  const name = `${layer}/${config.name ?? "variable"}`;
  const dtype = config.dtype ?? layerDtype;
  const start = config.initializer ?? (isFloat(dtype) ? "glorotUniform" : "zeros");
  return new Weight(resolveInitializer(start, name)(config.shape ?? []), {
    name,
    dtype,
    trainable: config.trainable ?? true,
    autocast: config.autocast ?? true,
    regularizer: resolveRegularizer(config.regularizer, name),
    constraint: resolveConstraint(config.constraint, name),
  });
}

/** The values of weights, read back from wherever they are. */
export function readWeights(weights: readonly Variable[]): Promise<HostTensor[]> {
  return Promise.all(
    weights.map(async (weight) => {
      return { dtype: weight.dtype, shape: weight.shape, data: await weight.data() };
    }),
  );
}

/**
 * Sets weights in order, all or none.
 * @throws ArgumentError if the number differs, ShapeError if a shape does
 */
export function writeWeights(
  weights: readonly Variable[],
  values: readonly WeightValue[],
  where: string,
): void {
  if (values.length !== weights.length) {
    throw new ArgumentError(
      `${where}: setWeights got the wrong number of values. Expected ${weights.length} ` +
        `(${weights.map((weight) => weight.name).join(", ")}), received ${values.length}.`,
    );
  }
  const hosts = values.map(toHost);
  weights.forEach((weight, i) => {
    const { shape } = hosts[i] as HostTensor;
    if (!equalShapes(shape, weight.shape)) {
      throw new ShapeError(
        `${weight.name}: setWeights got a value of another shape. Expected ${formatShape(weight.shape)}, received ${formatShape(shape)}.`,
      );
    }
  });
  weights.forEach((weight, i) => {
    weight.assign(fromHost(hosts[i] as HostTensor));
  });
}

/** The number of elements of all weights together. */
export function countElements(weights: readonly Variable[]): number {
  return weights.reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0);
}

function toHost(value: WeightValue): HostTensor {
  return typeof value === "object" && "data" in value ? value : hostTensor(value);
}
