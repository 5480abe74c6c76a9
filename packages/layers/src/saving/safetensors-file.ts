import { DataError, type HostTensor } from "@antler/core";
import { fromBytes, toBytes } from "./raw-data.js";
import {
  decodeHeader,
  type Entry,
  elementBytes,
  encodeHeader,
  headerLength,
} from "./safetensors-header.js";

/** Tensors by name with texts about them. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, HostTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Writes a safetensors file. The path holds the whole file or what was there before, never a part: the
 * file is written beside it, brought to the disk, and then renamed. In Node.js only.
 */
export async function writeSafetensors(path: string, file: TensorFile): Promise<void> {
  const fs = await import("node:fs/promises");
  const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.part`;
  let at = 0;
  const entries: Entry[] = [];
  // Wide elements first keeps all of them aligned, as the format asks.
  const sorted = [...file.tensors].sort(
    ([, a], [, b]) => elementBytes[b.dtype] - elementBytes[a.dtype],
  );
  for (const [name, { dtype, shape, data }] of sorted) {
    const end = at + data.length * elementBytes[dtype];
    entries.push({ name, dtype, shape, begin: at, end });
    at = end;
  }
  try {
    const handle = await fs.open(temporary, "wx");
    try {
      await handle.writeFile(encodeHeader({ entries, metadata: file.metadata }));
      for (const [, { dtype, data }] of sorted) await handle.writeFile(toBytes(data, dtype));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Reads a safetensors file, checking all that its header says before any data are read.
 * @throws SerializationError if it is not valid, DataError if it can't be opened
 */
export async function readSafetensors(path: string, where: string): Promise<TensorFile> {
  const fs = await import("node:fs/promises");
  const handle = await fs.open(path, "r").catch((cause: Error) => {
    throw new DataError(
      `${where}: the file can't be opened. Expected a safetensors file, received ${cause.message}.`,
      { cause },
    );
  });
  const read = async (position: number, length: number): Promise<Uint8Array> => {
    const buffer = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
      if (bytesRead === 0) return buffer.subarray(0, done);
      done += bytesRead;
    }
    return buffer;
  };
  try {
    const { size } = await handle.stat();
    const length = headerLength(await read(0, 8), size, where);
    const { entries, metadata } = decodeHeader(await read(8, length), size - 8 - length, where);
    const tensors = new Map<string, HostTensor>();
    for (const { name, dtype, shape, begin, end } of entries) {
      const bytes = await read(8 + length + begin, end - begin);
      tensors.set(name, { dtype, shape, data: fromBytes(bytes, dtype) });
    }
    return { tensors, metadata };
  } finally {
    await handle.close();
  }
}
