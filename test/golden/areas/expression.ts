import { ops, type Tensor } from "@antler/core";
import { Failure, missing } from "../failure.js";
import { at, camel } from "../names.js";

type Unary = (x: Tensor) => Tensor;

/**
 * The function that a case's `expr` writes down, as in `map(x->x*x+1)`, `cond(True,x,2x)`,
 * `associative_scan(*, x, reverse, axis=1)`: a call whose arguments are functions.
 */
export function parseExpression(text: string): Unary {
  const call = /^(\w+)\((.*)\)$/.exec(text.trim());
  if (call === null) throw new Failure("an expression that is no call", "name(…)", text);
  const name = camel(call[1] as string);
  const args = (call[2] as string).split(",").map((arg) => arg.trim());
  const fn = at({ ops }, `ops.${name}`) as ((...values: unknown[]) => Tensor) | undefined;
  if (fn === undefined) throw missing(`ops.${name}`);
  const named = args.filter((arg) => arg.includes("=")).map((arg) => arg.split("="));
  const options = Object.fromEntries([
    ...named.map(([key, value]) => [camel(key as string), Number(value)]),
    ...(args.includes("reverse") ? [["reverse", true]] : []),
  ]);
  const [first = "", second = "", third = ""] = args;
  if (name === "associativeScan") return (x) => fn(binary(first), x, options);
  if (name === "map" || name === "vectorizedMap") return (x) => fn(unary(first), x);
  if (name === "cond") {
    return (x) =>
      fn(
        first === "True",
        () => term(second, x),
        () => term(third, x),
      );
  }
  throw new Failure("an expression that is not understood", undefined, text);
}

function binary(operator: string): (a: Tensor, b: Tensor) => Tensor {
  const names: Readonly<Record<string, "add" | "multiply" | "maximum" | "minimum">> = {
    "+": "add",
    "*": "multiply",
    max: "maximum",
    min: "minimum",
  };
  const name = names[operator];
  if (name === undefined) throw missing(`operator ${operator}`);
  return (a, b) => ops[name](a, b);
}

/** `x->x*x+1`, or the name of a function. */
function unary(text: string): Unary {
  const lambda = /^x\s*->\s*(.*)$/.exec(text);
  if (lambda !== null) return (x) => term(lambda[1] as string, x);
  const fn = at({ ops }, `ops.${camel(text)}`) as Unary | undefined;
  if (fn === undefined) throw missing(`ops.${text}`);
  return fn;
}

/** Sums of products of numbers and x: `2x`, `x*x+1`. */
function term(text: string, x: Tensor): Tensor {
  const sum = text.replaceAll(" ", "").replace(/(\d)x/g, "$1*x").split("+");
  return sum
    .map((product) =>
      product
        .split("*")
        .map((factor) => (factor === "x" ? x : ops.cast(Number(factor), x.dtype)))
        .reduce((a, b) => ops.multiply(a, b)),
    )
    .reduce((a, b) => ops.add(a, b));
}
