import type { Lowering, OpName } from "@antler/core";
import { type Context, filled } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";
import { storedDType } from "../traits.js";
import { broadcast, throughInt32 } from "./broadcast.js";
import { onHost } from "./host.js";

type Rule<K extends OpName> = Lowering<K, Handle, Context>;

/** A kernel that is right as it is. */
function unary<
  K extends
    | ("arccos" | "arccosh" | "arcsin" | "arcsinh" | "arctan" | "arctanh" | "cosh" | "sinh" | "tan")
    | ("elu" | "exp" | "expm1" | "log" | "cos" | "tanh" | "sqrt" | "sigmoid" | "erf" | "isnan"),
>(kernel: string): Rule<K> {
  return ({ inputs, context }) => context.kernels.run(kernel, { x: inputs[0] as Handle });
}

/** A kernel that rounds: nothing to do on integers. */
function rounding<K extends "floor" | "ceil" | "round">(kernel: string): Rule<K> {
  return ({ inputs, context }) => {
    const x = inputs[0] as Handle;
    return x.dtype === "float32" ? context.kernels.run(kernel, { x }) : x;
  };
}

function binary<K extends "add" | "arctan2" | "subtract" | "multiply" | "divide">(
  kernel: string,
): Rule<K> {
  return ({ inputs, context }) =>
    context.kernels.run(kernel, { a: inputs[0] as Handle, b: inputs[1] as Handle });
}

function comparison<K extends "equal" | "less" | "lessEqual">(kernel: string): Rule<K> {
  return ({ inputs, context: { kernels } }) => {
    const [a, b] = (inputs as readonly Handle[]).map((x) =>
      x.dtype === "bool" ? cast(x, "int32", kernels) : x,
    ) as [Handle, Handle];
    return kernels.run(kernel, { a, b });
  };
}

/** Maximum or Minimum, made to pass NaN on. */
function extreme<K extends "maximum" | "minimum">(kernel: string): Rule<K> {
  return ({ inputs, node, context }) => {
    const { kernels, constants } = context;
    const [a, b] = [inputs[0] as Handle, inputs[1] as Handle];
    if (kernels.traits.extremesKeepNaN || a.dtype !== "float32")
      return kernels.run(kernel, { a, b });
    // These kernels are `a < b ? b : a`, which is NaN for a NaN `a` alone.
    const isNumber = node.inputs.map((input) => {
      const data = constants.get(input)?.data;
      return data?.length === 1 && !Number.isNaN(data[0]);
    });
    if (isNumber[1]) return kernels.run(kernel, { a, b });
    if (isNumber[0]) return kernels.run(kernel, { a: b, b: a });
    const first = kernels.run(kernel, { a, b });
    const second = kernels.run(kernel, { a: b, b: a });
    const condition = kernels.run("IsNan", { x: second });
    return kernels.run("Select", { condition, t: second, e: first });
  };
}

/** Casts between the dtypes that devices have; towards zero, and to bool by comparison with 0. */
export function cast(x: Handle, dtype: Handle["dtype"], kernels: Kernels): Handle {
  if (x.dtype === dtype) return x;
  if (dtype === "bool") return kernels.run("NotEqual", { a: x, b: kernels.scalar(0, x.dtype) });
  return kernels.run("Cast", { x }, { dtype });
}

/** The last eight bits of an int32: x − 256 ⌊x / 256⌋. */
function wrapToByte(x: Handle, kernels: Kernels): Handle {
  const base = kernels.scalar(256, "int32");
  const once = (y: Handle): Handle => {
    const quotient = kernels.run("FloorDiv", { a: y, b: base });
    return kernels.run("Sub", { a: y, b: kernels.run("Multiply", { a: quotient, b: base }) });
  };
  // FloorDiv rounds through float32, so the first remainder may be off by up to 128.
  return once(once(x));
}

/** −1, 0 or 1; not for NaN. */
function signOf(x: Handle, kernels: Kernels): Handle {
  if (x.dtype === "float32" && kernels.traits.tinyExact) return kernels.run("Sign", { x });
  const zero = kernels.scalar(0, x.dtype);
  const above = cast(kernels.run("Less", { a: zero, b: x }), x.dtype, kernels);
  const below = cast(kernels.run("Less", { a: x, b: zero }), x.dtype, kernels);
  return kernels.run("Sub", { a: above, b: below });
}

/** What is left of a / b towards 0; Mod alone turns to the divisor's sign in a rounding way. */
function truncatedRest(a: Handle, b: Handle, kernels: Kernels): Handle {
  const [x, y] = [kernels.run("Abs", { x: a }), kernels.run("Abs", { x: b })];
  const rest = kernels.run("Mod", { a: x, b: y });
  return kernels.run("Multiply", { a: signOf(a, kernels), b: rest });
}

