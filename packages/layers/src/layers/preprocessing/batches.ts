import { ArgumentError, evaluate, Tensor, type TensorLike, tensor } from "@antler/core";

/** What `adapt` learns from: one array, or batches of it. */
export type AdaptData = TensorLike | Iterable<Tensor> | AsyncIterable<TensorLike>;

/**
 * The batches of `data`; a tensor or an array of numbers is one.
 * @throws ArgumentError if there is none
 */
export async function* batchesOf(data: AdaptData, where: string): AsyncGenerator<Tensor> {
  let count = 0;
  const given = isBatches(data) ? data : [data as TensorLike];
  for await (const batch of given) {
    count++;
    yield tensor(batch);
  }
  if (count > 0) return;
  throw new ArgumentError(
    `${where}: adapt received no data. Expected at least one batch, received an empty list.`,
  );
}

function isBatches(data: AdaptData): data is Iterable<Tensor> | AsyncIterable<TensorLike> {
  if (typeof data !== "object" || data === null || data instanceof Tensor) return false;
  if (Symbol.asyncIterator in data) return true;
  if (Array.isArray(data)) return data.length === 0 || data[0] instanceof Tensor;
  return Symbol.iterator in data && !ArrayBuffer.isView(data);
}

/** Values of tensors as float64. */
export async function numbersOf(tensors: readonly Tensor[]): Promise<readonly Float64Array[]> {
  const values = await evaluate(tensors);
  return values.map(({ data }) => Float64Array.from(data as ArrayLike<number>, Number));
}
