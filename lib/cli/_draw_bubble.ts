import { bubblePlot } from "../plots/bubble.ts";
import { ofCohort } from "../plots/of_cohort.ts";
import { writeFigure } from "../plots/render.ts";
import { sweepAxes } from "../sweep/store/axes.ts";
import { requireManifest } from "../sweep/store/manifest.ts";
import { readTable } from "../sweep/store/read_table.ts";

/**
 * Draws the poster's figure of all that a result folder holds, from its results.parquet.
 *
 * @returns The paths written.
 */
export async function drawBubble(folder: string): Promise<string[]> {
  const manifest = requireManifest(folder, "draw"), axes = sweepAxes(manifest);
  const rows = readTable(`${folder}/results.parquet`)!.toRecords();
  const figure = ofCohort(bubblePlot(rows, { axes }), manifest.data.name);
  return Object.values(await writeFigure(figure, `${folder}/figures`, "bubble"));
}
