import type { Backend, HostTensor } from "../backend.js";
import { isFloat } from "../dtype.js";
import { registry } from "../ops/registry.js";
import { type DrawnCase, drawnCases, drawWeights, inFloat64 } from "./cases.js";
import { compare } from "./compare.js";
import { type ConformanceTest, hasGradient, outputWeights } from "./conformance.js";
import {
  type Build,
  differentiable,
  execute,
  gradientsOf,
  outputOf,
  prepared,
  secondGradientsOf,
  secondTargets,
  weightedGradients,
} from "./programs.js";

/** Step of the difference quotients: their error is near 1e-10 in float64. */
const step = 1e-5;
/** Largest |received − expected| / (1 + |expected|) between a gradient and a difference quotient. */
const tolerance = 1e-6;

/**
 * Compares every gradient rule, and the gradient of the gradient, with central finite differences
 * in float64. Says nothing of a backend but that the rules themselves are right, so it is run on
 * the oracle.
 *
 * Left out: cases with spelt-out float values. They are there for special values (NaN, halves,
 * equal elements), where a function may have no derivative.
 */
export function derivativeTests(oracle: Backend): ConformanceTest[] {
  return [...registry().values()].flatMap((definition) =>
    drawnCases(definition)
      .filter((drawn) => !drawn.special && hasGradient(drawn))
      .flatMap((drawn) => {
        const wide = inFloat64(drawn);
        return [first(wide, oracle), second(wide, oracle)];
      }),
  );
}

function first(drawn: DrawnCase, oracle: Backend): ConformanceTest {
  const name = `${drawn.name}: gradient against finite differences`;
  const weights = outputWeights(drawn);
  return {
    name,
    op: drawn.definition.name,
    run: () =>
      check(name, oracle, gradientsOf(drawn), outputOf(drawn), drawn.inputs, weights, {
        targets: differentiable(drawn.inputs),
        total: (outputs) =>
          outputs
            .filter(({ dtype }) => isFloat(dtype))
            .reduce((sum, output, i) => sum + dot(output, weights[i] as HostTensor), 0),
      }),
  };
}

function second(drawn: DrawnCase, oracle: Backend): ConformanceTest {
  const name = `${drawn.name}: second derivative against finite differences`;
  const weights = [
    ...outputWeights(drawn),
    ...differentiable(drawn.inputs).map((x, i) => drawWeights(x.shape, x.dtype, i + 1)),
  ];
  return {
    name,
    op: drawn.definition.name,
    run: () =>
      check(
        name,
        oracle,
        secondGradientsOf(drawn),
        weightedGradients(drawn),
        drawn.inputs,
        weights,
        {
          targets: secondTargets(drawn.inputs, weights),
          total: ([output]) => output?.data[0] as number,
        },
      ),
  };
}

/** What is differentiated, and the scalar that the results stand for. */
interface Differences {
  readonly targets: readonly HostTensor[];
  readonly total: (results: readonly HostTensor[]) => number;
}

async function check(
  name: string,
  oracle: Backend,
  gradients: Build,
  values: Build,
  inputs: readonly HostTensor[],
  weights: readonly HostTensor[],
  { targets, total }: Differences,
): Promise<number> {
  const received = await execute(oracle, gradients, inputs, weights);
  const program = prepared(oracle, values, inputs, weights);
  let worst = 0;
  try {
    for (const [i, target] of targets.entries()) {
      const expected = new Float64Array(target.data.length);
      for (let at = 0; at < expected.length; at++) {
        const shifted = async (by: number): Promise<number> => {
          const data = target.data.slice();
          data[at] = (data[at] as number) + by;
          const moved = { ...target, data };
          const all = [...inputs, ...weights].map((value) => (value === target ? moved : value));
          return total(await program.run(all));
        };
        expected[at] = ((await shifted(step)) - (await shifted(-step))) / (2 * step);
      }
      const result = received[i] as HostTensor;
      const { shape, dtype } = target;
      const error = compare(`${name} of input ${i}`, result, {
        data: expected,
        shape,
        dtype,
        tolerance,
      });
      worst = Math.max(worst, error);
    }
    return worst;
  } finally {
    await program.close();
  }
}

function dot(a: HostTensor, b: HostTensor): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += (a.data[i] as number) * (b.data[i] as number);
  return sum;
}
