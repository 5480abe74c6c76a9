import { binary } from "./elementwise.js";

/** Whether a = b, as bool, element-wise with broadcasting; false beside NaN. */
export const equal = binary({
  name: "equal",
  accepts: "any",
  scalar: (a, b) => (a === b ? 1 : 0),
  grad: null,
  returns: "bool",
  cases: [
    {
      inputs: [
        { shape: [4], data: [0, 1, Number.NaN, 2] },
        { shape: [4], data: [0, 2, 0, 1] },
      ],
    },
  ],
});
