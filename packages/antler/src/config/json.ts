import { ConfigError } from "@antler/core";

const padding = " ".repeat(40);

/**
 * Parses the text of a file.
 * @throws ConfigError that names the file, the line and the column of the mistake
 */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const message = (error as Error).message.replace(/ in JSON at position.*| ?,? \.{0,3}".*/s, "");
    throw new ConfigError(
      `${file}${place(text)}: the file is not valid JSON. ${message}. Mend it there.`,
    );
  }
}

/** `:line:column` of the first mistake, or an empty string where the engine does not tell. */
function place(text: string): string {
  const offset = mistakeOffset(text);
  if (offset === undefined) return "";
  const before = text.slice(0, offset).split("\n");
  return `:${before.length}:${(before.at(-1) ?? "").length + 1}`;
}

/**
 * V8 names either the position, or ten characters on each side of a wrong token. White space
 * around the text changes no position inside it and makes that second form uniform.
 */
function mistakeOffset(text: string): number | undefined {
  const padded = padding + text + padding;
  try {
    JSON.parse(padded);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    if (position !== undefined) return clamp(Number(position) - padding.length, text);
    const context = /\.\.\."(.*)"\.\.\. is not valid JSON/s.exec(message)?.[1];
    if (context !== undefined) return clamp(padded.indexOf(context) + 10 - padding.length, text);
    return message.includes("end of JSON") ? text.trimEnd().length : undefined;
  }
}

function clamp(offset: number, text: string): number {
  return Math.max(0, Math.min(offset, text.trimEnd().length));
}
