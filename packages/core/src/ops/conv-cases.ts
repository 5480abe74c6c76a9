import type { ConvAttrs } from "./conv.js";

const base: ConvAttrs = {
  strides: [1, 1],
  padding: [
    [0, 0],
    [0, 0],
  ],
  dilations: [1, 1],
  groups: 1,
};

/** Inputs and attributes that the conformance cases of all three convolution ops share. */
export const convCases: readonly {
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  readonly y: readonly number[];
  readonly attrs: ConvAttrs;
}[] = [
  { x: [2, 5, 6, 3], kernel: [3, 3, 3, 4], y: [2, 3, 4, 4], attrs: base },
  { x: [1, 4, 4, 1], kernel: [1, 1, 1, 2], y: [1, 4, 4, 2], attrs: base },
  {
    x: [2, 6, 7, 2],
    kernel: [3, 2, 2, 3],
    y: [2, 3, 4, 3],
    attrs: {
      ...base,
      strides: [2, 2],
      padding: [
        [0, 1],
        [0, 1],
      ],
    },
  },
  {
    x: [1, 7, 6, 2],
    kernel: [2, 3, 2, 2],
    y: [1, 6, 4, 2],
    attrs: {
      ...base,
      dilations: [2, 2],
      padding: [
        [1, 0],
        [1, 1],
      ],
    },
  },
  { x: [2, 8, 8, 2], kernel: [3, 3, 2, 2], y: [2, 2, 2, 2], attrs: { ...base, strides: [3, 3] } },
  { x: [1, 5, 5, 4], kernel: [3, 3, 2, 6], y: [1, 3, 3, 6], attrs: { ...base, groups: 2 } },
  {
    x: [1, 5, 5, 3],
    kernel: [3, 3, 1, 3],
    y: [1, 5, 5, 3],
    attrs: {
      ...base,
      groups: 3,
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
  },
  {
    x: [2, 7, 6, 2],
    kernel: [3, 2, 1, 4],
    y: [2, 4, 4, 4],
    attrs: {
      strides: [2, 1],
      padding: [
        [1, 1],
        [0, 0],
      ],
      dilations: [1, 2],
      groups: 2,
    },
  },
  {
    x: [1, 6, 6, 3],
    kernel: [3, 3, 1, 3],
    y: [1, 3, 3, 3],
    attrs: {
      ...base,
      strides: [2, 2],
      padding: [
        [0, 1],
        [0, 1],
      ],
      groups: 3,
    },
  },
  {
    x: [2, 7, 2],
    kernel: [3, 2, 3],
    y: [2, 4, 3],
    attrs: { strides: [2], padding: [[1, 1]], dilations: [1], groups: 1 },
  },
  {
    x: [1, 8, 4],
    kernel: [2, 1, 8],
    y: [1, 6, 8],
    attrs: { strides: [1], padding: [[0, 0]], dilations: [2], groups: 4 },
  },
  {
    x: [2, 3, 4, 3, 2],
    kernel: [2, 3, 2, 2, 3],
    y: [2, 2, 2, 2, 3],
    attrs: {
      strides: [1, 2, 1],
      padding: [
        [0, 0],
        [0, 1],
        [0, 0],
      ],
      dilations: [1, 1, 1],
      groups: 1,
    },
  },
  {
    x: [1, 5, 4, 3, 2],
    kernel: [2, 2, 2, 1, 4],
    y: [1, 2, 3, 2, 4],
    attrs: {
      strides: [2, 1, 1],
      padding: [
        [1, 0],
        [0, 0],
        [0, 0],
      ],
      dilations: [2, 1, 1],
      groups: 2,
    },
  },
];
