import { followCommand, type Phase, type PhasePatterns } from "./follow_command.ts";
import { saidMemory } from "./measure_estimates.ts";
import { task } from "./_task.ts";
import { temporaryFolder } from "./_temporary_folder.ts";

/** A study from the command to the page, as tasks. */
export interface FullSizeMeasure {
  readonly samples: number;
  readonly genes: number;
  readonly runs: number;
  readonly phases: readonly Phase[];
  /** What the command said before it began. */
  readonly saidGigabytes: number;
  /** Of the sweep with its workers. */
  readonly peakGigabytes: number;
  /** Processes that wait for a processor or use one, a minute's average, before it began: what else the machine did. */
  readonly load: number;
}

const SWEEP: PhasePatterns = [
  ["figure", /Drawing the figure/],
  ["tables", /Writing (results|what runs)/],
  ["baselines", /Baselines/], // beside training they are told in lower case
  ["training", /\d+\/\d+ .*(runs|starting|loss)/],
  ["making up the cohort", /Making up/],
  ["choosing genes, splitting", /Choosing genes/],
  ["looking for the data", /Looking at/],
];

const REPORT: PhasePatterns = [
  ["report: page", /Putting the page/],
  ["report: figures", /Figure [^:]+: \d/],
  ["report: tables", /Table [^:]+: \d/],
  ["report: results", /Reading the results/],
];

/** 2 × 4 × 3 runs. */
const GRID = "--models vae --learning-rates 1e-3,1e-4 --latent-sizes 10,20,50,200 --fixed-epochs 2";

/**
 * Runs a sweep of 24 runs of two epochs and its report, as tasks on a terminal, and takes each phase's time, its longest
 * silence and the memory of all processes.
 *
 * @throws {Error} If a task fails, or there is no `script` or /proc.
 */
export async function measureFullSize(
  { samples, genes }: { readonly samples: number; readonly genes: number },
): Promise<FullSizeMeasure> {
  using folder = temporaryFolder();
  const out = `${folder.path}/results`, [load] = Deno.loadavg();
  const data = ["--data", `synthetic-${samples}x${genes}`, ...GRID.split(" ")];
  const sweep = await followCommand(task("sweep", ...data, "--out", out), SWEEP);
  const report = await followCommand(task("report", out), REPORT);
  const results = await Deno.readTextFile(`${out}/results.csv`);
  return {
    ...{ samples, genes, runs: results.trim().split("\n").length - 1 },
    phases: [
      ...sweep.phases,
      ...report.phases.map((phase) =>
        phase.name === "start" ? { ...phase, name: "report" } : phase
      ),
    ],
    saidGigabytes: saidMemory(sweep.output),
    peakGigabytes: Math.max(...sweep.phases.map(({ peakGigabytes }) => peakGigabytes)),
    load: load!,
  };
}
