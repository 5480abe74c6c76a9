import type { Backend, HostTensor } from "../backend.js";
import { symbol } from "../dimension.js";
import { isFloat } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { bindDimensions } from "../graph/bindings.js";
import { specsOf } from "../ops/definition.js";
import { registry } from "../ops/registry.js";
import { resolveShape, type Shape } from "../shape.js";
import { Tensor } from "../tensor/tensor.js";
import { type DrawnCase, drawnCases, drawWeights } from "./cases.js";
import { compare } from "./compare.js";
import { type Build, execute, gradientsOf, outputOf, symbolically } from "./programs.js";

/** One thing to check. */
export interface ConformanceTest {
  /** The op, its case, and what is checked of it. */
  readonly name: string;
  readonly op: string;
  /** Why there is nothing to check here; `run` then does nothing. */
  readonly skipped?: string;
  /**
   * The worst |received − expected| / (1 + |expected|).
   * @throws ConformanceError if the backend computes something else than the oracle
   */
  run(): Promise<number>;
}

/** Largest |received − expected| / (1 + |expected|) in float32, unless an op has its own. */
const defaultTolerance = 1e-5;

/**
 * Compares a backend with an oracle: for each case of each op the value and the gradient, with
 * sizes known and with the first one symbolic, and shape and dtype with the op's own rules.
 * The ops and their cases are those of the library, so a new op is covered without a new test.
 *
 * @example
 * import { conformance } from "@antler/core/testing";
 * const [mine, oracle] = [await backend.open({}), await reference.open({})];
 * for (const test of conformance(mine, oracle)) {
 *   it(test.name, () => test.run());
 * }
 */
export function conformance(backend: Backend, oracle: Backend): ConformanceTest[] {
  return [...registry().values()].flatMap((definition) =>
    drawnCases(definition).flatMap((drawn) => [
      ...testsOf(drawn, "value", outputOf(drawn), [], backend, oracle),
      ...(hasGradient(drawn)
        ? testsOf(drawn, "gradient", gradientsOf(drawn), outputWeights(drawn), backend, oracle)
        : []),
    ]),
  );
}

/** Whether Σ output · weights is a float that depends on a float input by a rule. */
export function hasGradient({ definition, inputs, attrs }: DrawnCase): boolean {
  return (
    definition.grad !== null &&
    inputs.some((input) => isFloat(input.dtype)) &&
    specsOf(definition.infer(inputs, attrs)).some(({ dtype }) => isFloat(dtype))
  );
}

/** Weights in the shape of each float result of the case. */
export function outputWeights({ definition, inputs, attrs }: DrawnCase): HostTensor[] {
  return specsOf(definition.infer(inputs, attrs))
    .filter(({ dtype }) => isFloat(dtype))
    .map(({ shape, dtype }, i) => drawWeights(resolveShape(shape, new Map()), dtype, 1000 * i));
}

/** With known sizes, and with the first one symbolic. */
function testsOf(
  drawn: DrawnCase,
  what: string,
  build: Build,
  weights: readonly HostTensor[],
  backend: Backend,
  oracle: Backend,
): ConformanceTest[] {
  const { definition, inputs } = drawn;
  const name = `${drawn.name}: ${what}`;
  const known = [...inputs, ...weights].map((value) => value.shape);
  const expected = async () => execute(oracle, build, inputs, weights);
  const check = async (where: string, shapes: readonly Shape[]): Promise<number> => {
    const results = await execute(backend, build, inputs, weights, shapes);
    const nodes = symbolically(build, inputs, weights, shapes);
    const bindings = bindDimensions(
      shapes.map((shape, i) => new Tensor({ ...typeOf([...inputs, ...weights], i), shape })),
      [...inputs, ...weights],
    );
    const errors = (await expected()).map(({ data }, i) => {
      const { dtype, shape } = nodes[i] as Tensor;
      const tolerance = isFloat(dtype) ? (definition.tolerance ?? defaultTolerance) : 0;
      const received = results[i] as HostTensor;
      const label = results.length > 1 ? `${where} ${i}` : where;
      const wanted = { data, dtype, shape: resolveShape(shape, bindings), tolerance };
      return compare(label, received, wanted);
    });
    return Math.max(0, ...errors);
  };
  const tests: ConformanceTest[] = [{ name, op: definition.name, run: () => check(name, known) }];
  const symbolic = symbolicShapes(drawn, weights);
  if (symbolic === undefined) return tests;
  const symbolicName = `${name}, first dimension symbolic`;
  const skipped = refusal(() => symbolically(build, inputs, weights, symbolic));
  tests.push({
    name: symbolicName,
    op: definition.name,
    ...(skipped === undefined ? {} : { skipped }),
    run: async () => (skipped === undefined ? check(symbolicName, symbolic) : 0),
  });
  return tests;
}

function typeOf(values: readonly HostTensor[], i: number) {
  return { op: "input", dtype: (values[i] as HostTensor).dtype } as const;
}

/**
 * The shapes of a case with the first dimension of its first float input as a symbol, which also
 * replaces it where another input begins with the same size (above 1, which is no coincidence).
 * The weights take the result's shape.
 */
function symbolicShapes(
  { definition, inputs, attrs }: DrawnCase,
  weights: readonly HostTensor[],
): Shape[] | undefined {
  const first = inputs.find((x) => isFloat(x.dtype) && x.shape.length > 0);
  if (first === undefined) return undefined;
  const size = first.shape[0];
  const shapes = inputs.map((input): Shape => {
    const shared = input === first || (input.shape[0] === size && size !== 1);
    return shared ? [symbol("batch"), ...input.shape.slice(1)] : input.shape;
  });
  const specs = inputs.map(({ dtype }, i) => ({ dtype, shape: shapes[i] as Shape }));
  let results: readonly Shape[] = [];
  refusal(() => {
    results = specsOf(definition.infer(specs, attrs))
      .filter(({ dtype }) => isFloat(dtype))
      .map(({ shape }) => shape);
  });
  return [...shapes, ...weights.map((weight, i) => results[i] ?? weight.shape)];
}

/** Why shape rules refuse to build something; other errors are thrown on. */
function refusal(build: () => unknown): string | undefined {
  try {
    build();
    return undefined;
  } catch (error) {
    if (error instanceof ShapeError) return error.message;
    throw error;
  }
}
