/** The nearest number, ties to even, of a float format that JavaScript has no arrays for. */
export type Rounding = (value: number) => number;

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
/** Where the sign and the exponent of a double stand. */
const high = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

function rounding(fractionBits: number, smallestExponent: number, largest: number): Rounding {
  return (value) => {
    if (value === 0 || !Number.isFinite(value)) return value;
    double[0] = value;
    const exponent = (((words[high] as number) >>> 20) & 0x7ff) - 1023;
    const step = 2 ** (Math.max(exponent, smallestExponent) - fractionBits);
    const rounded = roundHalfToEven(value / step) * step;
    return Math.abs(rounded) > largest ? Math.sign(value) * Number.POSITIVE_INFINITY : rounded;
  };
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** IEEE 754 binary16. */
export const roundToFloat16 = rounding(10, -14, 65504);

/** The upper half of a binary32. */
export const roundToBfloat16 = rounding(7, -126, 2 ** 127 * (2 - 2 ** -7));
