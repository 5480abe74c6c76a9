import { backend as reference } from "@antler/backend-reference";
import { compile, fromHost, grad, type HostTensor, isFloat, ops, type Tensor } from "@antler/core";
import { expect } from "chai";
import { notCompared, ownDType } from "./differences.js";
import {
  type GoldenCase,
  type GoldenTensor,
  goldenCases,
  hostTensorOf,
  isGoldenTensor,
} from "./golden-file.js";
import { type KerasOp, kerasOps } from "./keras-ops.js";

const backend = await reference.open({});
const found = ["ops_math", "ops_nn", "ops_numpy"].map(goldenCases);
const cases = found.flatMap((list) => list ?? []);

describe("values and gradients of Keras", () => {
  if (cases.length === 0) {
    it.skip("the golden files are not here: set ANTLER_GOLDEN to their folder");
    return;
  }
  for (const [name, op] of Object.entries(kerasOps)) {
    const own = cases.filter((goldenCase) => goldenCase.keras_name === name);
    const comparable = own.filter((goldenCase) => isComparable(goldenCase, op));
    if (comparable.length === 0) continue;
    it(`${name}: ${comparable.length} of ${own.length} cases`, async () => {
      const failures: string[] = [];
      for (const goldenCase of comparable) {
        await check(goldenCase, op).catch((error: unknown) => {
          failures.push(`${goldenCase.id}: ${String(error)}`);
        });
      }
      expect(failures).to.deep.equal([]);
    });
  }
});

/** The tensors of a case, lists of tensors included, in order. */
function tensorsOf(value: unknown): GoldenTensor[] {
  if (isGoldenTensor(value)) return [value.$t];
  return Array.isArray(value) ? value.flatMap(tensorsOf) : [];
}

/** The argument with each tensor replaced by the next of `tensors`. */
function substitute(value: unknown, tensors: Iterator<Tensor>): unknown {
  if (isGoldenTensor(value)) return tensors.next().value;
  return Array.isArray(value) ? value.map((element) => substitute(element, tensors)) : value;
}

/** The call on given tensors, or `undefined` where we have no counterpart. */
function call(
  { args, kwargs }: GoldenCase,
  op: KerasOp,
  tensors: readonly Tensor[],
): Tensor | undefined {
  const names = [...args.map((_, i) => op.parameters[i]), ...Object.keys(kwargs)];
  if (names.some((name) => name === undefined || !op.parameters.includes(name))) return undefined;
  const values = substitute([...args, ...Object.values(kwargs)], tensors.values()) as unknown[];
  return op.build(Object.fromEntries(names.map((name, i) => [name, values[i]])));
}

function isComparable(goldenCase: GoldenCase, op: KerasOp): boolean {
  const { outputs } = goldenCase.expected;
  if (notCompared.has(goldenCase.id)) return false;
  const inputs = inputsOf(goldenCase);
  if (outputs?.length !== 1 || inputs === undefined) return false;
  const expected = hostTensorOf(withSymbolicDType(goldenCase));
  return expected !== undefined && call(goldenCase, op, inputs.map(fromHost)) !== undefined;
}

/** The case's tensors as values; `undefined` if one has a dtype that we do not have. */
function inputsOf({ args, kwargs }: GoldenCase): HostTensor[] | undefined {
  const values = tensorsOf([...args, ...Object.values(kwargs)]).map(hostTensorOf);
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** Keras's own rule says the dtype; its eager result may differ. */
function withSymbolicDType({ expected }: GoldenCase): GoldenTensor {
  const output = expected.outputs?.[0] as GoldenTensor;
  return { ...output, dtype: expected.symbolic?.[0]?.dtype ?? output.dtype };
}

async function check(goldenCase: GoldenCase, op: KerasOp): Promise<void> {
  const inputs = inputsOf(goldenCase) as HostTensor[];
  const weights = goldenCase.expected_grads?.R.map(hostTensorOf)[0];
  const run = compile(
    (...tensors: Tensor[]) => {
      const own = tensors.slice(0, inputs.length);
      const output = call(goldenCase, op, own) as Tensor;
      const floats = own.filter((x) => isFloat(x.dtype));
      if (weights === undefined) return [output];
      const loss = ops.sum(ops.multiply(output, tensors[inputs.length] as Tensor));
      return [output, ...grad(loss, floats, { unused: "zero" })];
    },
    { backend },
  );
  const values = weights === undefined ? inputs : [...inputs, weights];
  const [output, ...gradients] = (await run(...values.map(fromHost))).map(
    (result) => result.value as HostTensor,
  );
  await run.close();
  const { id, tol: tolerance } = goldenCase;
  compare("value", output, withSymbolicDType(goldenCase), tolerance);
  if (!ownDType.has(id)) {
    expect(output?.dtype, "value: dtype").to.equal(withSymbolicDType(goldenCase).dtype);
  }
  // The files list a gradient (or null) for every input, or leave out what has none and scalars.
  const listed = goldenCase.expected_grads?.inputs ?? [];
  const all = listed.length === inputs.length;
  const own = inputs.filter((x) => all || (isFloat(x.dtype) && x.shape.length > 0));
  const floats = inputs.filter((x) => isFloat(x.dtype));
  gradients.forEach((gradient, i) => {
    const expected = listed[own.indexOf(floats[i] as HostTensor)];
    if (expected) compare(`gradient ${i}`, gradient, expected, tolerance);
  });
}

function compare(
  what: string,
  received: HostTensor | undefined,
  expected: GoldenTensor,
  tolerance: number,
): void {
  expect(received?.shape, `${what}: shape`).to.deep.equal(expected.shape);
  expected.data.forEach((element, i) => {
    const [e, a] = [Number(element), received?.data[i] as number];
    const near = Number.isFinite(e)
      ? Math.abs(a - e) <= tolerance * (1 + Math.abs(e))
      : Object.is(a, e);
    if (!near) expect.fail(`${what}: element ${i} differs. Expected ${e}, received ${a}.`);
  });
}
