import type { DType, OpName, Tensor } from "@antler/core";
import { lowerings } from "./lowerings/index.js";
import { type DeviceTraits, storedDType } from "./traits.js";

/** Ops that are right on uint8 kept as int32: they move or compare, they never overflow. */
const byteOps: ReadonlySet<string> = new Set<OpName>([
  "argmax",
  "argsort",
  "bitwiseAnd",
  "bitwiseLeftShift",
  "bitwiseRightShift",
  "broadcastTo",
  "cast",
  "concatenate",
  "equal",
  "fill",
  "flip",
  "floorDivide",
  "gather",
  "gcd",
  "iota",
  "less",
  "lessEqual",
  "max",
  "maximum",
  "min",
  "minimum",
  "pad",
  "reshape",
  "stridedSlice",
  "stopGradient",
  "transpose",
  "where",
]);

/** Whether a device with these traits computes `node` rightly by itself. */
export function supports(node: Tensor, traits: DeviceTraits): boolean {
  const entry: unknown = (lowerings as Record<string, unknown>)[node.op];
  if (typeof entry !== "function") return false;
  const tensors = [node, ...node.inputs];
  const dtypes = new Set<DType>(tensors.map((x) => x.dtype));
  if ([...dtypes].some((dtype) => storedDType(dtype) === undefined)) return false;
  if (dtypes.has("uint8") && !byteOps.has(node.op)) return false;
  if (tensors.some((x) => x.rank > traits.rank) && node.op !== "reshape") return false;
  const limit = limits[node.op];
  return limit === undefined || limit(node, traits);
}

const readsAtOnce = (_: Tensor, traits: DeviceTraits): boolean => traits.readsAtOnce;

/** What single ops need beyond that. */
const limits: Readonly<Record<string, (node: Tensor, traits: DeviceTraits) => boolean>> = {
  argsort: readsAtOnce,
  bitwiseAnd: readsAtOnce,
  bitwiseLeftShift: readsAtOnce,
  bitwiseRightShift: readsAtOnce,
  gcd: readsAtOnce,
  scatterSlices: readsAtOnce,
  elu: (node) => (node.attrs as { alpha: number }).alpha === 1,
  softmax: (node) => (node.attrs as { axis: number }).axis === node.rank - 1,
  matmul: (node, traits) => node.dtype === "float32" || traits.integerMatmul !== "none",
  cond: (_, traits) => traits.readsAtOnce,
  whileLoop: (_, traits) => traits.readsAtOnce,
  conv: isPlanar,
  convInputGrad: isPlanar,
  convKernelGrad: (node) => (node.inputs[0]?.rank ?? 0) <= 4,
  maxPool: isPlanar,
  maxPoolGrad: isPlanar,
  maxPoolSelect: isPlanar,
  averagePool: isPlanar,
  averagePoolGrad: isPlanar,
};

/** One or two spatial axes. */
function isPlanar(node: Tensor): boolean {
  return node.rank <= 4;
}
