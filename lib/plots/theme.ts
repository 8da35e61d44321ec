import type { Config } from "vega-lite";

/** The schema every specification names: the address by which JupyterLab and VS Code recognise such charts. */
export const SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

/** Colours that readers with any colour vision can tell apart (Okabe and Ito 2008, "Color Universal Design"). */
export const COLORS = {
  /** Categories in the order in which to use them. */
  categories: ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000"],
  /** Vega's name of the sequential scale; uniform in lightness, so it survives a grey print. */
  sequential: "viridis",
  /** The same for lines and points on white, which its yellow end would fade on: levels of an ordered quantity. */
  ordered: { name: "viridis", extent: [0, 0.95] },
  /** Vermilion: on none of the sequential scale's colours. */
  diverged: "#D55E00",
  failed: "#000000",
  missing: "#9a9a9a",
  /** Points that others are compared with. */
  background: "#c3cad1",
  /** Text, and rings around marks. */
  ink: "#1b1f24",
  mutedInk: "#57606a",
  grid: "#e6e8eb",
} as const;

const FONT = 'Inter, "Helvetica Neue", Helvetica, Arial, sans-serif';
const LABEL = { labelFontSize: 11, labelColor: COLORS.ink };
const TITLE = { titleFontSize: 12, titleFontWeight: 600, titleColor: COLORS.ink } as const;

/** The look of all figures: Vega-Lite's `config`. */
export const THEME: Config = {
  background: "white",
  padding: 16,
  font: FONT,
  title: {
    anchor: "start",
    frame: "bounds",
    fontSize: 17,
    fontWeight: 600,
    color: COLORS.ink,
    subtitleFontSize: 12,
    subtitleColor: COLORS.mutedInk,
    subtitleLineHeight: 17,
    subtitlePadding: 7,
    offset: 16,
  },
  axis: {
    ...LABEL,
    ...TITLE,
    titlePadding: 9,
    labelLimit: 0,
    gridColor: COLORS.grid,
    domainColor: COLORS.mutedInk,
    tickColor: COLORS.mutedInk,
    tickSize: 4,
  },
  header: { ...LABEL, labelLimit: 0, labelFontSize: 13, labelFontWeight: 600, ...TITLE },
  legend: {
    ...LABEL,
    ...TITLE,
    titleLimit: 240,
    labelLimit: 0,
    offset: 20,
    rowPadding: 5,
    padding: 5,
  },
  view: { stroke: "#c9ced4" },
  range: { category: [...COLORS.categories] },
};
