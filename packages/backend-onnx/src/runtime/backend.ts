import { availableParallelism } from "node:os";
import {
  type Backend,
  BackendError,
  type Executable,
  type Program,
  type Tensor,
} from "@antler/core";
import { supports } from "../lowerings/index.js";
import { toOnnx } from "../program.js";
import type { Ort, OrtSessionOptions } from "./api.js";
import { reason } from "./api.js";
import { OnnxExecutable } from "./executable.js";

/** ONNX Runtime on one device; every compiled program is one session. */
export class OnnxBackend implements Backend {
  readonly name = "onnx";
  readonly device: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  readonly #ort: Ort;
  readonly #options: OrtSessionOptions;
  readonly #open = new Set<Executable>();
  #closed = false;

  constructor(ort: Ort, device: string, threads: number = availableParallelism()) {
    this.#ort = ort;
    this.device = device;
    this.details = { "onnxruntime-node": ort.env.versions.node ?? "unknown", threads };
    this.#options = {
      executionProviders: [device],
      intraOpNumThreads: threads,
      graphOptimizationLevel: "all",
      // Errors are thrown; printing them as well would only double them.
      logSeverityLevel: 4,
    };
  }

  supports(node: Tensor): boolean {
    return supports(node);
  }

  async compile(program: Program): Promise<Executable> {
    if (this.#closed) throw new BackendError("onnx: this backend was closed. Open it again.");
    const onnx = toOnnx(program);
    const session = await this.#ort.InferenceSession.create(onnx.model, this.#options).catch(
      (cause: unknown) => {
        throw new BackendError(`onnx: ONNX Runtime refused the graph: ${reason(cause)}`, { cause });
      },
    );
    const executable = new OnnxExecutable(this.#ort, session, this, program, onnx, () =>
      this.#open.delete(executable),
    );
    this.#open.add(executable);
    return executable;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open].map((executable) => executable.close()));
  }
}
