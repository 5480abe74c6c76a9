import { ArgumentError, DataError } from "@antler/core";
import { isTar, readTar } from "./tar.js";
import { isZip, readZip } from "./zip.js";

/** A file in an archive; a directory has no content. */
export interface ArchiveEntry {
  readonly name: string;
  readonly content: Uint8Array | undefined;
}

/** What an archive may be; `"auto"`: what its first bytes say. */
export type ArchiveFormat = "auto" | "tar" | "zip";

/**
 * Unpacks a tar archive (gzipped or not) or a zip archive into a folder, all at once: the folder
 * exists only when everything is in it. Entries that would lie outside are left out with a warning.
 * @throws DataError if it is no such archive or is damaged
 */
export async function extractArchive(
  archive: string,
  folder: string,
  format: ArchiveFormat | readonly ArchiveFormat[],
): Promise<void> {
  const [fs, path] = await Promise.all([import("node:fs/promises"), import("node:path")]);
  const entries = await readArchive(await fs.readFile(archive), archive, format);
  const temporary = await fs.mkdtemp(`${folder}.`);
  try {
    for (const { name, content } of entries) {
      const target = path.resolve(temporary, name);
      if (target !== temporary && !target.startsWith(temporary + path.sep)) {
        console.warn(
          `getFile: ${archive} holds ${JSON.stringify(name)}, a path outside of the folder. It is left out.`,
        );
        continue;
      }
      await fs.mkdir(content === undefined ? target : path.dirname(target), { recursive: true });
      if (content !== undefined) await fs.writeFile(target, content);
    }
    await fs.rm(folder, { recursive: true, force: true });
    await fs.rename(temporary, folder);
  } catch (error) {
    await fs.rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

async function readArchive(
  bytes: Uint8Array,
  where: string,
  format: ArchiveFormat | readonly ArchiveFormat[],
): Promise<ArchiveEntry[]> {
  const wanted = [format].flat();
  for (const each of wanted) {
    if (each !== "auto" && each !== "tar" && each !== "zip") {
      throw new ArgumentError(
        `getFile: archiveFormat is unknown. Expected "auto", "tar" or "zip", received ${JSON.stringify(each)}.`,
      );
    }
  }
  const allows = (kind: "tar" | "zip"): boolean => wanted.includes("auto") || wanted.includes(kind);
  const { gunzipSync, inflateRawSync } = await import("node:zlib");
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isGzip ? gunzipSync(bytes) : bytes;
  if (allows("zip") && isZip(plain)) return readZip(plain, inflateRawSync, where);
  if (allows("tar") && isTar(plain)) return readTar(plain, where);
  throw new DataError(
    `${where}: is no archive that can be read. Expected tar, tar.gz or zip. Pass { extract: false } to keep it as it is.`,
  );
}
