import { type HostTensor, isDeviceTensor } from "../backend.js";
import { convert, type DType, isFloat, kindOf } from "../dtype.js";
import { rebuild } from "../graph/rebuild.js";
import { mapSubgraphs, placeholderFor, Subgraph } from "../graph/subgraph.js";
import { rewrite } from "../graph/walk.js";
import type { AnyOpDefinition, CaseInput, OpCase } from "../ops/definition.js";
import { drawUniform } from "../random/draws.js";
import { SeedGenerator } from "../random/generator.js";
import { formatShape, sizeOf } from "../shape.js";
import { fromHost } from "../tensor/convert.js";

/** One conformance case with its values drawn: always the same ones. */
export interface DrawnCase {
  readonly definition: AnyOpDefinition;
  /** `add case 2 (float32 [2, 1, 3], float32 [4, 1])`. */
  readonly name: string;
  readonly inputs: readonly HostTensor[];
  readonly attrs: object;
  /** Float values are spelt out: special ones, as a rule, where a function may have a kink. */
  readonly special: boolean;
}

/** Elements of an input, and what they are drawn from. */
interface InputRule {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly domain: readonly [number, number];
  readonly data?: readonly number[] | undefined;
}

const specialValues = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, -2];

/** Every case of an op in every dtype that it names, and NaN and infinities for element-wise ops. */
export function drawnCases(definition: AnyOpDefinition): DrawnCase[] {
  const cases: readonly OpCase<object>[] = [...definition.cases, ...specialCases(definition)];
  return cases.flatMap((opCase, index) =>
    (opCase.dtypes ?? ["float32" as const]).map((dtype) => {
      const rules = opCase.inputs.map((input) => ruleOf(input, dtype, opCase.domain));
      const inputs = rules.map((rule, i) => draw(rule, 100 * index + i));
      const list = inputs.map((x) => `${x.dtype} ${formatShape(x.shape)}`).join(", ");
      return {
        definition,
        name: `${definition.name} case ${index} (${list})`,
        inputs,
        attrs: opCase.attrs ?? {},
        special: rules.some((rule) => rule.data !== undefined && isFloat(rule.dtype)),
      };
    }),
  );
}

/** The same case with its float inputs in float64. */
export function inFloat64(drawn: DrawnCase): DrawnCase {
  const inputs = drawn.inputs.map(
    (x): HostTensor =>
      isFloat(x.dtype) ? { ...x, dtype: "float64", data: convert(x.data, "float64") } : x,
  );
  return { ...drawn, inputs, attrs: mapSubgraphs(drawn.attrs, bodyInFloat64) };
}

function bodyInFloat64(body: Subgraph): Subgraph {
  const wide = new Map(
    body.inputs.map((input) => {
      const dtype = isFloat(input.dtype) ? "float64" : input.dtype;
      return [input, placeholderFor({ shape: input.shape, dtype })];
    }),
  );
  const { outputs } = rewrite(body.outputs, (node, inputs) => {
    const { value } = node;
    if (value === undefined || isDeviceTensor(value) || !isFloat(node.dtype))
      return wide.get(node) ?? rebuild(node, inputs);
    return fromHost({ ...value, dtype: "float64", data: convert(value.data, "float64") });
  });
  return new Subgraph([...wide.values()], outputs);
}

/** Values in [0.5, 1.5) that weigh the elements of a result, so that no two count the same. */
export function drawWeights(shape: readonly number[], dtype: DType, seed: number): HostTensor {
  return draw({ shape, dtype, domain: [0.5, 1.5] }, 10_000 + seed);
}

/** All combinations of special values, for the ops whose rule is a function of one element. */
function specialCases({ scalar, cases }: AnyOpDefinition): OpCase<object>[] {
  const first = cases[0];
  if (scalar === undefined || first === undefined) return [];
  const count = specialValues.length;
  const floats = first.inputs.filter(
    (input) => ruleOf(input, "float32").dtype === "float32",
  ).length;
  if (floats === 0) return [];
  const shape = [count ** floats];
  let period = 1;
  const inputs = first.inputs.map((input): CaseInput => {
    const { dtype } = ruleOf(input, "float32");
    if (dtype !== "float32") return { shape, dtype };
    const every = period;
    period *= count;
    const at = (i: number): number => specialValues[Math.floor(i / every) % count] as number;
    return { shape, data: Array.from({ length: shape[0] as number }, (_, i) => at(i)) };
  });
  return [{ inputs }];
}

function ruleOf(
  input: CaseInput,
  floatDType: DType,
  caseDomain?: readonly [number, number],
): InputRule {
  const rule = "shape" in input ? input : { shape: input };
  const dtype = rule.dtype ?? floatDType;
  const domain = rule.domain ?? caseDomain ?? (isFloat(dtype) ? [-2, 2] : [-4, 4]);
  return { shape: rule.shape, dtype, domain, data: rule.data };
}

function draw({ shape, dtype, domain: [low, high], data }: InputRule, seed: number): HostTensor {
  if (data !== undefined) return { dtype, shape, data: convert(data, dtype) };
  const size = sizeOf(shape);
  const generator = new SeedGenerator(seed);
  const uniform = drawUniform(generator, size);
  if (!isFloat(dtype)) return { dtype, shape, data: convert(integers(uniform), dtype) };
  // One value from the middle half of each of `size` equal intervals, in random order: no two are
  // equal, or so near that a difference quotient would step across.
  const order = drawUniform(generator, size);
  const places = Array.from(order.keys()).sort(
    (a, b) => (order[a] as number) - (order[b] as number),
  );
  const width = (high - low) / size;
  const values = places.map((at, i) => low + width * (at + 0.25 + 0.5 * (uniform[i] as number)));
  return { dtype, shape, data: convert(values, dtype) };

  function integers(fractions: Float32Array): number[] {
    const [from, to] = kindOf(dtype) === "bool" ? [0, 1] : [Math.ceil(low), Math.floor(high)];
    const first = dtype === "uint8" ? Math.max(from, 0) : from;
    return Array.from(fractions, (u) => first + Math.floor(u * (to - first + 1)));
  }
}
