import { fromHost, type HostTensor, ops, symbol, Tensor } from "@antler/core";
import { Layer, layers, model, resetNames, saving, tree } from "antler";
import { bindArguments } from "../bind.js";
import type { Comparison } from "../compare.js";
import { Failure, missing } from "../failure.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { at, camel } from "../names.js";
import { hostTensor, isTensorValue, revive } from "../values.js";
import type { Context, RunCase } from "./area.js";
import { leavesOf } from "./run-function.js";

interface UtilityCase extends GoldenCase {
  readonly args?: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly expected: {
    readonly outputs?: unknown;
    readonly length?: number;
    readonly text?: string;
  };
}

type Run = (args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>) => unknown;

/** Functions of keras.utils by name; what is inside Keras by where it shows. */
export const runUtility: RunCase = async (anyCase, context, comparison) => {
  const { keras_name: name, args = [], kwargs = {}, expected } = anyCase as UtilityCase;
  if (name === "summary") {
    compareSummary(expected.text as string);
    return;
  }
  const run = inside[name];
  const received = run === undefined ? callUtility(name, args, kwargs, context) : run(args, kwargs);
  const wanted = expected.outputs ?? expected.length;
  if (isTensorValue(wanted)) await compareTensor(received, wanted.$t, comparison);
  else if (JSON.stringify(received) !== JSON.stringify(wanted)) {
    throw new Failure("value", wanted, received);
  }
};

function callUtility(
  name: string,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
  { product, keras, own }: Context,
): unknown {
  const path = `utils.${camel(name)}`;
  const fn = at(product, path);
  if (typeof fn !== "function") throw missing(path);
  const call = bindArguments(args, kwargs, keras[`keras.utils.${name}`], own[path]);
  const values = call.map((value) => revive(value, ({ $t }) => fromHost(hostTensor($t))));
  return (fn as (...args: unknown[]) => unknown)(...values);
}

/** NumPy's 64 bits are 32 where nothing else is said. */
const narrow: Readonly<Record<string, string>> = { float64: "float32", int64: "int32" };

async function compareTensor(
  received: unknown,
  expected: GoldenTensor,
  comparison: Comparison,
): Promise<void> {
  const [leaf] = leavesOf(received);
  if (!(leaf instanceof Tensor)) throw new Failure("value: a tensor", "a tensor", String(leaf));
  const { dtype, shape } = leaf;
  const host = { dtype, shape, data: await leaf.data() } as HostTensor;
  comparison.tensor("value", host, expected, narrow[expected.dtype] ?? expected.dtype);
}

/** What Keras computes by functions of its own, seen from outside. */
const inside: Readonly<Record<string, Run>> = {
  "tree.flatten": ([structure]) => tree.flatten(structure as tree.Nested),
  // The function that the file calls so takes the name of a layer's class.
  "<lambda>": ([name]) => {
    const found = (layers as unknown as Record<string, new () => object>)[name as string];
    if (found === undefined) throw missing(`layers.${name}`);
    return saving.getRegisteredName(found);
  },
  to_snake_case: ([name]) => autoNames([name as string])[0],
  // The names that the file asks for; the first one of a Keras tensor was given out before.
  auto_name: () => {
    const classes = ["Dense", "Dense", "Conv2D", "Dense", "Sequential", "KerasTensor", "ReLU"];
    return autoNames(["KerasTensor", ...classes]).slice(1);
  },
  compute_conv_output_shape: ([shape, filters, kernelSize], options) => {
    const [x, kernel] = [
      zeros(shape),
      (kernelSize as number[]).concat(channels(shape), filters as number),
    ];
    return dims(ops.conv(x, zeros(kernel), camelKeys(options)));
  },
  compute_conv_transpose_output_shape: ([
    length,
    size,
    strides,
    padding,
    outputPadding,
    dilation,
  ]) => {
    const options = {
      strides,
      padding,
      outputPadding: outputPadding ?? undefined,
      dilationRate: dilation,
    };
    return dims(
      ops.convTranspose(zeros([1, length, 1]), zeros([size, 1, 1]), options as object),
    )[1];
  },
  compute_reshape_output_shape: ([shape, newShape]) =>
    dims(
      ops.reshape(
        zeros(shape),
        (newShape as (number | null)[]).map((dim) => dim ?? "batch"),
      ),
    ),
};

/** The default names of layers of these classes. */
function autoNames(classes: readonly string[]): string[] {
  resetNames();
  return classes.map((className) => {
    class Named extends Layer {
      static readonly className = className;
      override call(x: Tensor): Tensor {
        return x;
      }
    }
    return new Named().name;
  });
}

const batch = symbol("batch");

/** A placeholder; null stands for a size that is not known. */
function zeros(shape: unknown): Tensor {
  const known = (shape as readonly (number | null)[]).map((dim) => dim ?? batch);
  return new Tensor({ op: "input", shape: known, dtype: "float32" });
}

const dims = ({ shape }: Tensor): (number | null)[] =>
  shape.map((dim) => (typeof dim === "number" ? dim : null));

const channels = (shape: unknown): number => (shape as readonly number[]).at(-1) as number;

const camelKeys = (options: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(options).map(([key, value]) => [camel(key), value]));

/** The model that the text shows; it was printed in lines of 91 characters, of which 80 were seen. */
function compareSummary(expected: string): void {
  const x = layers.input({ shape: [4], name: "in" });
  const [a, b] = ["a", "b"].map((name) => layers.dense({ units: 3, name })(x)) as [Tensor, Tensor];
  const shown = model({
    inputs: x,
    outputs: layers.add({ name: "s" })([a, b]),
    name: "functional_1",
  });
  const text = shown.summary({ print: false, lineLength: 91 });
  const seen = text.split("\n").map((line) => line.slice(0, 80));
  const wanted = expected.trimEnd().split("\n");
  wanted.forEach((line, i) => {
    if (seen[i] !== line) throw new Failure(`line ${i + 1}`, line, seen[i]);
  });
  if (seen.length !== wanted.length) throw new Failure("lines", wanted.length, seen.length);
}
