import { readFileSync } from "node:fs";
import { ConfigError, suggestion } from "@antler/core";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { AntlerConfig } from "./types.js";

interface Schema {
  readonly properties: Readonly<Record<string, object>>;
}

let cache: { readonly schema: Schema; readonly validate: ValidateFunction } | undefined;

/** The published JSON schema, compiled once. */
function compiled() {
  if (cache === undefined) {
    const file = new URL("../../antler.config.schema.json", import.meta.url);
    const schema = JSON.parse(readFileSync(file, "utf8")) as Schema;
    cache = { schema, validate: new Ajv().compile(schema) };
  }
  return cache;
}

/**
 * Checks a configuration against the JSON schema.
 * @throws ConfigError that names the file and the key
 */
export function validateConfig(config: unknown, file: string): AntlerConfig {
  const { schema, validate } = compiled();
  if (validate(config)) return config as AntlerConfig;
  throw new ConfigError(`${file}: ${explain(validate.errors?.[0], config, schema)}`);
}

function explain(error: ErrorObject | undefined, config: unknown, schema: Schema): string {
  const keys = Object.keys(schema.properties);
  if (error?.keyword === "additionalProperties") {
    const key = String(error.params.additionalProperty);
    return `unknown key "${key}". Expected ${keys.join(", ")}.${suggestion(key, keys)}`;
  }
  const key = error?.instancePath.slice(1) ?? "";
  if (key === "") return `Expected a JSON object, received ${JSON.stringify(config)}.`;
  const value = (config as Readonly<Record<string, unknown>>)[key];
  const rule = error?.message?.replace(/^must /, "") ?? "be valid";
  return `"${key}" is wrong. It must ${rule}, received ${JSON.stringify(value)}.`;
}
