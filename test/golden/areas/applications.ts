import { crc32 } from "node:zlib";
import { evaluate, fromHost, type HostTensor, type Tensor, type Variable } from "@antler/core";
import { model as makeModel, resetNames } from "antler";
import { Failure, missing } from "../failure.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { at, camel } from "../names.js";
import type { RunCase } from "./area.js";
import { reviveConfig } from "./objects.js";

interface ApplicationCase extends GoldenCase {
  readonly config: Readonly<Record<string, unknown>> & { readonly input_shape: readonly number[] };
  readonly kernel_gain: number;
  readonly input_rule: string;
  readonly expected: {
    readonly count_params: number;
    readonly n_layers: number;
    readonly n_weights: number;
    readonly outputs: readonly GoldenTensor[];
    readonly penultimate_first16: GoldenTensor;
    readonly penultimate_mean: number;
    readonly lcg_final_state: number;
    readonly first_weights: readonly (readonly [path: string, shape: readonly number[]])[];
    readonly last_weights: readonly (readonly [path: string, shape: readonly number[]])[];
    readonly layer_names_crc: number;
  };
}

interface Network {
  readonly layers: readonly { readonly name: string; readonly output?: Tensor }[];
  readonly weights: readonly Variable[];
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  countParams(): number;
  setWeights(values: readonly HostTensor[]): void;
  getWeights(): Promise<readonly HostTensor[]>;
}

/** A whole network: its layers, its weights filled by a rule, and what it computes. */
export const runApplication: RunCase = async (anyCase, { product, backend }, comparison) => {
  const { keras_name: name, config, expected, ...rest } = anyCase as ApplicationCase;
  const path = `applications.${name}`;
  const make = at(product, path) ?? at(product, `applications.${lowerFirst(name)}`);
  if (typeof make !== "function") throw missing(path);
  resetNames();
  const options = Object.entries(reviveConfig(config)).map(([key, value]) => [camel(key), value]);
  const network = (await make(Object.fromEntries(options))) as Network;
  checkStructure(network, expected);
  const state = await fill(network, rest.kernel_gain as number);
  if (state !== expected.lcg_final_state) {
    throw new Failure("state of the generator", expected.lcg_final_state, state);
  }
  const penultimate = network.layers.at(-2)?.output;
  if (penultimate === undefined) throw new Failure("the last but one layer has no output");
  const outputs = { last: network.outputs[0] as Tensor, penultimate };
  const both = makeModel({ inputs: network.inputs[0] as Tensor, outputs });
  const result = both(image(config.input_shape, String(rest.input_rule)));
  const [last, before] = await evaluate([result.last, result.penultimate], { backend });
  comparison.tensor("output", last, expected.outputs[0] as GoldenTensor);
  const { data } = before as HostTensor;
  const mean = Array.from(data).reduce((sum, x) => sum + x, 0) / data.length;
  const first = { dtype: "float32", shape: expected.penultimate_first16.shape, data };
  const count = expected.penultimate_first16.data.length;
  comparison.tensor(
    "output of the last but one layer",
    { ...first, data: data.slice(0, count) } as HostTensor,
    expected.penultimate_first16,
  );
  comparison.number("mean of the last but one layer", mean, expected.penultimate_mean);
};

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function checkStructure(network: Network, expected: ApplicationCase["expected"]): void {
  const { layers, weights } = network;
  const counts = [
    ["number of layers", layers.length, expected.n_layers],
    ["number of weights", weights.length, expected.n_weights],
    ["parameters", network.countParams(), expected.count_params],
  ] as const;
  for (const [what, received, wanted] of counts) {
    if (received !== wanted) throw new Failure(what, wanted, received);
  }
  const describe = ({ name, shape }: Variable) => [name, [...shape]];
  const ends = [
    ["first weights", weights.slice(0, expected.first_weights.length), expected.first_weights],
    ["last weights", weights.slice(-expected.last_weights.length), expected.last_weights],
  ] as const;
  for (const [what, found, wanted] of ends) {
    const received = found.map(describe);
    if (JSON.stringify(received) !== JSON.stringify(wanted))
      throw new Failure(what, wanted, received);
  }
  const names = layers.map(({ name }) => name).join(",");
  if (crc32(names) !== expected.layer_names_crc)
    throw new Failure("names of the layers", "others", names);
}

/** Numbers in [−1, 1) from a linear congruential generator. */
class Numbers {
  state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  next(): number {
    this.state = (Math.imul(1664525, this.state) + 1013904223) >>> 0;
    return this.state / 2 ** 31 - 1;
  }
}

/** Fills all weights by the rule of the file; returns where the generator ended. */
async function fill(network: Network, gain: number): Promise<number> {
  const numbers = new Numbers(12345);
  const old = await network.getWeights();
  const values = network.weights.map(({ name, shape }, i): HostTensor => {
    // The rule goes by a variable's own name, without the layer's.
    const kind = name.split("/").at(-1) as string;
    if (/^(mean|variance|count)$/.test(kind)) return old[i] as HostTensor;
    const scale = scaleOf(kind, shape, gain);
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    for (let j = 0; j < data.length; j++) data[j] = scale(numbers.next());
    return { dtype: "float32", shape, data };
  });
  network.setWeights(values);
  return numbers.state;
}

function scaleOf(kind: string, shape: readonly number[], gain: number): (u: number) => number {
  if (/^(gamma|lambda|layer_scale)/.test(kind)) return (u) => 1 + 0.1 * u;
  if (kind === "beta" || kind === "bias" || kind === "moving_mean") return (u) => 0.1 * u;
  if (kind === "moving_variance") return (u) => 1 + 0.3 * u;
  const fan = kind.includes("depthwise") ? shape.slice(0, 2) : shape.slice(0, -1);
  const factor = Math.sqrt(gain / fan.reduce((a, b) => a * b, 1));
  return (u) => u * factor;
}

function image(shape: readonly number[], rule: string): Tensor {
  const numbers = new Numbers(999);
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const pixels = rule.includes("127.5");
  for (let i = 0; i < data.length; i++) {
    const u = numbers.next();
    data[i] = pixels ? u * 127.5 + 127.5 : u;
  }
  return fromHost({ dtype: "float32", shape: [1, ...shape], data });
}
