import { type Command, InvalidArgumentError } from "commander";
import { dirname } from "node:path";
import { unlessMissing } from "../files.ts";
import { shellWord } from "../format/shell_word.ts";
import { formatTable } from "../format/table.ts";
import { CATALOGUE, type CatalogueEntry, requireCohort } from "../data/download/catalogue.ts";
import { cohortPaths } from "../data/resolve_cohort.ts";
import { projectFolders } from "../project.ts";
import { writeSynthetic } from "../data/write_synthetic.ts";
import { InputError } from "../errors.ts";
import { decimalNumber } from "../options/mod.ts";
import { countProgress } from "./_byte_progress.ts";
import { downloadCohort, type DownloadCohortOptions } from "./_download_cohort.ts";
import { inspect } from "./_inspect.ts";
import { main } from "./_main.ts";
import { restartToWrite } from "./_restart_to_write.ts";
import { shortPath } from "../format/short_path.ts";
import { print } from "../format/print.ts";
import { commandLine } from "./_command_line.ts";

interface Flags {
  readonly samples?: number;
  readonly genes?: number;
  readonly seed?: number;
  readonly out?: string;
}

/**
 * The command `deno task data`: lists the cohorts that can be downloaded, gets them, makes a synthetic one of any
 * size as a file, or says what is understood of a file.
 *
 * @param options For another folder or other hosts than the catalogue's.
 * @returns 0, or 130 after Ctrl-C.
 * @throws {InputError} If there is no such cohort or option.
 * @throws {DownloadFailure} If a file cannot be had; the command line exits with code 6.
 */
export async function data(
  args: readonly string[],
  options: DownloadCohortOptions = {},
): Promise<number> {
  if (args[0] === "inspect") return await inspect(args.slice(1));
  const command = dataCommand();
  command.parse([...args], { from: "user" });
  const names = command.args, flags = command.opts<Flags>();
  if (names.length === 0) return list(options.folder);
  if (names.includes("synthetic")) return await synthesize(names, flags);
  const [given] = Object.keys(flags);
  if (given !== undefined) {
    throw new InputError(`--${given}: only \`deno task data synthetic\` has this option`);
  }
  for (const entry of names.map(requireCohort)) {
    if (!await downloadCohort(entry, options)) return 130;
    print(`${entry.title}: ${entry.terms}`);
    print(`next: deno task sweep --data ${entry.name}`);
  }
  return 0;
}

function dataCommand(): Command {
  return commandLine("data").description(
    "Without a name: lists the cohorts that can be downloaded, and which are there.\n" +
      "With names: downloads and checks them, resuming where it stopped. Files that you have put into " +
      "data/ yourself are checked and used. `synthetic` writes a made-up cohort of any size in the same format.\n" +
      "`inspect FILE` says what is understood of a matrix of yours (`inspect --help`).",
  )
    .argument("[names...]", "such as tcga-pancan, gdc-pancan, brca; or synthetic, or inspect FILE")
    .option("--samples <n>", "samples of a synthetic cohort (default: 500)", whole)
    .option("--genes <n>", "genes of a synthetic cohort (default: 2000)", whole)
    .option("--seed <n>", "seed of a synthetic cohort (default: 0)", whole)
    .option(
      "--out <path>",
      "file of the synthetic cohort, .tsv or .tsv.gz (default: data/synthetic-SAMPLESxGENES.tsv.gz)",
    );
}

function whole(text: string): number {
  const number = decimalNumber(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError("It takes an integer.");
}

function list(folder: string | undefined): number {
  const state = (entry: CatalogueEntry) => {
    const paths = Object.values(cohortPaths(entry, folder ?? projectFolders().dataFolder));
    const there = paths.filter((path) => isFile(path)).length;
    return ["", "in part", "there"][there];
  };
  const table = formatTable(CATALOGUE, [
    { title: "name", value: ({ name }) => name },
    { title: "in data/", value: state },
    { title: "cohort", value: ({ title }) => title },
  ]);
  print(
    ...table.split("\n"),
    "",
    "All: genes × samples, log2(x + 1), from UCSC Xena. `deno task data NAME` gets one.",
  );
  return 0;
}

function isFile(path: string): boolean {
  return unlessMissing(() => Deno.statSync(path).isFile, false);
}

async function synthesize(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length > 1) {
    throw new InputError(`synthetic: got ${names.join(" ")}, takes no other name with it`);
  }
  const { samples = 500, genes = 2000, seed = 0 } = flags;
  for (const [name, size] of Object.entries({ samples, genes })) {
    if (size < 1) throw new InputError(`--${name}: got ${size}, takes an integer of at least 1`);
  }
  const path = flags.out ??
    `${shortPath(projectFolders().dataFolder)}/synthetic-${samples}x${genes}.tsv.gz`;
  const ended = await restartToWrite("data", dirname(path));
  if (ended !== null) return ended;
  const progress = countProgress("Writing", "genes");
  try {
    const files = await writeSynthetic(path, {
      ...{ samples, genes, seed },
      onProgress: (done) => progress.update(done, genes),
    });
    progress.stop();
    for (const file of Object.values(files)) print(file);
    const [matrix, phenotype] = [files.matrix, files.phenotype].map(shellWord);
    print(`next: deno task sweep --data ${matrix} --phenotype ${phenotype}`);
    return 0;
  } catch (error) {
    const refused = error instanceof Deno.errors.NotCapable && /write access/.test(error.message);
    if (!refused) throw error;
    throw new InputError(
      `--out: got "${path}", where this program may not write; choose a path in data/ or outputs/`,
    );
  } finally {
    progress.stop();
  }
}

if (import.meta.main) await main(data);
