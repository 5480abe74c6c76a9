import { concatenate } from "./message.js";

/** Pixels [height, width, channels] from 0 to 1. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3 | 4;
  readonly pixels: ArrayLike<number>;
}

const colorTypes = { 1: 0, 3: 2, 4: 6 } as const;

/** A PNG file of 8 bits a channel. Values beyond 0 and 1 are cut off. */
export async function encodePng({ height, width, channels, pixels }: Picture): Promise<Uint8Array> {
  const { crc32, deflateSync } = await import("node:zlib");
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colorTypes[channels]], 8);
  const row = width * channels;
  // Each row begins with the kind of its filter: none.
  const raw = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < row; i++) {
      const value = pixels[y * row + i] as number;
      raw[y * (row + 1) + 1 + i] = Math.round(Math.min(1, Math.max(0, value)) * 255);
    }
  }
  const chunk = (type: string, data: Uint8Array): Uint8Array => {
    const body = concatenate([new TextEncoder().encode(type), data]);
    const framed = new Uint8Array(body.length + 8);
    const ends = new DataView(framed.buffer);
    ends.setUint32(0, data.length);
    framed.set(body, 4);
    ends.setUint32(body.length + 4, crc32(body));
    return framed;
  };
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return concatenate([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", new Uint8Array()),
  ]);
}
