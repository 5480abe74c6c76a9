import { DataError } from "@antler/core";
import type { ArchiveEntry } from "./archive.js";

const block = 512;

/** The files of a tar archive, in order; names longer than a header by pax and GNU rules. */
export function readTar(bytes: Uint8Array, where: string): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + block <= bytes.length; ) {
    const header = bytes.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    if (!hasChecksum(header)) {
      throw new DataError(`${where}: the archive is damaged. Expected a tar header at byte ${at}.`);
    }
    const size = readSize(header);
    const kind = String.fromCharCode(header[156] as number);
    const content = bytes.subarray(at + block, at + block + size);
    if (content.length < size) {
      throw new DataError(
        `${where}: the archive is cut off. Expected ${size} bytes, received ${content.length}.`,
      );
    }
    at += block + Math.ceil(size / block) * block;
    if (kind === "L") longName = text(content);
    else if (kind === "x") longName = paxPath(content) ?? longName;
    else if (kind !== "g") {
      const name = longName ?? headerName(header);
      longName = undefined;
      // Only what has content counts: directories come with their files.
      if (kind === "0" || kind === "\0") entries.push({ name, content });
      else if (kind === "5") entries.push({ name, content: undefined });
    }
  }
  return entries;
}

/** Whether the bytes begin with a tar header. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= block && hasChecksum(bytes.subarray(0, block));
}

function hasChecksum(header: Uint8Array): boolean {
  const given = Number.parseInt(text(header.subarray(148, 156)), 8);
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  return given === sum;
}

function headerName(header: Uint8Array): string {
  const name = text(header.subarray(0, 100));
  const isUstar = text(header.subarray(257, 262)) === "ustar";
  const prefix = isUstar ? text(header.subarray(345, 500)) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Octal digits, or a big-endian number where the first bit is set. */
function readSize(header: Uint8Array): number {
  const field = header.subarray(124, 136);
  if (((field[0] as number) & 0x80) === 0) return Number.parseInt(text(field), 8) || 0;
  return field.subarray(1).reduce((size, byte) => size * 256 + byte, 0);
}

/** The path in a pax header: lines of `length key=value`. */
function paxPath(content: Uint8Array): string | undefined {
  const found = /(?:^|\n)\d+ path=([^\n]*)/.exec(new TextDecoder().decode(content));
  return found?.[1];
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
}
