/** What one line of progress shows. */
export interface ProgressState {
  /** `"Epoch  3/12"`, `"evaluate"`. */
  readonly title: string;
  readonly step: number;
  /** 0 while the number of steps is not known. */
  readonly steps: number;
  /** Milliseconds since the first step began. */
  readonly elapsed: number;
  /** Loss and metrics so far. */
  readonly logs: Readonly<Record<string, number>>;
  /** Whether this is the last state of the line. */
  readonly done: boolean;
}

const separator = " · ";
const barWidths = [20, 10, 0];

/**
 * One line: title, bar, steps, ms per step, time (left while it runs, taken at the end), values. In
 * a narrow terminal the bar shrinks first, then values at the end are dropped.
 * @param columns width of the terminal
 */
export function progressLine(state: ProgressState, columns: number): string {
  const { title, step, steps, elapsed, done } = state;
  const perStep = elapsed / Math.max(1, step);
  const known = steps > 0;
  const time = done || !known ? duration(elapsed) : `ETA ${duration(perStep * (steps - step))}`;
  const count = !known
    ? `${step} steps`
    : `${String(step).padStart(String(steps).length)}/${steps}`;
  const rate = `${perStep.toFixed(perStep < 10 ? 2 : perStep < 100 ? 1 : 0)} ms/step`;
  // Before the first step there is nothing to estimate from.
  const head = step === 0 ? count : [count, rate, time].join(separator);
  const values = Object.entries(state.logs).map(([name, value]) => `${name} ${number(value)}`);
  for (const width of known ? barWidths : [0]) {
    const line = [
      [title, bar(known ? step / steps : 0, width), head].filter(Boolean).join(" "),
      ...values,
    ];
    if (line.join(separator).length < columns) return line.join(separator);
  }
  let line = `${title} ${head}`;
  for (const value of values) {
    if (line.length + separator.length + value.length >= columns) break;
    line += separator + value;
  }
  return line;
}

function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, share) * width);
  return "━".repeat(filled) + "─".repeat(width - filled);
}

function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 1) return `${Math.round(milliseconds)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function number(value: number): string {
  const small = value !== 0 && Math.abs(value) < 1e-3;
  return small ? value.toExponential(2) : value.toFixed(4);
}
