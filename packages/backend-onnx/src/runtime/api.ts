import { BackendError } from "@antler/core";
import type { OrtArray } from "../graph/types.js";

// The part of onnxruntime-node that is used here. Its own types stay out of our declarations, for
// the package is optional.

/** A tensor of ONNX Runtime. */
export interface OrtTensor {
  readonly data: OrtArray;
  readonly dims: readonly number[];
}

export interface OrtSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    fetches: readonly string[],
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

export interface OrtSessionOptions {
  readonly executionProviders: readonly string[];
  readonly intraOpNumThreads: number;
  readonly graphOptimizationLevel: "all";
  readonly logSeverityLevel: 0 | 1 | 2 | 3 | 4;
}

export interface Ort {
  readonly InferenceSession: {
    create(model: Uint8Array, options: OrtSessionOptions): Promise<OrtSession>;
  };
  readonly Tensor: new (
    type: string,
    data: OrtTensor["data"],
    dims: readonly number[],
  ) => OrtTensor;
  readonly env: { readonly versions: { readonly node?: string | undefined } };
}

const specifier = "onnxruntime-node";

/** The command that mends a missing or broken runtime. */
export const installCommand = "ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node";

/** Loads ONNX Runtime. @throws BackendError with the command to install it */
export async function loadOrt(): Promise<Ort> {
  try {
    // A variable specifier: bundlers and the compiler must not insist on an optional package.
    const module = (await import(specifier)) as { readonly default?: Ort } & Ort;
    return module.default ?? module;
  } catch (cause) {
    throw new BackendError(
      isMissing(cause)
        ? `onnx: onnxruntime-node is not installed. Run "${installCommand}".`
        : `onnx: onnxruntime-node could not be loaded: ${reason(cause)}. Run "${installCommand}".`,
      { cause },
    );
  }
}

/** Whether the package is absent, as against present and broken. */
function isMissing(cause: unknown): boolean {
  const { code, message } = cause as { code?: string; message?: string };
  return code === "ERR_MODULE_NOT_FOUND" && message?.includes(`'${specifier}'`) === true;
}

/** The first line of whatever was thrown. */
export function reason(cause: unknown): string {
  return String(cause instanceof Error ? cause.message : cause).split("\n", 1)[0] ?? "";
}
