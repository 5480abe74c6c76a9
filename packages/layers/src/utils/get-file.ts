import { ArgumentError, DataError } from "@antler/core";
import { checkOptionNames } from "../base/checks.js";
import { type ArchiveFormat, extractArchive } from "./files/archive.js";
import { download } from "./files/download.js";
import { type HashAlgorithm, hashFile, hashName } from "./files/hash.js";
import { printMessage } from "./logging.js";

/** Options of {@link getFile}. */
export interface GetFileOptions {
  /** Name of the file in the cache; default: the last part of `origin`. */
  readonly fname?: string | null | undefined;
  /** Where the file comes from: an `https:`, `http:` or `file:` URL. */
  readonly origin?: string | URL | null | undefined;
  /** The same as `extract: true, archiveFormat: "tar"`. */
  readonly untar?: boolean | undefined;
  /** The same as `fileHash` with `hashAlgorithm: "md5"`. */
  readonly md5Hash?: string | null | undefined;
  /** What the file's hash must be, in hexadecimal digits. */
  readonly fileHash?: string | null | undefined;
  /** Folder in the cache; default `"datasets"`. */
  readonly cacheSubdir?: string | undefined;
  /** Default `"auto"`: by the length of `fileHash`. */
  readonly hashAlgorithm?: HashAlgorithm | undefined;
  /** Whether to unpack the file; default false. */
  readonly extract?: boolean | undefined;
  /** Default `"auto"`: tar, tar.gz or zip, whatever it is. */
  readonly archiveFormat?: ArchiveFormat | readonly ArchiveFormat[] | undefined;
  /** Default: `$ANTLER_HOME`, or `~/.antler`. */
  readonly cacheDir?: string | null | undefined;
  /** Whether to fetch it even if it is in the cache; default false. */
  readonly forceDownload?: boolean | undefined;
}

const optionNames: readonly (keyof GetFileOptions)[] = [
  ...(["fname", "origin", "untar", "md5Hash", "fileHash", "cacheSubdir"] as const),
  ...(["hashAlgorithm", "extract", "archiveFormat", "cacheDir", "forceDownload"] as const),
];

/**
 * A file from the cache, fetched if it is not there or its hash is wrong. In Node.js only.
 * @returns the path of the file, or of the folder that it was unpacked into
 * @throws DataError if it can't be had or its hash is wrong
 *
 * @example
 * const path = await utils.getFile({ origin: "https://example.org/data.csv", fileHash: "9f86d0…" });
 */
export async function getFile(options: GetFileOptions): Promise<string> {
  checkOptionNames("getFile", options ?? {}, optionNames);
  const origin = parseOrigin(options?.origin);
  const [fs, path] = await Promise.all([import("node:fs/promises"), import("node:path")]);
  const folder = path.join(await cacheFolder(options.cacheDir), options.cacheSubdir ?? "datasets");
  await fs.mkdir(folder, { recursive: true });

  const given = options.fname ?? undefined;
  const name = given ?? path.posix.basename(decodeURIComponent(origin.pathname));
  checkFileName(name, origin, given !== undefined);
  const unpacks = options.extract === true || options.untar === true;
  const hasEnding = given?.includes(".") === true;
  const target = path.join(folder, unpacks && !hasEnding ? `${name}_archive` : name);
  const fetched = await fetchIfNeeded(origin, target, options);
  if (!unpacks) return target;

  const stem = hasEnding ? `${name.slice(0, name.indexOf("."))}_extracted` : name;
  const unpacked = path.join(folder, stem);
  if (fetched || !(await exists(unpacked))) {
    const format = options.untar === true ? "tar" : (options.archiveFormat ?? "auto");
    await extractArchive(target, unpacked, format);
  }
  return unpacked;
}

/** Whether it was fetched. */
async function fetchIfNeeded(
  origin: URL,
  target: string,
  options: GetFileOptions,
): Promise<boolean> {
  const isMd5 = options.md5Hash != null && options.fileHash == null;
  const expected = (options.fileHash ?? options.md5Hash ?? undefined)?.toLowerCase();
  const algorithm =
    expected === undefined
      ? undefined
      : hashName(isMd5 ? "md5" : (options.hashAlgorithm ?? "auto"), expected);
  const hashOf = async (file: string): Promise<string | undefined> =>
    algorithm === undefined ? undefined : hashFile(file, algorithm);
  if (options.forceDownload !== true && (await exists(target))) {
    if ((await hashOf(target)) === expected) return false;
    printMessage(
      `getFile: ${target} is not the file that is wanted: its ${algorithm} hash is not ${expected}. It is fetched again.`,
    );
  }
  await download(origin, target, async (file) => {
    const received = await hashOf(file);
    if (received === expected) return;
    throw new DataError(
      `getFile: ${origin} is not the file that is wanted. Expected the ${algorithm} hash ${expected}, received ${received}.`,
    );
  });
  return true;
}

function parseOrigin(origin: string | URL | null | undefined): URL {
  const url = origin == null ? null : URL.canParse(origin) ? new URL(origin) : null;
  if (url !== null && ["https:", "http:", "file:"].includes(url.protocol)) return url;
  throw new ArgumentError(
    `getFile: origin can't be used. Expected an https:, http: or file: URL, received ${String(origin)}.`,
  );
}

function checkFileName(name: string, origin: URL, isGiven: boolean): void {
  if (name !== "" && name !== "." && name !== ".." && !/[/\\]/.test(name)) return;
  throw new ArgumentError(
    isGiven
      ? `getFile: fname is no file name. Expected one without folders, received ${JSON.stringify(name)}. Use cacheSubdir for the folder.`
      : `getFile: ${origin} does not end in a file name. Expected one to name the file by. Pass fname.`,
  );
}

/** A folder that can be written to. */
async function cacheFolder(given: string | null | undefined): Promise<string> {
  const [fs, os, path] = await Promise.all([
    import("node:fs/promises"),
    import("node:os"),
    import("node:path"),
  ]);
  const wanted = given ?? process.env.ANTLER_HOME ?? path.join(os.homedir(), ".antler");
  const folder = wanted.startsWith("~/") ? path.join(os.homedir(), wanted.slice(2)) : wanted;
  try {
    await fs.mkdir(folder, { recursive: true });
    await fs.access(folder, fs.constants.W_OK);
    return folder;
  } catch {
    return path.join(os.tmpdir(), ".antler");
  }
}

async function exists(path: string): Promise<boolean> {
  const fs = await import("node:fs/promises");
  return fs.access(path).then(
    () => true,
    () => false,
  );
}
