import { ArgumentError, suggestion } from "@antler/core";
import * as factories from "./factories.js";
import { Optimizer } from "./optimizer.js";

export type OptimizerName = keyof typeof factories;

/** What `compile` accepts as its optimizer; names in any case: `"adamw"`, `"AdamW"`. */
export type OptimizerLike = OptimizerName | Optimizer;

/** @throws ArgumentError if the name is unknown */
export function resolveOptimizer(optimizer: OptimizerLike): Optimizer {
  if (optimizer instanceof Optimizer) return optimizer;
  const table = { ...factories };
  const names = Object.keys(table);
  const name = names.find((each) => each.toLowerCase() === String(optimizer).toLowerCase());
  if (name !== undefined) return table[name as OptimizerName]();
  throw new ArgumentError(
    `compile: unknown optimizer ${JSON.stringify(optimizer)}. Expected an Optimizer or one of ${names.join(", ")}.` +
      suggestion(String(optimizer), names),
  );
}
