// Installs the locked dependencies when they are missing or older than the lock file.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const stamp = "node_modules/.package-lock.json";
const fresh = existsSync(stamp) && statSync(stamp).mtimeMs >= statSync("package-lock.json").mtimeMs;
if (!fresh) {
  const npm = process.env.npm_execpath;
  const [command, ...prefix] = npm ? [process.execPath, npm] : ["npm"];
  // The scripts call this one silently; the install's own errors must still be seen.
  const args = [...prefix, "ci", "--loglevel=error"];
  process.exitCode = spawnSync(command, args, { stdio: "inherit" }).status ?? 1;
}
