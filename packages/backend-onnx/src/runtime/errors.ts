import { BackendError } from "@antler/core";

/** An error of ONNX Runtime as one that names the layer and op where it happened. */
export function runtimeError(cause: unknown): BackendError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const name = /Name:'([^']*)'/.exec(text)?.[1];
  const message = /Status Message: (.*)/s.exec(text)?.[1] ?? text;
  const where = name === undefined || name === "" ? "onnx" : scopeOf(name);
  return new BackendError(`${where}: ONNX Runtime failed: ${message.trim()}`, { cause });
}

/** `fused model/dense/matmul_33/MatMulAddFusion` → `model/dense/matmul`: what optimizers add goes. */
function scopeOf(node: string): string {
  return node
    .replace(/^fused /, "")
    .replace(/(\/\w*Fusion\/?|_nchwc)+$/, "")
    .replace(/_\d+$/, "");
}
