import type { Tensor } from "../tensor/tensor.js";
import type { Ops } from "./definition.js";
import { binary, binaryGradient } from "./elementwise.js";

/** Angle in radians, from −π to π, of the point (x2, x1), element-wise with broadcasting. */
export const arctan2 = binary({
  name: "arctan2",
  accepts: "float",
  scalar: Math.atan2,
  grad: binaryGradient(({ inputs: [a, b], gradient }, ops): readonly [Tensor, Tensor] => {
    const scaled = ops.divide(gradient, ops.add(ops.multiply(a, a), ops.multiply(b, b)));
    return [ops.multiply(scaled, b), ops.negative(ops.multiply(scaled, a))];
  }),
  // The angle in the first quadrant, then moved to the right one (the signs of zeros count).
  decompose: ([a, b], _attrs, ops): Tensor => {
    const [y, x] = [ops.abs(a), ops.abs(b)];
    // Equal ones make 45°, infinite ones too, but at the origin 0°.
    const ratio = ops.where(ops.equal(y, x), ops.sign(y), ops.divide(y, x));
    const first = ops.arctan(ratio);
    const angle = ops.where(isNegative(b, ops), ops.subtract(Math.PI, first), first);
    return ops.multiply(
      angle,
      ops.subtract(1, ops.multiply(2, ops.cast(isNegative(a, ops), a.dtype))),
    );
  },
  cases: [
    {
      inputs: [
        { shape: [8], data: [1, 1, -1, -1, 0, -0, 0, -0] },
        { shape: [8], data: [2, -2, 2, -2, -1, -1, -0, -0] },
      ],
    },
  ],
});

/** Whether the sign is minus, that of −0 included. */
function isNegative(z: Tensor, ops: Ops): Tensor {
  return ops.logicalOr(ops.less(z, 0), ops.less(ops.divide(1, z), 0));
}
