import { append, element } from "./_browser.ts";
import type { Figures } from "./_figures.ts";
import type { Run } from "../../plots/run_panels.ts";
import type { PageContent } from "./content.ts";

/** Runs that are listed at most: more take long to read. */
const MOST = 20;

/** Shows runs in the box under the bubble plot: how each ended, the command that repeats it, and their curves. */
export async function showRuns(
  all: readonly Run[],
  { told, figures }: { told: PageContent["told"]; figures: Figures },
): Promise<void> {
  const box = element("detail-text"), runs = all.filter(({ run }) => told[run]).slice(0, MOST);
  box.replaceChildren();
  if (all.length === 0) append("p", "No run of this configuration is finished.", box);
  else if (runs.length < all.length) {
    const rest = "all of them stand in results.parquet, their curves in history.parquet";
    append("p", `${runs.length} of this configuration’s ${all.length} runs; ${rest}.`, box);
  }
  for (const run of runs) {
    const error = run.test_mse === null ? "" : `, test MSE ${run.test_mse.toPrecision(4)}`;
    const { error: failure, command } = told[run.run]!, cause = failure ? `: ${failure}` : "";
    const end = `${run.status}${cause} after ${run.epochs ?? 0} epochs${error}`;
    append("p", `Run ${run.run}, seed ${run.seed}: ${end}`, box);
    append("pre", command, box);
  }
  const points = runs.flatMap(({ run, seed }) =>
    (["training", "validation"] as const).flatMap((kind) =>
      told[run]![kind].flatMap((loss, i) =>
        loss !== null && loss > 0 ? [{ run, seed, kind, epoch: i + 1, loss }] : []
      )
    )
  );
  element("figure-detail").hidden = points.length === 0;
  await figures.exchange("detail", "points", points);
}
