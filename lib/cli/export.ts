import { Option } from "commander";
import { type ExportFormat, FORMATS } from "../export/formats.ts";
import { writeExport } from "../export/write_export.ts";
import { InputError } from "../errors.ts";
import { plural } from "../format/plural.ts";
import { complain, print } from "../format/print.ts";
import { openResultFolder } from "../sweep/open_result_folder.ts";
import { requireManifest } from "../sweep/store/manifest.ts";
import { refuseLinks } from "../sweep/store/refuse_links.ts";
import { showActivity } from "./_activity.ts";
import { commandLine } from "./_command_line.ts";
import { latestFolder } from "./_latest_folder.ts";
import { main } from "./_main.ts";
import { restartToWrite } from "./_restart_to_write.ts";

/**
 * The command `deno task export`: a result folder as the files of another tool.
 *
 * @returns 0, also for results that are not complete: how many runs are missing is said.
 * @throws {InputError} If the folder holds no sweep, no run of it, or what the format cannot hold.
 */
export async function exportResults(args: readonly string[]): Promise<number> {
  const command = commandLine("export").allowExcessArguments(false)
    .description(
      "Writes a result folder as the files of another tool: a black box of Syne Tune, a run of DeepCAVE, a journal of " +
        "Optuna, or the tables alone; and a data card (croissant.json) of columns, units and provenance beside them. " +
        "docs/export.md says how each is opened.",
    )
    .argument("[folder]", "result folder (default: the most recent one in outputs/)")
    .addOption(
      new Option(`--format <${Object.keys(FORMATS).join("|")}>`, "what to write")
        .choices(Object.keys(FORMATS)),
    )
    .option("--out <folder>", "where to (default: export/<name> in the result folder)");
  command.parse([...args], { from: "user" });
  const { format, out: said } = command.opts<{ format?: ExportFormat; out?: string }>();
  if (format === undefined) {
    const formats = Object.keys(FORMATS).join(", ");
    throw new InputError(`--format: it is missing; give one of ${formats} (docs/export.md)`);
  }
  const folder = command.args[0] ?? latestFolder("export");
  requireManifest(folder, "export");
  const out = said ?? `${folder}/export/${format}`;
  const ended = await restartToWrite("export", said ?? folder);
  if (ended !== null) return ended;
  refuseLinks(folder, "export");
  const { input, names } = shown(folder, out, format);
  for (const notice of input.notices) complain(notice);
  const { height } = input.results, missing = input.total - height;
  print(`${plural(height, "run")} as ${format} in ${out}: ${names.join(", ")}`);
  if (missing > 0) {
    const are = missing === 1 ? "is" : "are";
    print(`${plural(missing, "run")} of the sweep ${are} not finished, and not in it`);
  }
  return 0;
}

/** Writes the export, and shows what is done. */
function shown(folder: string, out: string, format: ExportFormat) {
  const activity = showActivity();
  try {
    activity.say("reading the results");
    const input = openResultFolder(folder, "export");
    activity.say(`writing for ${format}`);
    return { input, names: writeExport(input, out, { format }) };
  } finally {
    activity.stop();
  }
}

if (import.meta.main) await main(exportResults);
