import { formatLearningRate } from "../format/learning_rate.ts";
import { type Place, placeOf, type Run, type RunPanels } from "./run_panels.ts";

/** A point of a run's validation loss. */
export interface LossPoint extends Place {
  readonly run: string;
  /** As it is written: it names a colour. */
  readonly learning_rate: string;
  readonly latent_size: number;
  readonly seed: number;
  readonly epoch: number;
  readonly loss: number;
  /** At the last point of a run that stalled. */
  readonly stalled?: true;
}

/** Losses below this are as good as none on a logarithmic axis. */
const LOWEST = 1e-12;

/** Whether a loss has a place on a logarithmic axis. */
export function isDrawn(loss: number | null): loss is number {
  return loss !== null && Number.isFinite(loss) && loss >= LOWEST;
}

/**
 * The points of loss curves: one per run and epoch with a finite positive validation loss.
 *
 * @param runs Those without a panel are left out.
 * @param panels Where each run is drawn.
 * @param losses The validation losses of a run, from its first epoch on.
 */
export function lossPoints(
  runs: readonly Run[],
  panels: RunPanels,
  losses: (run: string) => ArrayLike<number | null>,
): LossPoint[] {
  return runs.flatMap((run) => {
    const place = placeOf(run, panels);
    if (!place) return [];
    const own = {
      run: run.run,
      ...place,
      learning_rate: formatLearningRate(run.learning_rate),
      latent_size: run.latent_size,
      seed: run.seed,
    };
    const points = Array.from(losses(run.run)).flatMap((loss, i) =>
      isDrawn(loss) ? [{ ...own, epoch: i + 1, loss: Number(loss.toPrecision(4)) }] : []
    );
    const last = points.at(-1);
    return last && run.status === "stalled"
      ? [...points.slice(0, -1), { ...last, stalled: true as const }]
      : points;
  });
}
