import type { AttrsOf, LoweringCall, OpName } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";

/** What every lowering here receives: values are names in the graph that the builder collects. */
export type Call<K extends OpName> = LoweringCall<K, string, GraphBuilder>;

export type { AttrsOf };
