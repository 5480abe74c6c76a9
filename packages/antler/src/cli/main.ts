#!/usr/bin/env node
import { Command } from "commander";
import { messageOf } from "../backends/open.js";
import { examine, formatReport } from "./doctor.js";
import { terminalStyle } from "./style.js";
import { formatMatrix, markdownMatrix, supportMatrix } from "./support.js";

const program = new Command("antler")
  .description("Keras for TypeScript: one layers and models API over swappable backends")
  .showSuggestionAfterError()
  .showHelpAfterError('("antler --help" lists the commands)');

program
  .command("doctor")
  .description("what works on this machine, and how to mend what does not")
  .option("--backend <name>", "examine this choice in place of the configured one")
  .option("--device <name>", "examine this device")
  .option("--json", "print a report for programs")
  .action(async ({ json, ...choice }: { json?: true; backend?: string; device?: string }) => {
    const report = await examine({ ...choice, source: "the command line" });
    console.log(json ? JSON.stringify(report, null, 2) : formatReport(report, terminalStyle()));
    if (report.chosen === undefined) process.exitCode = 1;
  });

program
  .command("support")
  .description("which ops each backend runs natively")
  .option("--json", "print the matrix for programs")
  .option("--markdown", "print it as a page of documentation")
  .option("--measure", "also run the conformance cases, and note the worst errors")
  .action(async ({ json, markdown, measure }: Record<string, true | undefined>) => {
    const matrix = await supportMatrix(measure);
    if (json) console.log(JSON.stringify(matrix, null, 2));
    else if (markdown) console.log(markdownMatrix(matrix));
    else console.log(formatMatrix(matrix, terminalStyle()));
  });

program.parseAsync().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
