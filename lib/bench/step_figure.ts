import type { TopLevelSpec } from "vega-lite";
import { inOrder, labelOf } from "../plots/labels.ts";
import { COLORS, SCHEMA, THEME } from "../plots/theme.ts";
import { median } from "../numbers/median.ts";
import type { StepContender, StepTimes } from "./steps.ts";

/** What the figure shows, from bottom to top of the cost, and how it calls them. */
const SHOWN: readonly (readonly [StepContender, string])[] = [
  ["floor", "Floor: products and updates alone"],
  ["graph", "Graph engine"],
  ["eager", "Eager engine"],
  ["minimize", "tfjs optimizer.minimize"],
];

/**
 * Milliseconds of a training step as horizontal bars: models in rows, optimizers in columns, a bar per way
 * to run the step; several latent sizes count with their median.
 *
 * @param steps Times of one number of threads.
 * @param subtitle Machine and sizes, one line or more.
 * @returns A Vega-Lite 5 specification with inline data.
 */
export function stepFigure(
  steps: readonly StepTimes[],
  subtitle: string | readonly string[],
): TopLevelSpec {
  const values = toBars(steps), largest = Math.max(...values.map((bar) => bar.milliseconds));
  const sort = SHOWN.map(([, label]) => label);
  const x = {
    field: "milliseconds",
    type: "quantitative",
    title: "Milliseconds per step",
    scale: { domain: [0, largest * 1.45] }, // room for the labels
    axis: { tickCount: 4 },
  };
  const y = { field: "way", type: "nominal", sort, title: null, axis: null };
  const facet = (field: string, names: readonly string[], header: object) => ({
    ...{ field, type: "nominal", sort: names.map(labelOf), header: { title: null, ...header } },
  });
  return {
    $schema: SCHEMA,
    title: { text: "A training step in four ways", subtitle },
    config: THEME,
    data: { values },
    facet: {
      column: facet("optimizer", inOrder(steps.map((t) => t.optimizer)), {}),
      row: facet("model", inOrder(steps.map((t) => t.model)), {
        labelAngle: 0,
        labelAlign: "left",
      }),
    },
    spec: {
      width: 220,
      height: 84,
      layer: [
        {
          mark: { type: "bar", cornerRadiusEnd: 2 },
          encoding: { x, y, color: color(sort) },
        },
        {
          mark: { type: "text", align: "left", dx: 4, fontSize: 10, color: COLORS.ink },
          encoding: { x, y, text: { field: "label" } },
        },
      ],
    },
  } as unknown as TopLevelSpec; // checked by compiling it in the tests
}

function color(domain: readonly string[]) {
  const [blue, orange, , , sky] = COLORS.categories;
  const scale = { domain, range: [COLORS.missing, blue, sky, orange] };
  const legend = { orient: "bottom", title: null, symbolType: "square", columns: 4 };
  return { field: "way", type: "nominal", scale, legend };
}

function toBars(steps: readonly StepTimes[]) {
  const groups = Map.groupBy(steps, ({ model, optimizer }) => `${model} ${optimizer}`);
  return [...groups.values()].flatMap((group) =>
    SHOWN.map(([name, way]) => {
      const milliseconds = median(group.map((times) => times.milliseconds[name]));
      const relative = median(group.map((t) => t.milliseconds[name] / t.milliseconds.graph));
      const label = `${milliseconds.toPrecision(milliseconds < 100 ? 2 : 3)} ms` +
        (name === "graph" ? "" : `, ${relative.toFixed(relative < 2 ? 2 : 1)}×`);
      const { model, optimizer } = group[0]!;
      return { model: labelOf(model), optimizer: labelOf(optimizer), way, milliseconds, label };
    })
  );
}
