/** Elements between neighbours along each axis of a row-major tensor. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return strides;
}

/** Strides with which a tensor of `shape` is read as if it had shape `target`: 0 where it repeats. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const own = stridesOf(shape);
  const lead = target.length - shape.length;
  return target.map((_, axis) =>
    axis < lead || shape[axis - lead] === 1 ? 0 : (own[axis - lead] as number),
  );
}

/** A loop over an index space in rows; several tensors are addressed at once. */
export interface Walk {
  /** Steps from one element of a row to the next, per tensor. */
  readonly steps: readonly number[];
  /** Elements of a row. */
  readonly length: number;
  /** Calls `visit` once per row with the offset of its first element in each tensor. */
  rows(visit: (offsets: readonly number[]) => void): void;
}

/**
 * Plans a walk over all indices of `shape`, row-major; `strides[t]` addresses tensor `t`. Axes that
 * every tensor can step through as one are merged, so tensors of equal shape are a single row.
 */
export function walk(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  starts: readonly number[] = strides.map(() => 0),
): Walk {
  const [sizes, steps] = merge(shape, strides);
  const length = sizes.at(-1) ?? 1;
  const outer = sizes.slice(0, -1);
  const rowCount = outer.reduce((product, size) => product * size, length === 0 ? 0 : 1);
  return {
    length,
    steps: steps.map((axes) => axes.at(-1) ?? 0),
    rows(visit) {
      const index = outer.map(() => 0);
      const offsets = [...starts];
      for (let row = 0; row < rowCount; row++) {
        visit(offsets);
        for (let axis = outer.length - 1; axis >= 0; axis--) {
          const size = outer[axis] as number;
          const next = (index[axis] as number) + 1;
          const turn = next === size;
          index[axis] = turn ? 0 : next;
          for (let t = 0; t < offsets.length; t++) {
            const step = (steps[t] as number[])[axis] as number;
            offsets[t] = (offsets[t] as number) + (turn ? step * (1 - size) : step);
          }
          if (!turn) break;
        }
      }
    },
  };
}

function merge(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
): [sizes: number[], steps: number[][]] {
  const sizes: number[] = [];
  const steps = strides.map((): number[] => []);
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const last = sizes.length - 1;
    const continues =
      last >= 0 && strides.every((own, t) => steps[t]?.[last] === (own[axis] as number) * size);
    if (continues) {
      sizes[last] = (sizes[last] as number) * size;
      strides.forEach((own, t) => {
        (steps[t] as number[])[last] = own[axis] as number;
      });
    } else {
      sizes.push(size);
      strides.forEach((own, t) => {
        (steps[t] as number[]).push(own[axis] as number);
      });
    }
  });
  return [sizes, steps];
}

/** A tensor seen along one axis: `outer` blocks of `size` slices of `inner` elements. */
export function alongAxis(
  shape: readonly number[],
  axis: number,
): { readonly outer: number; readonly size: number; readonly inner: number } {
  const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  return {
    outer: product(shape.slice(0, axis)),
    size: shape[axis] as number,
    inner: product(shape.slice(axis + 1)),
  };
}
