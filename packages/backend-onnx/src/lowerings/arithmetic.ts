import { isFloat } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import type { Call } from "./call.js";
import { comparison, direct, type Emit, elementwise, wholeNumbers } from "./elementwise.js";

/** 0 − x where ONNX Runtime has no Neg. */
const negative: Emit = (builder, [x = ""], dtype) =>
  dtype === "uint8" ? builder.node("Sub", [builder.scalar(0, dtype), x]) : builder.node("Neg", [x]);

/** An unsigned number is its own relu. */
const relu: Emit = (builder, [x = ""], dtype) =>
  dtype === "uint8" ? x : builder.node("Relu", [x]);

/**
 * log(u) · x / (u − 1) with u = 1 + x rounded: the rounding errors of u cancel (Kahan's trick).
 * Where u = 1 it is x, where u = x (huge or infinite) it is log(u).
 */
/** tanh(x / 2) · (eˣ + 1): exact where eˣ − 1 would cancel; eˣ − 1 where that would overflow. */
const expm1: Emit = (builder, [x = ""], dtype) => {
  const raised = builder.node("Exp", [x]);
  const half = builder.node("Tanh", [builder.node("Mul", [x, builder.scalar(0.5, dtype)])]);
  const small = builder.node("Mul", [
    half,
    builder.node("Add", [raised, builder.scalar(1, dtype)]),
  ]);
  const large = builder.node("Sub", [raised, builder.scalar(1, dtype)]);
  return builder.node("Where", [builder.node("Less", [x, builder.scalar(1, dtype)]), small, large]);
};

const log1p: Emit = (builder, [x = ""], dtype) => {
  const one = builder.scalar(1, dtype);
  const u = builder.node("Add", [x, one]);
  const difference = builder.node("Sub", [u, one]);
  const logarithm = builder.node("Log", [u]);
  const ratio = builder.node("Div", [x, difference]);
  const corrected = builder.node("Mul", [logarithm, ratio]);
  const large = builder.node("Where", [builder.node("Equal", [u, x]), logarithm, corrected]);
  const tiny = builder.node("Equal", [difference, builder.scalar(0, dtype)]);
  return builder.node("Where", [tiny, x, large]);
};

/** Pow takes no bytes. */
const power: Emit = (builder, operands, dtype) => {
  if (dtype !== "uint8") return builder.node("Pow", operands);
  const wide = operands.map((x) => builder.cast(x, "int32"));
  return builder.cast(builder.node("Pow", wide), dtype);
};

/** Where has no bool: (condition ∧ x) ∨ (¬condition ∧ y). */
function select(
  builder: GraphBuilder,
  [condition = "", x = "", y = ""]: readonly string[],
  bool: boolean,
) {
  if (!bool) return builder.node("Where", [condition, x, y]);
  const first = builder.node("And", [condition, x]);
  const second = builder.node("And", [builder.node("Not", [condition]), y]);
  return builder.node("Or", [first, second]);
}

/** Float to uint8 goes by way of int32, which wraps as JavaScript does. */
function cast(call: Call<"cast">): string {
  const { dtype } = call.node;
  return elementwise((builder, [x = ""], from) => {
    const whole = dtype === "uint8" && isFloat(from) ? builder.cast(x, "int32") : x;
    return builder.cast(whole, dtype);
  })(call);
}

export const arithmetic = {
  abs: direct("Abs"),
  add: direct("Add"),
  cast,
  ceil: wholeNumbers("Ceil"),
  cos: direct("Cos"),
  divide: direct("Div"),
  elu: (call: Call<"elu">) => {
    const alpha = { float: call.attrs.alpha };
    return elementwise((builder, operands) => builder.node("Elu", operands, { alpha }))(call);
  },
  equal: direct("Equal"),
  erf: direct("Erf"),
  exp: direct("Exp"),
  expm1: elementwise(expm1),
  floor: wholeNumbers("Floor"),
  isnan: direct("IsNaN"),
  less: comparison("Less"),
  lessEqual: comparison("LessOrEqual"),
  log: direct("Log"),
  log1p: elementwise(log1p),
  logicalAnd: direct("And"),
  logicalNot: direct("Not"),
  logicalOr: direct("Or"),
  maximum: direct("Max"),
  minimum: direct("Min"),
  multiply: direct("Mul"),
  negative: elementwise(negative),
  power: elementwise(power),
  relu: elementwise(relu),
  round: wholeNumbers("Round"),
  sigmoid: direct("Sigmoid"),
  sign: direct("Sign"),
  sin: direct("Sin"),
  softplus: "decompose" as const,
  digamma: "decompose" as const,
  lgamma: "decompose" as const,
  sqrt: direct("Sqrt"),
  stopGradient: ({ inputs: [x] }: Call<"stopGradient">) => x,
  subtract: direct("Sub"),
  tanh: direct("Tanh"),
  where: (call: Call<"where">) =>
    elementwise((builder, operands) => select(builder, operands, call.node.dtype === "bool"))(call),
  arccos: direct("Acos"),
  arccosh: direct("Acosh"),
  arcsin: direct("Asin"),
  arcsinh: direct("Asinh"),
  arctan: direct("Atan"),
  arctanh: direct("Atanh"),
  bitwiseAnd: direct("BitwiseAnd"),
  cosh: direct("Cosh"),
  sinh: direct("Sinh"),
  tan: direct("Tan"),
  arctan2: "decompose" as const,
  erfc: "decompose" as const,
  erfinv: "decompose" as const,
  gcd: "decompose" as const,
  i0: "decompose" as const,
  i1: "decompose" as const,
};
