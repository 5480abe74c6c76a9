/** A column of a table: title, width of its content, and which way the content stands. */
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align: "left" | "right" | "center";
}

/**
 * A table with lines between rows, exactly `total` characters wide: columns that are too wide together
 * give way evenly. Long cells are wrapped at spaces, long words end in an ellipsis.
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  total: number,
): readonly string[] {
  const widths = fitWidths(
    columns.map(({ width }) => width + 2),
    total - columns.length - 1,
  );
  const rule = (left: string, line: string, cross: string, right: string): string =>
    left + widths.map((width) => line.repeat(width)).join(cross) + right;
  const lines = (cells: readonly string[], bar: string): readonly string[] => {
    const wrapped = cells.map((cell, i) => wrap(cell, (widths[i] as number) - 2));
    const height = Math.max(...wrapped.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) => {
      const row = wrapped.map((cell, i) => {
        const { align } = columns[i] as Column;
        return ` ${justify(cell[line] ?? "", (widths[i] as number) - 2, align)} `;
      });
      return bar + row.join(bar) + bar;
    });
  };
  const titles = columns.map(({ title }) => title);
  return [
    rule("┏", "━", "┳", "┓"),
    ...lines(titles, "┃"),
    rule("┡", "━", "╇", "┩"),
    ...rows.flatMap((row, i) => [
      ...(i === 0 ? [] : [rule("├", "─", "┼", "┤")]),
      ...lines(row, "│"),
    ]),
    rule("└", "─", "┴", "┘"),
  ];
}

/** Widths with the sum `total`. */
function fitWidths(widths: readonly number[], total: number): readonly number[] {
  let excess = widths.reduce((sum, width) => sum + width, 0) - total;
  return widths.map((width, i) => {
    const share = roundHalfToEven(excess / (widths.length - i));
    const taken = Math.min(width - 3, share);
    excess -= taken;
    return width - taken;
  });
}

function roundHalfToEven(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/\s*\S+\s*/g) ?? [""]) {
    if (line !== "" && line.length + word.trimEnd().length > width) {
      lines.push(line);
      line = word;
    } else line += word;
  }
  return [...lines, line].map((part) => {
    const content = part.trimEnd();
    return content.length > width ? `${content.slice(0, width - 1)}…` : content;
  });
}

function justify(text: string, width: number, align: Column["align"]): string {
  if (align === "right") return text.padStart(width);
  if (align === "left") return text.padEnd(width);
  const left = Math.floor((width - text.length) / 2);
  return " ".repeat(left) + text.padEnd(width - left);
}
