import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What npm allows as a package name, so that no path or address is ever imported. */
const packageName = /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/;

/** Imports a package that is installed for the user's project; `undefined` if there is none. */
export async function importPackage(name: string): Promise<Record<string, unknown> | undefined> {
  const file = packageName.test(name) ? resolvePackage(name) : undefined;
  if (file === undefined) return undefined;
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
}

/**
 * Resolves from the working directory, not from Antler's own folder, as `import` would. `require`
 * has the rules for that but refuses packages that offer `import` only: for those, by hand.
 */
function resolvePackage(name: string): string | undefined {
  const require = createRequire(join(process.cwd(), "package.json"));
  try {
    const file = require.resolve(name);
    return file === name ? undefined : file; // a Node built-in resolves to itself
  } catch {
    const folder = require.resolve
      .paths(name)
      ?.map((path) => join(path, name))
      .find((path) => existsSync(join(path, "package.json")));
    return folder === undefined ? undefined : importEntry(folder);
  }
}

function importEntry(folder: string): string | undefined {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    exports?: unknown;
  };
  let entry = manifest.exports;
  while (typeof entry === "object" && entry !== null) {
    const conditions = entry as Readonly<Record<string, unknown>>;
    entry = conditions["."] ?? conditions.node ?? conditions.import ?? conditions.default;
  }
  return typeof entry === "string" ? join(folder, entry) : undefined;
}
