import type { DType } from "@antler/core";

/** What tells one TensorFlow.js device from another. The lowerings ask these, never the name. */
export interface DeviceTraits {
  /** Kernels make tensors that the engine tracks, so every handle must be one. */
  readonly tracked: boolean;
  /** `readSync` works. */
  readonly readsAtOnce: boolean;
  /** `write` keeps, and `read` returns, the very array: both ends need a copy. */
  readonly aliasesHost: boolean;
  /** Bytes beyond which memory runs out without an error. */
  readonly memoryLimit: number;
  /** The largest rank that Pad takes. */
  readonly padRank: number;
  /** The largest rank of every other kernel. */
  readonly rank: number;
  /** Select and Reverse are right on bool. */
  readonly boolMovesRight: boolean;
  /** Transpose is right on int32 and bool. */
  readonly integerTranspose: boolean;
  readonly integerMatmul: "native" | "host" | "none";
  /** BatchMatMul packs its second operand once per buffer, whatever shape it has the next time. */
  readonly packsByBuffer: boolean;
  /** BatchMatMul is fast for a batch of matrices, not for a single pair alone. */
  readonly batchedMatmul: boolean;
  /** Maximum(1, NaN) and Minimum(1, NaN) are NaN. */
  readonly extremesKeepNaN: boolean;
  /** Log1p is exact for small arguments. */
  readonly log1pExact: boolean;
  /** Sign and Sin are right for tiny numbers, which others take for 0. */
  readonly tinyExact: boolean;
  /** 1 to the power of NaN or infinity is 1. */
  readonly powerOfOne: boolean;
  /** Cumsum is right from the end too. */
  readonly reverseCumsum: boolean;
  /** Conv2D, MaxPool and AvgPool take pads as numbers. */
  readonly numericPadding: boolean;
}

const host: DeviceTraits = {
  tracked: false,
  readsAtOnce: true,
  aliasesHost: true,
  memoryLimit: Number.POSITIVE_INFINITY,
  padRank: 6,
  rank: 6,
  boolMovesRight: true,
  integerTranspose: true,
  integerMatmul: "native",
  packsByBuffer: false,
  batchedMatmul: true,
  extremesKeepNaN: true,
  log1pExact: true,
  tinyExact: true,
  powerOfOne: true,
  reverseCumsum: true,
  numericPadding: true,
};

const native: DeviceTraits = {
  ...host,
  tracked: true,
  padRank: 5,
  rank: 5,
  numericPadding: false,
};

/** The one table of differences; measured on TensorFlow.js 4.22. */
export const deviceTraits = {
  "node-gpu": native,
  node: native,
  webgpu: {
    ...host,
    readsAtOnce: false,
    padRank: 4,
    boolMovesRight: false,
    integerTranspose: false,
    integerMatmul: "none",
    extremesKeepNaN: false,
    log1pExact: false,
    reverseCumsum: false,
  },
  wasm: {
    ...host,
    aliasesHost: false,
    memoryLimit: 3.9e9,
    boolMovesRight: false,
    integerMatmul: "host",
    packsByBuffer: true,
    batchedMatmul: false,
    extremesKeepNaN: false,
    log1pExact: false,
    tinyExact: false,
  },
  cpu: { ...host, powerOfOne: false },
} as const satisfies Record<string, DeviceTraits>;

export type DeviceName = keyof typeof deviceTraits;

/** The dtypes that TensorFlow.js has; uint8 lives in int32. */
export type StoredDType = "bool" | "int32" | "float32";

/** How a dtype is stored on every device; `undefined`: not at all. */
export function storedDType(dtype: DType): StoredDType | undefined {
  if (dtype === "uint8") return "int32";
  return dtype === "bool" || dtype === "int32" || dtype === "float32" ? dtype : undefined;
}
