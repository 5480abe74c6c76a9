import type { GraphBuilder } from "#backend-onnx/graph/builder.js";
import type { Parameter, StateValue } from "./parameter.js";

const learningRate = 0.001;
const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/**
 * Adam as Keras has it, twelve nodes for each weight. Adds the step counter and the two moments as
 * inputs and outputs.
 */
export function adam(g: GraphBuilder, parameters: readonly Parameter[]): readonly StateValue[] {
  const number = (value: number): string => g.scalar(value, "float32");
  const step = g.node("Add", [g.input("step", "float32", []), number(1)]);
  const state: StateValue[] = [{ input: "step", output: g.output(step, "float32", []), shape: [] }];
  const correction = (beta: number): string =>
    g.node("Sub", [number(1), g.node("Pow", [number(beta), step])]);
  const rate = g.node("Mul", [
    number(learningRate),
    g.node("Div", [g.node("Sqrt", [correction(beta2)]), correction(beta1)]),
  ]);
  const towards = (old: string, target: string, beta: number): string =>
    g.node("Add", [old, g.node("Mul", [g.node("Sub", [target, old]), number(1 - beta)])]);

  for (const { name, shape, gradient } of parameters) {
    const m = g.input(`${name}/m`, "float32", shape);
    const v = g.input(`${name}/v`, "float32", shape);
    const newM = towards(m, gradient, beta1);
    const newV = towards(v, g.node("Mul", [gradient, gradient]), beta2);
    const scale = g.node("Add", [g.node("Sqrt", [newV]), number(epsilon)]);
    const update = g.node("Div", [g.node("Mul", [newM, rate]), scale]);
    const weight = g.node("Sub", [name, update]);
    for (const [input, value] of [
      [name, weight],
      [m, newM],
      [v, newV],
    ] as const) {
      state.push({ input, output: g.output(value, "float32", shape), shape });
    }
  }
  return state;
}
