import type { AttrsOf, InputsOf, LoweringCall, OpName } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";

/** What every lowering here receives: values are names in the graph that the builder collects. */
export type Call<K extends OpName> = LoweringCall<K, string, GraphBuilder>;

/** Ops whose inputs are one tensor. */
export type UnaryName = {
  [K in OpName]: InputsOf<K, string> extends readonly [string] ? K : never;
}[OpName];

export type { AttrsOf };
