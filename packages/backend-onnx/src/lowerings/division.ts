import { isFloat } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { type Emit, elementwise } from "./elementwise.js";

/** ONNX Runtime fails on an integer divided by 0: here it counts as divided by 1. */
function divisor(builder: GraphBuilder, b: string, dtype: "int64" | "int32"): string {
  const isZero = builder.node("Equal", [b, builder.scalar(0, dtype)]);
  return builder.node("Where", [isZero, builder.scalar(1, dtype), b]);
}

/** Whether a remainder that has the dividend's sign is not yet the one with the divisor's. */
function hasOtherSign(builder: GraphBuilder, rest: string, b: string, zero: string): string {
  const isWhole = builder.node("Equal", [rest, zero]);
  const signs = builder.node("Xor", [
    builder.node("Less", [rest, zero]),
    builder.node("Less", [b, zero]),
  ]);
  return builder.node("And", [builder.node("Not", [isWhole]), signs]);
}

const mod: Emit = (builder, [a = "", b = ""], dtype) => {
  if (!isFloat(dtype)) {
    const wide = [a, b].map((x) => builder.cast(x, "int64")) as [string, string];
    const rest = builder.node("Mod", [wide[0], divisor(builder, wide[1], "int64")]);
    return builder.cast(rest, dtype);
  }
  const rest = builder.node("Mod", [a, b], { fmod: 1 });
  const adjusted = builder.node("Add", [rest, b]);
  const condition = hasOtherSign(builder, rest, b, builder.scalar(0, dtype));
  return builder.node("Where", [condition, adjusted, rest]);
};

/** (a − rest) / b is whole but for rounding; the rest is exact, other than the quotient. */
const floorDivide: Emit = (builder, [a = "", b = ""], dtype) => {
  if (!isFloat(dtype)) {
    const [dividend, by] = [builder.cast(a, "int64"), builder.cast(b, "int64")];
    const safe = divisor(builder, by, "int64");
    const rest = builder.node("Mod", [dividend, safe]);
    const quotient = builder.node("Div", [builder.node("Sub", [dividend, rest]), safe]);
    const isZero = builder.node("Equal", [by, builder.scalar(0, "int64")]);
    return builder.cast(
      builder.node("Where", [isZero, builder.scalar(0, "int64"), quotient]),
      dtype,
    );
  }
  const zero = builder.scalar(0, dtype);
  const rest = builder.node("Mod", [a, b], { fmod: 1 });
  const quotient = builder.node("Div", [builder.node("Sub", [a, rest]), b]);
  const below = builder.node("Sub", [quotient, builder.scalar(1, dtype)]);
  const condition = hasOtherSign(builder, rest, b, zero);
  const whole = builder.node("Round", [builder.node("Where", [condition, below, quotient])]);
  const direct = builder.node("Div", [a, b]);
  return builder.node("Where", [builder.node("Equal", [b, zero]), direct, whole]);
};

/** Shifts are products with powers of two, in 64 bits: ONNX shifts unsigned numbers alone. */
function shift(compute: (builder: GraphBuilder, x: string, factor: string) => string): Emit {
  return (builder, [a = "", b = ""], dtype) => {
    const [x, count] = [builder.cast(a, "int64"), builder.cast(b, "int64")];
    // From 32 on nothing is left, and 2³² does that already. Integer powers end at 2³¹.
    const most = builder.scalar(32, "int64");
    const isBelow = builder.node("Less", [count, builder.scalar(0, "int64")]);
    const bounded = builder.node("Where", [isBelow, most, builder.node("Min", [count, most])]);
    const exponent = builder.cast(bounded, "float64");
    const power = builder.node("Pow", [builder.scalar(2, "float64"), exponent]);
    const factor = builder.cast(power, "int64");
    return builder.cast(compute(builder, x, factor), dtype);
  };
}

const shiftLeft = shift((builder, x, factor) => builder.node("Mul", [x, factor]));

const shiftRight = shift((builder, x, factor) => {
  const rest = builder.node("Mod", [x, factor]);
  return builder.node("Div", [builder.node("Sub", [x, rest]), factor]);
});

export const division = {
  bitwiseLeftShift: elementwise(shiftLeft),
  bitwiseRightShift: elementwise(shiftRight),
  floorDivide: elementwise(floorDivide),
  mod: elementwise(mod),
};
