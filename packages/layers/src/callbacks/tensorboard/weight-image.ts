import type { HostTensor } from "@antler/core";
import type { Picture } from "./png.js";

/** TensorBoard shows so many pictures of one weight. */
const most = 3;

/**
 * A weight as pictures: a vector as one row, a matrix lying, the kernels of a stack one by one. None for
 * what can't be shown.
 */
export function weightPictures({ data, shape }: HostTensor): readonly Picture[] {
  const dims = shape.filter((dim) => dim !== 1);
  const values = Array.from(data);
  if (dims.length <= 1) return [{ height: 1, width: dims[0] ?? 1, channels: 1, pixels: values }];
  if (dims.length === 2) {
    const [rows, columns] = dims as [number, number];
    if (rows <= columns) return [{ height: rows, width: columns, channels: 1, pixels: values }];
    const pixels = values.map(
      (_, i) => values[(i % rows) * columns + Math.floor(i / rows)] as number,
    );
    return [{ height: columns, width: rows, channels: 1, pixels }];
  }
  if (dims.length === 3) {
    const [height, width, count] = dims as [number, number, number];
    return Array.from({ length: Math.min(most, count) }, (_, k) => {
      const pixels = Array.from(
        { length: height * width },
        (_, i) => values[i * count + k] as number,
      );
      return { height, width, channels: 1, pixels };
    });
  }
  const [count, height, width, channels] = dims as [number, number, number, number];
  if (dims.length > 4 || (channels !== 1 && channels !== 3 && channels !== 4)) return [];
  const size = height * width * channels;
  return Array.from({ length: Math.min(most, count) }, (_, k) => {
    return { height, width, channels, pixels: values.slice(k * size, (k + 1) * size) };
  });
}
