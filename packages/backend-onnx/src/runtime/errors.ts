import { BackendError } from "@antler/core";

/** An error of ONNX Runtime as one that names the layer and op where it happened. */
export function runtimeError(cause: unknown): BackendError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const name = /Name:'([^']*)'/.exec(text)?.[1];
  const message = /Status Message: (.*)/s.exec(text)?.[1] ?? text;
  const where =
    name === undefined || name === "" ? "onnx" : name.replace(/_\d+(?=$|[^\w/]).*$/, "");
  return new BackendError(`${where}: ONNX Runtime failed: ${message.trim()}`, { cause });
}
