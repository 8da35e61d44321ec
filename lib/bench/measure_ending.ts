import { kebabCase } from "../options/mod.ts";
import { type Axes, POSTER_GRID } from "../sweep/plan/grid.ts";
import { planSweep } from "../sweep/sweep.ts";
import { projectFolders } from "../project.ts";
import { followCommand, type Phase, type PhasePatterns } from "./follow_command.ts";
import { PATIENCE } from "./invent_run.ts";
import { inventSweep } from "./invent_sweep.ts";
import { task } from "./_task.ts";
import { temporaryFolder } from "./_temporary_folder.ts";

/** What there is to do besides training where a sweep has very many runs. */
export interface EndingMeasure {
  readonly runs: number;
  /** Of `deno task sweep` from its start to its end where no run is left, and of `deno task status`. */
  readonly phases: readonly Phase[];
}

const ENDING: PhasePatterns = [
  ["figure", /Drawing the figure/],
  ["samples and dimensions", /Writing what runs/],
  ["results and curves", /Writing results/],
];

/** Seven seeds of the poster's grid and further axes, as the report is timed with: 100,800 runs of up to 60 epochs. */
const HUGE = {
  reduction: ["sum", "mean"],
  batchSize: [16, 32, 64, 128],
  hiddenSize: [32, 64, 128, 256, 512],
};
/** 5,040 runs. */
const SMALL = { reduction: HUGE.reduction };

const SEEDS = [0, 1, 2, 3, 4, 5, 6], DATA = "synthetic-350x60", EPOCHS = 60;

/**
 * Follows the commands that resume a sweep and end it, and that count its runs, where all of them are done: what they
 * take grows with the runs, whatever these took.
 *
 * @param options `quick`: of few runs. @default false
 * @throws {Error} If a command fails, or there is no `script` or /proc.
 */
export async function measureEnding(
  { quick = false }: { quick?: boolean } = {},
): Promise<EndingMeasure> {
  using out = temporaryFolder();
  const further = quick ? SMALL : HUGE, axes: Axes = { ...POSTER_GRID, seeds: SEEDS, further };
  const fixed = { maxEpochs: EPOCHS, patience: PATIENCE };
  const plan = await planSweep({ ...projectFolders(), data: DATA, out: out.path, axes, fixed });
  const runs = await inventSweep(out.path, axes, { epochs: EPOCHS, plan });
  const flags = [
    ...Object.entries({ ...fixed, seeds: SEEDS }).map(([name, value]) => [name, `${value}`]),
    ...Object.entries(further).map(([name, levels]) => ["axis", `${kebabCase(name)}=${levels}`]),
  ].flatMap(([name, value]) => [`--${kebabCase(name!)}`, value!]);
  const command = task("sweep", "--data", DATA, "--out", out.path, ...flags);
  const { phases } = await followCommand(command, ENDING);
  const status = await followCommand(task("status", out.path), []);
  const named = (all: readonly Phase[], name: string) =>
    all.map((phase) => phase.name === "start" ? { ...phase, name } : phase);
  return { runs, phases: [...named(phases, "resuming"), ...named(status.phases, "status")] };
}
