import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseJson } from "./json.js";
import type { AntlerConfig } from "./types.js";
import { validateConfig } from "./validate.js";

/** A configuration that was found on disk. */
export interface ConfigFile {
  readonly path: string;
  readonly config: AntlerConfig;
}

/**
 * The nearest configuration, from `folder` upwards: `antler.config.json`, else a `package.json` with
 * an `antler` key. Configurations further up have no say.
 * @throws ConfigError if it can't be parsed or breaks the schema
 */
export function findConfigFile(folder: string): ConfigFile | undefined {
  let current = resolve(folder);
  while (true) {
    const found = readConfigIn(current);
    if (found !== undefined) return found;
    const parent = dirname(current);
    if (parent === current) return undefined;
    current = parent;
  }
}

function readConfigIn(folder: string): ConfigFile | undefined {
  const path = join(folder, "antler.config.json");
  if (existsSync(path)) return { path, config: validateConfig(read(path), path) };
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return undefined;
  const content = read(manifest);
  if (typeof content !== "object" || content === null || !("antler" in content)) return undefined;
  const source = `${manifest} ("antler")`;
  return { path: source, config: validateConfig(content.antler, source) };
}

function read(path: string): unknown {
  return parseJson(readFileSync(path, "utf8"), path);
}
