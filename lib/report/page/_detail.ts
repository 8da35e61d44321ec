import { append, element } from "./_browser.ts";
import type { Figures } from "./_figures.ts";
import type { PageContent, PageRun } from "./content.ts";

/** Shows runs in the box under the bubble plot: how each ended, the command that repeats it, and their curves. */
export async function showRuns(
  runs: readonly PageRun[],
  { curves, figures }: { curves: PageContent["curves"]; figures: Figures },
): Promise<void> {
  const box = element("detail-text");
  box.replaceChildren();
  if (runs.length === 0) append("p", "No run of this configuration is finished.", box);
  for (const run of runs) {
    const error = run.test_mse === null ? "" : `, test MSE ${run.test_mse.toPrecision(4)}`;
    const cause = run.error ? `: ${run.error}` : "";
    const end = `${run.status}${cause} after ${run.epochs ?? 0} epochs${error}`;
    append("p", `Run ${run.run}, seed ${run.seed}: ${end}`, box);
    append("pre", run.command, box);
  }
  const points = runs.flatMap(({ run, seed }) =>
    (["training", "validation"] as const).flatMap((kind) =>
      (curves[run]?.[kind] ?? []).flatMap((loss, i) =>
        loss !== null && loss > 0 ? [{ run, seed, kind, epoch: i + 1, loss }] : []
      )
    )
  );
  element("figure-detail").hidden = points.length === 0;
  await figures.exchange("detail", "points", points);
}
