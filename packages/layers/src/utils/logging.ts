let interactive = true;

/** Progress and messages go to the standard output again. */
export function enableInteractiveLogging(): void {
  interactive = true;
}

/** Progress and messages go to the console's log, without rewriting lines: for log files. */
export function disableInteractiveLogging(): void {
  interactive = false;
}

/** Whether progress and messages go to the standard output; true at first. */
export function isInteractiveLoggingEnabled(): boolean {
  return interactive;
}

/** Writes to the standard output as it is; where there is none, line by line to the console. */
export function writeOut(text: string): void {
  const out = typeof process === "undefined" ? undefined : process.stdout;
  if (interactive && typeof out?.write === "function") out.write(text);
  else if (text.trim() !== "") console.log(text.replace(/^[\r\n\b]+|\n$/g, ""));
}

/** Writes a line. */
export function printMessage(message: string): void {
  writeOut(`${message}\n`);
}
