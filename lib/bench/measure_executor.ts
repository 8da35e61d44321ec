import { planSweep, runSweep } from "../sweep/sweep.ts";
import { temporaryFolder } from "./_temporary_folder.ts";

/** What the executor costs besides the training of its runs. */
export interface ExecutorTimes {
  readonly runs: number;
  readonly workers: number;
  /**
   * Milliseconds of a worker for a run that has next to nothing to train: an upper bound of all that comes on top of
   * training, from being told of a run to its record on the disk.
   */
  readonly perRun: number;
  /** Milliseconds of a worker for a run of the study's cheapest model, VAE, on the built-in cohort. */
  readonly usual: number;
  /** The first as a share of the second. */
  readonly share: number;
}

const WORKERS = 2;

/** One graph serves all of them, whatever their learning rate. */
const TINY = {
  data: "synthetic-120x60",
  fixed: { hiddenSize: 4, batchSize: 64, maxEpochs: 1 },
  axes: {
    models: ["vae"],
    latentSizes: [2],
    learningRates: Array.from({ length: 120 }, (_, i) => (i + 1) * 1e-5),
  },
};

/** A quarter of a latent size's runs of the default grid. */
const USUAL = { data: "synthetic", fixed: {}, axes: { models: ["vae"], latentSizes: [50] } };

/**
 * Times how much of a sweep its executor takes.
 *
 * @param options `quick`: with few runs. @default false
 * @throws {Error} If a run fails.
 */
export async function measureExecutor(
  { quick = false }: { quick?: boolean } = {},
): Promise<ExecutorTimes> {
  const learningRates = TINY.axes.learningRates.slice(0, 8);
  const tiny = quick ? { ...TINY, axes: { ...TINY.axes, learningRates } } : TINY;
  const usual = quick ? { ...USUAL, fixed: { maxEpochs: 2 } } : USUAL;
  const { runs, milliseconds: perRun } = await timeRuns(tiny);
  const { milliseconds } = await timeRuns(usual);
  return { runs, workers: WORKERS, perRun, usual: milliseconds, share: perRun / milliseconds };
}

/** Milliseconds of a worker for a run, once every worker has started and traced its first graph. */
async function timeRuns(options: Parameters<typeof planSweep>[0]) {
  using out = temporaryFolder();
  const plan = await planSweep({ ...options, out: out.path, workers: WORKERS });
  const ended: number[] = [];
  await runSweep(plan, {
    observer: {
      finished(_worker, { status, error }) {
        if (status === "failed") throw new Error(`Cannot time an executor: ${error}`);
        ended.push(performance.now());
      },
    },
  });
  const [first, last] = [ended[WORKERS - 1]!, ended.at(-1)!];
  return {
    runs: ended.length,
    milliseconds: WORKERS * (last - first) / (ended.length - WORKERS),
  };
}
