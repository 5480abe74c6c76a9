import { DataError } from "@antler/core";
import type { ArchiveEntry } from "./archive.js";

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localEntry = 0x04034b50;
/** The end of the directory, with the longest comment. */
const longestEnd = 22 + 0xffff;

/** Decompresses raw deflate data. */
export type Inflate = (bytes: Uint8Array) => Uint8Array;

/** The files of a zip archive, in the order of its directory. */
export function readZip(bytes: Uint8Array, inflate: Inflate, where: string): ArchiveEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (what: string): DataError =>
    new DataError(`${where}: the archive is damaged. Expected ${what}.`);
  const end = findEnd(view);
  if (end === undefined) throw damaged("the directory of a zip archive at its end");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) {
    throw new DataError(`${where}: the archive is too large. Expected a zip archive below 4 GB.`);
  }
  const entries: ArchiveEntry[] = [];
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== directoryEntry) throw damaged(`directory entry ${i}`);
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    ) as [number, number, number];
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    at += 46 + nameLength + extraLength + commentLength;
    if (name.endsWith("/")) {
      entries.push({ name, content: undefined });
      continue;
    }
    if (view.getUint32(local, true) !== localEntry) throw damaged(`the content of ${name}`);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const raw = bytes.subarray(start, start + packed);
    if (method !== 0 && method !== 8) throw damaged(`${name} stored or deflated`);
    const content = method === 0 ? raw : inflate(raw);
    if (content.length !== size) throw damaged(`${size} bytes in ${name}`);
    entries.push({ name, content });
  }
  return entries;
}

/** Whether the bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - longestEnd);
  for (let at = view.byteLength - 22; at >= first; at--) {
    if (view.getUint32(at, true) === endOfDirectory) return at;
  }
  return undefined;
}
