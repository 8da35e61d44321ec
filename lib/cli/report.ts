import { type ReportProgress, writeReport, type WrittenReport } from "../report/write_report.ts";
import { showActivity } from "./_activity.ts";
import { requireManifest } from "../sweep/store/manifest.ts";
import { refuseLinks } from "../sweep/store/refuse_links.ts";
import { latestFolder } from "./_latest_folder.ts";
import { main } from "./_main.ts";
import { restartToWrite } from "./_restart_to_write.ts";
import { complain, print } from "../format/print.ts";
import { commandLine } from "./_command_line.ts";

/**
 * The command `deno task report`: analysis tables, figures and one self-contained page from a result folder.
 *
 * @returns 0, also for results that are not complete: what is missing is listed; 1 if a table or figure failed by a defect.
 * @throws {InputError} If the folder holds no sweep, or no run of it.
 */
export async function report(args: readonly string[]): Promise<number> {
  const command = commandLine("report").allowExcessArguments(false)
    .description(
      "Writes analysis/ (CSV, Parquet), figures/ (SVG, PNG, JSON) and report.html into a result folder.",
    )
    .argument("[folder]", "result folder (default: the most recent one in outputs/)");
  command.parse([...args], { from: "user" });
  const folder = command.args[0] ?? latestFolder("write a report");
  refuseLinks(folder, "report on");
  requireManifest(folder, "report on");
  const ended = await restartToWrite("report", folder);
  if (ended !== null) return ended;
  const { page, tables, figures, missing, notices, defects } = await shown(folder);
  for (const line of missing) complain(`missing: ${line}`);
  for (const line of notices) complain(`${folder}: ${line}`);
  for (const { name, error } of defects) complain(`${name}: ${error.stack}`);
  print(`${tables.length / 2} tables in ${folder}/analysis, as .csv and .parquet`);
  print(`${figures.length / 3} figures in ${folder}/figures, as .svg, .png and .vl.json`);
  print(page);
  return defects.length > 0 ? 1 : 0;
}

const SAID = {
  results: "reading the results",
  tables: "table",
  figures: "figure",
  page: "putting the page together",
} as const;

/** Writes the report, and shows what is made of it, and how far that is. */
async function shown(folder: string): Promise<WrittenReport> {
  const activity = showActivity();
  const onProgress = ({ stage, name, done, of }: ReportProgress) =>
    name === ""
      ? activity.say(SAID[stage])
      : activity.say(`${SAID[stage]} ${name}`, { done, total: of });
  try {
    return await writeReport(folder, { onProgress });
  } finally {
    activity.stop();
  }
}

if (import.meta.main) await main(report);
