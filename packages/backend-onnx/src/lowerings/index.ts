import { type Lowerings, lowerItem, type OpName, type Tensor } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { isUsable } from "../graph/types.js";
import { arithmetic } from "./arithmetic.js";
import type { Call } from "./call.js";
import { controlFlow } from "./control-flow.js";
import { convolution } from "./convolution.js";
import { division } from "./division.js";
import { indexing } from "./indexing.js";
import { linear } from "./linear.js";
import { pooling } from "./pooling.js";
import { reductions } from "./reductions.js";
import { shapes } from "./shapes.js";
import { sorting } from "./sorting.js";

/** How every op becomes ONNX nodes. */
export const lowerings = {
  ...arithmetic,
  ...controlFlow,
  ...convolution,
  ...division,
  ...indexing,
  ...linear,
  ...pooling,
  ...reductions,
  ...shapes,
  ctcBeamSearch: "decompose",
  item: lowerItem,
  cholesky: "decompose",
  solve: "decompose",
  solveTriangular: "decompose",
  slogdet: "decompose",
  luFactor: "decompose",
  qr: "decompose",
  svd: "decompose",
  eigh: "decompose",
  eig: "decompose",
  ...sorting,
  // An Identity would be removed, and what follows merged with what was there before.
  barrier: ({ inputs: [x], context: builder }: Call<"barrier">) =>
    builder.node("Reshape", [x, builder.node("Shape", [x])], { allowzero: 1 }),
  withGradient: "decompose",
} satisfies Lowerings<string, GraphBuilder>;

/** Ops that ONNX Runtime computes in float32 alone, not in float64. */
const singlePrecision: ReadonlySet<string> = new Set<OpName>([
  "averagePool",
  "averagePoolGrad",
  "conv",
  "convInputGrad",
  "elu",
  "erf",
  ...([
    "arccos",
    "arccosh",
    "arcsin",
    "arcsinh",
    "arctan",
    "arctanh",
    "cosh",
    "sinh",
    "tan",
  ] as const),
]);

/** Whether ONNX Runtime has a kernel for this node and its dtypes. */
export function supports(node: Tensor): boolean {
  const entry: unknown = (lowerings as Record<string, unknown>)[node.op];
  if (typeof entry !== "function") return false;
  if (![node, ...node.inputs].every(({ dtype }) => isUsable(dtype))) return false;
  return !(node.dtype === "float64" && singlePrecision.has(node.op));
}
