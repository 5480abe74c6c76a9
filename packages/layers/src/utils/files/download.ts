import { DataError } from "@antler/core";
import { isInteractiveLoggingEnabled, printMessage } from "../logging.js";
import { Progbar } from "../progbar.js";

/**
 * Brings a file from a URL (`https:`, `http:`, `file:`) to a path. The path holds the whole file or
 * what was there before, never a part.
 * @param verify - looks at the file before it takes its place; throws if it is wrong
 * @throws DataError if the file can't be had
 */
export async function download(
  origin: URL,
  target: string,
  verify: (path: string) => Promise<void>,
): Promise<void> {
  const fs = await import("node:fs/promises");
  const temporary = `${target}.${process.pid}.${Date.now().toString(36)}.part`;
  try {
    if (origin.protocol === "file:") await copyFile(origin, temporary);
    else await fetchFile(origin, temporary);
    await verify(temporary);
    await fs.rename(temporary, target);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

async function copyFile(origin: URL, target: string): Promise<void> {
  const [fs, { fileURLToPath }] = await Promise.all([
    import("node:fs/promises"),
    import("node:url"),
  ]);
  try {
    await fs.copyFile(fileURLToPath(origin), target);
  } catch (error) {
    throw failure(origin, (error as Error).message);
  }
}

async function fetchFile(origin: URL, target: string): Promise<void> {
  const fs = await import("node:fs/promises");
  printMessage(`Downloading data from ${origin}`);
  const response = await fetch(origin).catch((error: Error) => {
    throw failure(origin, String(error.cause ?? error.message));
  });
  if (!response.ok || response.body === null) {
    throw failure(origin, `${response.status} ${response.statusText}`);
  }
  const length = Number(response.headers.get("content-length")) || null;
  const bar = new Progbar(length, {
    verbose: isInteractiveLoggingEnabled() ? 1 : 0,
    unitName: "byte",
  });
  const file = await fs.open(target, "wx");
  try {
    for await (const chunk of response.body) {
      await file.write(chunk as Uint8Array);
      bar.add((chunk as Uint8Array).length);
    }
  } finally {
    await file.close();
  }
}

function failure(origin: URL, why: string): DataError {
  return new DataError(`getFile: ${origin} can't be had: ${why}.`);
}
