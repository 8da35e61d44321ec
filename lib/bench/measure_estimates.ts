import { followCommand } from "./follow_command.ts";
import { task } from "./_task.ts";
import { temporaryFolder } from "./_temporary_folder.ts";

/** What a sweep said that it takes, and what it took. */
export interface EstimateMeasure {
  /** Flags of the sweep that vary. */
  readonly sweep: string;
  readonly saidGigabytes: number;
  /** Of the command and all that it has started; pages that several share are counted once. */
  readonly peakGigabytes: number;
}

/** Models, drawn samples, batches, hidden units, genes, samples and workers: each apart, and the large ones together. */
const SIZES = [
  "--data synthetic-500x1000 --models vae",
  "--data synthetic-500x5000 --models vae",
  "--data synthetic-500x5000 --models vae --workers 2 --latent-sizes 10,200 --fixed-epochs 30", // long enough to meet
  "--data synthetic-500x5000 --models info-vae --batch-size 256",
  "--data synthetic-500x5000 --models vae --hidden-size 2048",
  "--data synthetic-4000x5000 --models vae",
  "--data synthetic-500x5000 --models iwae --samples 50",
  "--data synthetic-500x2000 --models iwae --samples 100 --batch-size 256",
];

/** What all of them have in common unless they say otherwise. */
const COMMON = {
  "--learning-rates": "1e-4",
  "--optimizers": "adam",
  "--fixed-epochs": "2",
  "--latent-sizes": "50",
  "--workers": "1",
};

/**
 * Runs sweeps of many sizes as tasks, each of one run for each latent size, and compares the memory that they say with what all
 * of their processes hold.
 *
 * @param quick Only the smallest.
 * @throws {Error} If one fails, or there is no `script` or /proc.
 */
export async function measureEstimates(quick: boolean): Promise<EstimateMeasure[]> {
  const measured: EstimateMeasure[] = [];
  for (const sweep of quick ? SIZES.slice(0, 1) : SIZES) {
    using folder = temporaryFolder();
    const common = Object.entries(COMMON).filter(([flag]) => !sweep.includes(flag));
    const flags = [...sweep.split(" "), ...common.flat()];
    const { phases, output } = await followCommand(
      task("sweep", ...flags, "--out", `${folder.path}/results`),
      [],
    );
    measured.push({
      sweep,
      saidGigabytes: saidMemory(output),
      peakGigabytes: Math.max(...phases.map(({ peakGigabytes }) => peakGigabytes)),
    });
  }
  return measured;
}

/** The memory that a sweep says it takes, in GB. @throws {Error} If it does not say any. */
export function saidMemory(output: string): number {
  const [, said] = /([\d.]+) GiB of memory/.exec(output) ?? [];
  if (said === undefined) throw new Error("the sweep did not say what memory it takes");
  return Number(said) * 2 ** 30 / 1e9;
}
