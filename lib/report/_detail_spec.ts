import { SCHEMA, THEME } from "../plots/theme.ts";

/** The learning curves of the clicked configuration; the page fills in the points. */
export const DETAIL_SPEC = {
  $schema: SCHEMA,
  config: THEME,
  data: { name: "points", values: [] },
  width: 520,
  height: 200,
  mark: { type: "line", point: { size: 20 } },
  encoding: {
    x: {
      field: "epoch",
      type: "quantitative",
      title: "Epoch",
      axis: { format: "d", tickMinStep: 1, grid: false },
    },
    y: {
      field: "loss",
      type: "quantitative",
      title: "Loss (log scale)",
      scale: { type: "log", nice: false },
      axis: { format: "~s", tickCount: 5 },
    },
    color: {
      field: "kind",
      type: "nominal",
      scale: { domain: ["training", "validation"], range: ["#0072B2", "#E69F00"] },
      legend: { title: null },
    },
    detail: { field: "run", type: "nominal" },
    tooltip: [
      { field: "kind", title: "Loss", type: "nominal" },
      { field: "seed", title: "Seed", type: "quantitative" },
      { field: "epoch", title: "Epoch", type: "quantitative" },
      { field: "loss", title: "Value", type: "quantitative", format: ".5~r" },
    ],
  },
};
