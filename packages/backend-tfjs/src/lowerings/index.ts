import { type LoweringCall, type Lowerings, lowerItem } from "@antler/core";
import type { Context } from "../context.js";
import type { Handle } from "../kernels.js";
import { controlFlow } from "./control-flow.js";
import { convolutions } from "./convolution.js";
import { elementwise } from "./elementwise.js";
import { indexing } from "./indexing.js";
import { products } from "./matmul.js";
import { moves } from "./moves.js";
import { poolings } from "./pooling.js";
import { reductions } from "./reductions.js";
import { sorting } from "./sorting.js";
import { sources } from "./sources.js";

/** How every op runs on TensorFlow.js kernels; a missing op does not compile. */
export const lowerings = {
  ...sources,
  ...elementwise,
  ...moves,
  ...indexing,
  ...reductions,
  ...products,
  ...controlFlow,
  ...convolutions,
  ...poolings,
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
  ctcBeamSearch: "decompose",
  barrier: ({ inputs: [x] }: LoweringCall<"barrier", Handle, Context>) => x,
  withGradient: "decompose",
  layerNormalization: "decompose",
  ...sorting,
} satisfies Lowerings<Handle, Context>;
