import type { GraphBuilder } from "#backend-onnx/graph/builder.js";

/** A weight of a hand-written graph: its input, its shape, and the value that is its gradient. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly gradient: string;
}

/** A value of one run that is an input of the next. */
export interface StateValue {
  readonly input: string;
  readonly output: string;
  readonly shape: readonly number[];
}

/** Shapes of weights by name. */
export type Shapes<K extends string> = Readonly<Record<K, readonly number[]>>;

/** Declares weights as inputs. */
export function declare(g: GraphBuilder, shapes: Shapes<string>): void {
  for (const [name, shape] of Object.entries(shapes)) g.input(name, "float32", shape);
}

/** Weights together with their gradients. */
export function withGradients<K extends string>(
  shapes: Shapes<K>,
  gradients: Readonly<Record<K, string>>,
): readonly Parameter[] {
  const names = Object.keys(shapes) as K[];
  return names.map((name) => ({ name, shape: shapes[name], gradient: gradients[name] }));
}
