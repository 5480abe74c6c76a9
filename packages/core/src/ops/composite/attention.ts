import { equalDims } from "../../dimension.js";
import { promote } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { broadcastTo } from "../broadcastTo.js";
import { castTo } from "../elementwise.js";
import { iota } from "../iota.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
import { matmul } from "../matmul.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { softmax } from "../softmax.js";
import { tanh } from "../tanh.js";
import { transpose } from "../transpose.js";
import { where } from "../where.js";
import { expandDims } from "./axes.js";
import { floating } from "./operand.js";

/** Options of {@link dotProductAttention}, with Keras's defaults. */
export interface DotProductAttentionOptions {
  /** Added to the logits; broadcasts to [batch, heads, queries, keys]. */
  readonly bias?: TensorLike | null | undefined;
  /** Where attention is allowed, bool; broadcasts to [batch, heads, queries, keys]. */
  readonly mask?: TensorLike | null | undefined;
  /** A factor for the logits. Default: 1 / √(size of a head). */
  readonly scale?: number | null | undefined;
  /** A query sees no key behind its own position. Default false. */
  readonly isCausal?: boolean | undefined;
  /** There is no flash attention here: only `false` and `null` are taken. */
  readonly flashAttention?: boolean | null | undefined;
  /** Logits are bent to cap · tanh(logits / cap). Default: they are not. */
  readonly attnLogitsSoftCap?: number | null | undefined;
}

/** What replaces the logits of masked positions: far below all others, and finite. */
const masked = -0.7 * 3.38953e38;

/**
 * Scaled dot-product attention (Vaswani et al., 2017): query [batch, queries, heads, size], key
 * [batch, keys, heads, size], value [batch, keys, heads, size'] → [batch, queries, heads, size'].
 * Several heads of queries may share one of keys and values.
 * @throws ShapeError if the inputs are not of rank 4 or do not fit each other
 */
export function dotProductAttention(
  query: TensorLike,
  key: TensorLike,
  value: TensorLike,
  options: DotProductAttentionOptions = {},
): Tensor {
  const inputs = [floating(query), floating(key), floating(value)];
  const dtype = promote(...inputs.map((x) => x.dtype));
  const [q, k, v] = inputs.map((x) => castTo(x, dtype)) as [Tensor, Tensor, Tensor];
  checkShapes(q, k, v);
  if (options.flashAttention === true) {
    throw new ArgumentError(
      "dotProductAttention: there is no flash attention. Expected flashAttention: false or null, received true.",
    );
  }
  const heads = q.shape[2] as number;
  const size = q.shape[3] as number;
  const scale = options.scale ?? 1 / Math.sqrt(size);
  // [batch, heads, queries, size] · [batch, heads, size, keys]
  const left = multiply(transpose(q, [0, 2, 1, 3]), scale);
  const logits = matmul(left, transpose(shareHeads(k, heads), [0, 2, 3, 1]));
  const weights = softmax(adjusted(logits, options));
  return transpose(matmul(weights, transpose(shareHeads(v, heads), [0, 2, 1, 3])), [0, 2, 1, 3]);
}

function adjusted(logits: Tensor, options: DotProductAttentionOptions): Tensor {
  const { attnLogitsSoftCap: cap = null, bias = null } = options;
  const bent = cap === null ? logits : multiply(tanh(multiply(logits, 1 / cap)), cap);
  const biased = bias === null ? bent : add(bent, castTo(tensor(bias), logits.dtype));
  const mask = allowed(logits, options);
  return mask === null ? biased : where(mask, biased, masked);
}

/** Where attention is allowed, or `null`: everywhere. */
function allowed(
  logits: Tensor,
  { mask = null, isCausal = false }: DotProductAttentionOptions,
): Tensor | null {
  const given = mask === null ? null : castTo(tensor(mask), "bool");
  if (!isCausal) return given;
  const [queries = 1, keys = 1] = logits.shape.slice(-2);
  const causal = lessEqual(iota(keys), expandDims(iota(queries), 1));
  return given === null ? causal : logicalAnd(given, causal);
}

/** Repeats each head of keys or values for the heads of queries that share it. */
function shareHeads(x: Tensor, heads: number): Tensor {
  const [batch = 1, length = 1, own = 1, size = 1] = x.shape;
  if (own === heads || own === 1) return x;
  const times = heads / (own as number);
  const repeated = broadcastTo(expandDims(x, 3), [batch, length, own, times, size]);
  return reshape(repeated, [batch, length, heads, size]);
}

function checkShapes(query: Tensor, key: Tensor, value: Tensor): void {
  const received = `received query ${formatShape(query.shape)}, key ${formatShape(key.shape)}, value ${formatShape(value.shape)}`;
  if ([query, key, value].some((x) => x.rank !== 4)) {
    throw new ShapeError(
      `dotProductAttention: the inputs need four axes. Expected [batch, length, heads, size], ${received}.`,
    );
  }
  const [, , heads, size] = query.shape;
  const [, keys, shared, keySize] = key.shape;
  const [, values, valueHeads] = value.shape;
  const numbers = [heads, size, shared].every((dim) => typeof dim === "number");
  const fits =
    numbers &&
    equalDims(size as number, keySize as number) &&
    equalDims(keys as number, values as number) &&
    equalDims(shared as number, valueHeads as number) &&
    (heads as number) % (shared as number) === 0;
  if (!fits) {
    throw new ShapeError(
      `dotProductAttention: the inputs do not fit. Expected equal sizes of query and key, equal lengths and heads of key and value, and a multiple of their heads in query, ${received}.`,
    );
  }
}
