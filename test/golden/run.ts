import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { chooseAreas, defaultFolder } from "./golden-file.js";
import { type AreaReport, formatArea, formatLine, summarize, totals } from "./report.js";
import { runAreas } from "./supervisor.js";

interface Options {
  readonly backend: string;
  readonly area: readonly string[];
  readonly json?: string;
  readonly timeLimit: number;
  readonly summary?: true;
}

const program = new Command("golden")
  .description("compares Antler with values of real Keras")
  .argument("[folder]", "folder of golden files", defaultFolder)
  .option("--backend <name>", "backend that computes", "reference")
  .option("--area <name>", "only this area; may be repeated", collect, [])
  .option("--json <file>", "writes the results there")
  .option("--time-limit <seconds>", "for one case", seconds, 60)
  .option("--summary", "one line per area, no failures")
  .showHelpAfterError()
  .action(run);

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

async function run(folder: string, options: Options): Promise<void> {
  const reports = new Map<string, AreaReport>();
  await runAreas({
    folder: resolve(folder),
    areas: chooseAreas(folder, options.area),
    backend: options.backend,
    timeLimit: options.timeLimit,
    onArea: (area, results) => {
      const report = summarize(results);
      reports.set(area, report);
      console.log(options.summary ? formatLine(area, report) : formatArea(area, report));
    },
  });
  const total = totals([...reports.values()]);
  if (reports.size > 1) console.log(formatLine("total", total));
  if (options.json !== undefined) {
    const content = { ...Object.fromEntries(reports), totals: total };
    writeFileSync(options.json, `${JSON.stringify(content, null, 2)}\n`);
  }
  if (total.failed > 0) process.exitCode = 1;
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

function seconds(value: string): number {
  const number = Number(value);
  if (number > 0) return number;
  throw new InvalidArgumentError("Expected a positive number of seconds.");
}
