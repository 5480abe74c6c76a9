import { ArgumentError } from "@antler/core";

/** How a file is told from another; `"auto"`: by the length of the hash. */
export type HashAlgorithm = "auto" | "sha256" | "md5";

/** @throws ArgumentError for an unknown algorithm */
export function hashName(algorithm: HashAlgorithm, hash: string): "sha256" | "md5" {
  if (algorithm === "sha256" || algorithm === "md5") return algorithm;
  if (algorithm === "auto") return hash.length === 64 ? "sha256" : "md5";
  throw new ArgumentError(
    `getFile: hashAlgorithm is unknown. Expected "auto", "sha256" or "md5", received ${JSON.stringify(algorithm)}.`,
  );
}

/** The hash of a file's content in hexadecimal digits. */
export async function hashFile(path: string, algorithm: "sha256" | "md5"): Promise<string> {
  const [{ createHash }, { createReadStream }] = await Promise.all([
    import("node:crypto"),
    import("node:fs"),
  ]);
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