/** Whether a rest that has the dividend's sign is not yet the one with the divisor's. */
function hasOtherSign(rest: Handle, b: Handle, kernels: Kernels): Handle {
  const zero = kernels.scalar(0, "float32");
  const isNegative = (x: Handle): Handle =>
    cast(kernels.run("Less", { a: x, b: zero }), "int32", kernels);
  const differ = kernels.run("NotEqual", { a: isNegative(rest), b: isNegative(b) });
  return kernels.run("LogicalAnd", { a: kernels.run("NotEqual", { a: rest, b: zero }), b: differ });
}

export const elementwise = {
  arccos: unary("Acos"),
  arccosh: unary("Acosh"),
  arcsin: unary("Asin"),
  arcsinh: unary("Asinh"),
  arctan: unary("Atan"),
  arctan2: binary<"arctan2">("Atan2"),
  arctanh: unary("Atanh"),
  cosh: unary("Cosh"),
  sinh: unary("Sinh"),
  tan: unary("Tan"),
  erfc: "decompose" as const,
  erfinv: "decompose" as const,
  i0: "decompose" as const,
  i1: "decompose" as const,
  bitwiseAnd: onHost satisfies Rule<"bitwiseAnd">,
  bitwiseLeftShift: onHost satisfies Rule<"bitwiseLeftShift">,
  bitwiseRightShift: onHost satisfies Rule<"bitwiseRightShift">,
  gcd: onHost satisfies Rule<"gcd">,
  // `supports` admits alpha 1 alone.
  elu: unary("Elu"),
  exp: unary("Exp"),
  expm1: unary("Expm1"),
  log: unary("Log"),
  sin: (({ inputs: [x], context: { kernels } }) => {
    const sine = kernels.run("Sin", { x });
    if (kernels.traits.tinyExact) return sine;
    const magnitude = kernels.run("Abs", { x });
    const condition = kernels.run("Less", { a: magnitude, b: kernels.scalar(1e-4, "float32") });
    return kernels.run("Select", { condition, t: x, e: sine });
  }) satisfies Rule<"sin">,
  softplus: "decompose" as const,
  digamma: "decompose" as const,
  lgamma: "decompose" as const,
  cos: unary("Cos"),
  tanh: unary("Tanh"),
  sqrt: unary("Sqrt"),
  sigmoid: unary("Sigmoid"),
  erf: unary("Erf"),
  isnan: unary("IsNan"),
  floor: rounding("Floor"),
  ceil: rounding("Ceil"),
  round: rounding("Round"),
  add: binary("Add"),
  subtract: binary("Sub"),
  multiply: binary("Multiply"),
  divide: binary("RealDiv"),
  power: (({ inputs: [a, b], context: { kernels, shape } }) => {
    const power = kernels.run("Pow", { a, b });
    if (a.dtype !== "float32" || kernels.traits.powerOfOne) return power;
    // JavaScript has NaN for 1 to a power of NaN, and for ±1 to an infinite one.
    const one = kernels.scalar(1, "float32");
    const isOne = kernels.run("Equal", { a, b: one });
    const isUnit = kernels.run("Equal", { a: kernels.run("Abs", { x: a }), b: one });
    const toInfinity = kernels.run("LogicalAnd", { a: isUnit, b: kernels.run("IsInf", { x: b }) });
    const condition = kernels.run("LogicalOr", { a: isOne, b: toInfinity });
    const ones = filled(shape, 1, "float32", kernels);
    return kernels.run("Select", {
      condition: broadcast(condition, shape, kernels),
      t: ones,
      e: power,
    });
  }) satisfies Rule<"power">,
  mod: ((call) => {
    const {
      inputs: [a, b],
      context: { kernels },
    } = call;
    if (a.dtype === "float32") {
      const rest = truncatedRest(a, b, kernels);
      const condition = hasOtherSign(rest, b, kernels);
      return kernels.run("Select", { condition, t: kernels.run("Add", { a: rest, b }), e: rest });
    }
    // FloorDiv rounds through float32.
    if (kernels.traits.readsAtOnce) return onHost(call);
    const product = kernels.run("Multiply", { a: kernels.run("FloorDiv", { a, b }), b });
    return kernels.run("Sub", { a, b: product });
  }) satisfies Rule<"mod">,
  floorDivide: ((call) => {
    const {
      inputs: [a, b],
      context: { kernels, shape },
    } = call;
    if (a.dtype !== "float32") {
      return kernels.traits.readsAtOnce ? onHost(call) : kernels.run("FloorDiv", { a, b });
    }
    // The rest is exact, other than the quotient.
    const rest = truncatedRest(a, b, kernels);
    const quotient = kernels.run("RealDiv", { a: kernels.run("Sub", { a, b: rest }), b });
    const step = cast(hasOtherSign(rest, b, kernels), "float32", kernels);
    const whole = kernels.run("Round", { x: kernels.run("Sub", { a: quotient, b: step }) });
    const isZero = kernels.run("Equal", { a: b, b: kernels.scalar(0, "float32") });
    const condition = broadcast(isZero, shape, kernels);
    return kernels.run("Select", { condition, t: kernels.run("RealDiv", { a, b }), e: whole });
  }) satisfies Rule<"floorDivide">,
  equal: comparison<"equal">("Equal"),
  less: comparison<"less">("Less"),
  lessEqual: comparison<"lessEqual">("LessEqual"),
  maximum: extreme<"maximum">("Maximum"),
  minimum: extreme<"minimum">("Minimum"),

  // int32 goes around the unary kernels, which read its bits as floats on some devices.
  negative: (({ inputs: [x], context: { kernels } }) =>
    x.dtype === "float32"
      ? kernels.run("Neg", { x })
      : kernels.run("Sub", { a: kernels.scalar(0, "int32"), b: x })) satisfies Rule<"negative">,
  abs: (({ inputs: [x], context: { kernels } }) => {
    if (x.dtype === "float32") return kernels.run("Abs", { x });
    const opposite = kernels.run("Sub", { a: kernels.scalar(0, "int32"), b: x });
    return kernels.run("Maximum", { a: x, b: opposite });
  }) satisfies Rule<"abs">,
  relu: (({ inputs: [x], context: { kernels } }) =>
    x.dtype === "float32"
      ? kernels.run("Relu", { x })
      : kernels.run("Maximum", { a: x, b: kernels.scalar(0, "int32") })) satisfies Rule<"relu">,
  sign: (({ inputs: [x], context: { kernels } }) => {
    if (x.dtype !== "float32") return signOf(x, kernels);
    const condition = kernels.run("IsNan", { x });
    return kernels.run("Select", { condition, t: x, e: signOf(x, kernels) });
  }) satisfies Rule<"sign">,
  log1p: (({ inputs: [x], context: { kernels } }) => {
    const direct = kernels.run("Log1p", { x });
    if (kernels.traits.log1pExact) return direct;
    // Near 0 the kernel loses digits: there log(1 + x) = 2 artanh(x / (2 + x)).
    const two = kernels.scalar(2, "float32");
    const ratio = kernels.run("RealDiv", { a: x, b: kernels.run("Add", { a: x, b: two }) });
    const near = kernels.run("Multiply", { a: kernels.run("Atanh", { x: ratio }), b: two });
    const magnitude = kernels.run("Abs", { x });
    const condition = kernels.run("Less", { a: magnitude, b: kernels.scalar(0.25, "float32") });
    return kernels.run("Select", { condition, t: near, e: direct });
  }) satisfies Rule<"log1p">,

  logicalAnd: (({ inputs: [a, b], context: { kernels } }) =>
    kernels.run("LogicalAnd", { a, b })) satisfies Rule<"logicalAnd">,
  logicalOr: (({ inputs: [a, b], context: { kernels } }) =>
    kernels.run("LogicalOr", { a, b })) satisfies Rule<"logicalOr">,
  logicalNot: (({ inputs: [x], context: { kernels } }) =>
    kernels.run("LogicalNot", { x })) satisfies Rule<"logicalNot">,

  where: (({ inputs, context }) => {
    const { kernels, shape } = context;
    const [condition, t, e] = inputs.map((input) => broadcast(input, shape, kernels)) as [
      Handle,
      Handle,
      Handle,
    ];
    return throughInt32([t, e], kernels, ([x, y]) =>
      kernels.run("Select", { condition, t: x as Handle, e: y as Handle }),
    );
  }) satisfies Rule<"where">,

  cast: (({ inputs: [x], node, attrs: { dtype }, context: { kernels } }) => {
    const stored = storedDType(dtype);
    if (stored === undefined) throw new Error(`cast: ${dtype} does not exist here`);
    if (dtype !== "uint8") return cast(x, stored, kernels);
    if (node.inputs[0]?.dtype === "bool") return cast(x, "int32", kernels);
    return wrapToByte(cast(x, "int32", kernels), kernels);
  }) satisfies Rule<"cast">,
};
