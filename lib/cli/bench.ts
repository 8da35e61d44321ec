import { formatReport } from "../bench/format_report.ts";
import type { BenchReport } from "../bench/report.ts";
import { stepFigure } from "../bench/step_figure.ts";
import { STUDY_SIZES } from "../bench/study_sizes.ts";
import { judgeTargets } from "../bench/targets.ts";
import { InputError } from "../errors.ts";
import { writeWhole } from "../files.ts";
import { makeFolder } from "../files/make_folder.ts";
import { writeFigure } from "../plots/render.ts";
import { projectPath } from "../project.ts";
import { machineFacts } from "../sweep/store/manifest.ts";
import { availableBackend } from "../tensorflow/available.ts";
import { parseBenchCommand } from "./_bench_options.ts";
import { MEASURE, type Measured } from "./_bench_parts.ts";
import { main } from "./_main.ts";
import { readProcessor } from "./_processor.ts";
import { complain, print } from "../format/print.ts";

/**
 * The command `deno task bench`: measures how fast training is, part by part, and writes tables,
 * bench.json and a figure.
 *
 * @returns 0, whether targets are met or missed.
 * @throws {InputError} If there is no native TensorFlow; `CommanderError` if an option is not valid.
 */
export async function bench(args: readonly string[]): Promise<number> {
  const root = projectPath("./"), options = parseBenchCommand(args, root);
  const { tensorflow } = await availableBackend();
  if (tensorflow === null) {
    throw new InputError("Cannot benchmark without the native TensorFlow: run `deno task setup`");
  }
  let report: BenchReport = {
    startedAt: new Date().toISOString(),
    quick: options.quick,
    machine: { ...machineFacts(), processor: (await readProcessor()).name },
    versions: { deno: Deno.version.deno, tensorflow },
    skipped: [],
  };
  for (const part of options.only) {
    complain(`${part} …`);
    report = merge(report, await MEASURE[part](options, root));
    await writeReport(report, options.out);
  }
  print(...formatReport(report).split("\n"));
  for (const path of await writeReport(report, options.out)) print(`  ${path}`);
  return 0;
}

function merge(report: BenchReport, measured: Measured): BenchReport {
  const skipped = [...report.skipped, ...measured.skipped ?? []];
  const { versions = {} } = measured as Partial<BenchReport>;
  return { ...report, ...measured, versions: { ...report.versions, ...versions }, skipped };
}

/** Written after each part, so that an interrupted benchmark keeps its results so far. */
async function writeReport(report: BenchReport, folder: string): Promise<string[]> {
  makeFolder(folder);
  const json = `${folder}/bench.json`, targets = judgeTargets(report);
  writeWhole(json, `${JSON.stringify({ ...report, targets }, null, 2)}\n`);
  const { steps = [], machine } = report,
    threads = Math.max(...steps.map((times) => times.threads));
  if (!steps.length) return [json];
  const { genes, hiddenSize, batchSize } = STUDY_SIZES;
  const sizes = `${genes.toLocaleString("en")} genes, hidden ${hiddenSize}, batch ${batchSize}`;
  const subtitle = [
    `Median over latent sizes; ${sizes}, ${threads} threads; × beside the graph engine`,
    `${machine.processor}, ${machine.cores} cores`,
  ];
  const shown = steps.filter((times) => times.threads === threads);
  return [json, ...Object.values(await writeFigure(stepFigure(shown, subtitle), folder, "steps"))];
}

if (import.meta.main) await main(bench);
