/**
 * Draws what faults did to sweeps, from the counts that the fault tests keep in the file that
 * VAE_SENSITIVITY_TALLY names. Arguments: that file, and the folder for the figure.
 */
import type { TopLevelSpec } from "vega-lite";
import { writeFigure } from "../../lib/plots/render.ts";
import { COLORS, SCHEMA, THEME } from "../../lib/plots/theme.ts";
import type { Tally } from "./_tally.ts";

const [file, folder] = Deno.args as [string, string];
const counts: Tally[] = Deno.readTextFileSync(file).trim().split("\n").map((line) =>
  JSON.parse(line)
);
const MEASURES = ["injected", "lost", "repeated"] as const;
const NAMES = { injected: "Faults injected", lost: "Runs lost", repeated: "Runs repeated" };
const values = counts.flatMap((count) =>
  MEASURES.map((measure) => ({
    kind: `${count.kind} (${count.executor === "slurm" ? "Slurm" : "local"})`,
    measure: NAMES[measure],
    count: count[measure],
  }))
);
const y = { field: "kind", type: "nominal", title: null };
const x = { field: "count", type: "quantitative", title: null, axis: { tickCount: 4 } };
const spec = {
  $schema: SCHEMA,
  title: {
    text: "Faults and what became of the runs",
    subtitle: "A sweep of 60 runs, called again until its grid was done",
  },
  config: THEME,
  data: { values },
  facet: { column: { field: "measure", type: "nominal", sort: Object.values(NAMES), title: null } },
  spec: {
    width: 170,
    height: { step: 30 },
    layer: [
      { mark: { type: "bar", color: COLORS.categories[0] }, encoding: { x, y } },
      {
        mark: { type: "text", align: "left", dx: 4, color: COLORS.ink },
        encoding: { x, y, text: { field: "count" } },
      },
    ],
  },
};
await writeFigure(spec as unknown as TopLevelSpec, folder, "faults");
