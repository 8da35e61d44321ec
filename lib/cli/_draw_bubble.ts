import type pl from "nodejs-polars";
import { bubblePlot } from "../plots/bubble.ts";
import { ofCohort } from "../plots/of_cohort.ts";
import { writeFigure } from "../plots/render.ts";
import { runRecords } from "../report/run_records.ts";
import { sweepAxes } from "../sweep/store/axes.ts";
import { requireManifest } from "../sweep/store/manifest.ts";
import { readTable } from "../sweep/store/read_table.ts";

/**
 * Draws the poster's figure of all that a result folder holds.
 *
 * @param results What its results.parquet has. @default {it is read}
 * @returns The paths written.
 */
export async function drawBubble(
  folder: string,
  results: pl.DataFrame = readTable(`${folder}/results.parquet`)!,
): Promise<string[]> {
  const manifest = requireManifest(folder, "draw"), axes = sweepAxes(manifest);
  const rows = runRecords({ results, axes });
  const figure = ofCohort(bubblePlot(rows, { axes }), manifest.data.name);
  return Object.values(await writeFigure(figure, `${folder}/figures`, "bubble"));
}
