import { bindArguments } from "../bind.js";
import { againstEither, type Comparison } from "../compare.js";
import { Failure, missing } from "../failure.js";
import type { GoldenCase, GoldenTensor } from "../golden-file.js";
import { at, camel } from "../names.js";
import { ambiguous } from "./ambiguous.js";
import type { Context, RunCase } from "./area.js";
import { parseExpression } from "./expression.js";
import { compareOutputs, type ExpectedOutputs } from "./outputs.js";
import { runFunction } from "./run-function.js";

/** A call of a function below keras.ops. */
export interface OpCase extends GoldenCase {
  readonly args: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  /** In place of a function's name: what to compute, with functions as arguments. */
  readonly expr?: string;
  readonly expected: ExpectedOutputs;
  /** Gradients of Σ output · R with respect to the tensor arguments. */
  readonly expected_grads?: {
    readonly R: readonly (GoldenTensor | null)[];
    readonly inputs: readonly (GoldenTensor | null)[];
  } | null;
}

/** Runs a function of keras.ops, and its gradient if the case has one. */
export const runOp: RunCase<OpCase> = (goldenCase, context, comparison) =>
  runCall(goldenCase, `ops.${goldenCase.keras_name}`, context, comparison);

/** Runs the function at a dotted path below `keras`. */
export async function runCall(
  goldenCase: OpCase,
  kerasPath: string,
  context: Context,
  comparison: Comparison,
): Promise<void> {
  const path = kerasPath.split(".").map(camel).join(".");
  const { expr } = goldenCase;
  const fn = expr === undefined ? at(context.product, path) : parseExpression(expr);
  if (typeof fn !== "function") throw missing(path);
  const { args, kwargs = {}, expected_grads: grads } = goldenCase;
  const signatures = context.own[path];
  const call =
    expr !== undefined
      ? [...args]
      : bindArguments(args, kwargs, context.keras[`keras.${kerasPath}`], signatures);
  const { outputs, gradients, inputs } = await runFunction(
    fn as (...args: unknown[]) => unknown,
    call,
    [...args, ...Object.values(kwargs)],
    grads?.R,
    context.backend,
  );
  const special = ambiguous[goldenCase.keras_name.split(".").at(-1) as string];
  againstEither<ExpectedOutputs>(goldenCase, (expected) => {
    if (special?.applies(goldenCase)) special.check(goldenCase, outputs, expected, comparison);
    else compareOutputs(outputs, expected, comparison);
  });
  if (grads === null || grads === undefined) return;
  // The files list a gradient (or null) for every tensor, or for the float ones, or leave out scalars.
  const floats = inputs.filter(({ float }) => float);
  const candidates = [inputs, floats, floats.filter(({ shape }) => shape.length > 0)];
  const listed = candidates.find((list) => list.length === grads.inputs.length);
  if (listed === undefined) {
    throw new Failure("gradients: their number", grads.inputs.length, inputs.length);
  }
  listed.forEach((input, i) => {
    const expected = grads.inputs[i];
    if (!expected || !input.float) return;
    comparison.tensor(`gradient ${i}`, gradients[floats.indexOf(input)], expected);
  });
}
