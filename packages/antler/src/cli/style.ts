import { styleText } from "node:util";

/** How text is set off, and how much fits on a line. */
export interface Style {
  /** Infinite in a pipe, so that programs find every message on one line. */
  readonly columns: number;
  good(text: string): string;
  bad(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

type Format = Parameters<typeof styleText>[0];

/** Colours in a terminal, plain text in a pipe or where `NO_COLOR` is set. */
export function terminalStyle(stream: NodeJS.WriteStream = process.stdout): Style {
  const coloured = stream.isTTY === true && !process.env.NO_COLOR;
  const format = (name: Format) => (text: string) => (coloured ? styleText(name, text) : text);
  return {
    columns: stream.isTTY === true ? stream.columns : Number.POSITIVE_INFINITY,
    good: format("green"),
    bad: format("red"),
    strong: format("bold"),
    faint: format("dim"),
  };
}
