import { type DataSummary, sizesOf, summarizeCohort } from "../data/data_summary.ts";
import { describeData } from "../data/describe_data.ts";
import { describeNotices } from "../data/notices.ts";
import type { Cohort } from "../data/cohort.ts";
import { loadCohort, type LoadCohortOptions } from "../data/load_cohort.ts";
import { splitSamples } from "../data/split.ts";
import { InputError } from "../errors.ts";
import { checkOptions, DATA_OPTIONS, EXECUTION_OPTIONS } from "../options/mod.ts";
import { projectFolders } from "../project.ts";
import { flagOf } from "./_flag.ts";
import { showActivity } from "./_activity.ts";
import { showReading } from "./_reading.ts";
import { print } from "../format/print.ts";
import { commandLine } from "./_command_line.ts";

/** The seed that a sweep splits by unless told otherwise. */
const SEED = 0;

/** What a sweep takes besides, which changes nothing of what is understood. */
const { data: _data, genes: _genes, ...READING } = DATA_OPTIONS;
const OPTIONS = { ...READING, maxMemory: EXECUTION_OPTIONS.maxMemory };

/**
 * The command `deno task data inspect`: says what is understood of a file, and trains nothing.
 *
 * @throws {InputError} If an option or the file is not valid.
 */
export async function inspect(args: readonly string[]): Promise<number> {
  const command = commandLine("data inspect").allowExcessArguments(false)
    .description(
      "Says what is understood of an expression matrix and of the table of its samples' cancer types.\n" +
        "Nothing is trained. What was read is kept, so that a sweep of the same file starts at once.",
    )
    .argument("<file>", "path of the matrix, or a cohort's name");
  for (const [name, row] of Object.entries(OPTIONS)) command.addOption(flagOf(name, row));
  command.parse([...args], { from: "user" });
  const options = checkOptions(command.opts(), OPTIONS) as LoadCohortOptions;
  const activity = showActivity(), { onProgress } = showReading(activity);
  const cohort = await loadCohort(command.args[0]!, { ...projectFolders(), ...options, onProgress })
    .finally(activity.stop);
  const summary = summarizeCohort(cohort), split = splitOf(cohort);
  const { lines, others } = describeData({ ...summary, ...split.sizes }, cohort.report);
  for (const { what, text } of lines) print(`${what.padEnd(15)} ${text}`);
  for (const line of describeNotices(others)) print(`${"note".padEnd(15)} ${line}`);
  if (split.problem !== undefined) print(`${"split".padEnd(15)} ${split.problem}`);
  return 0;
}

/** How a sweep would split the samples; a cohort that is too small for that can be looked at all the same. */
function splitOf(
  { matrix, cancerTypes, groups }: Cohort,
): { readonly sizes?: Pick<DataSummary, "split">; readonly problem?: string } {
  try {
    const rows = splitSamples(matrix.samples, cancerTypes, { seed: SEED, groups });
    return { sizes: { split: sizesOf(rows, SEED) } };
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}
