import type { Config } from "vega-lite";
import { OPTIMIZERS } from "../optimizers/mod.ts";
import { optionWords } from "../options/spelling.ts";
import { OUTCOMES } from "./outcomes.ts";

/**
 * The schema every specification names: the address by which JupyterLab and VS Code recognise such charts.
 *
 * @example
 * ```ts
 * import { SCHEMA } from "./theme.ts";
 * if (!SCHEMA.endsWith("/v5.json")) throw new Error("notebooks show version 5");
 * ```
 */
export const SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

/**
 * Colours that readers with any colour vision can tell apart (Okabe and Ito 2008, "Color Universal Design").
 *
 * @example
 * ```ts
 * import { COLORS } from "./theme.ts";
 * const outcomes = new Set<string>([COLORS.diverged, COLORS.failed, COLORS.missing]);
 * if (outcomes.size !== 3) throw new Error("one colour for two outcomes");
 * ```
 */
export const COLORS = {
  /** Categories in the order in which to use them. */
  categories: ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000"],
  /** Vega's name of the sequential scale; uniform in lightness, so it survives a grey print. */
  sequential: "viridis",
  /** Vermilion: on none of the sequential scale's colours. */
  diverged: "#D55E00",
  failed: "#000000",
  missing: "#9a9a9a",
  /** Text, and rings around marks. */
  ink: "#1b1f24",
  mutedInk: "#57606a",
  grid: "#e6e8eb",
} as const;

/** How names in results are written in figures. */
const LABELS: Readonly<Record<string, string>> = {
  "vae": "VAE",
  "iwae": "IWAE",
  "info-vae": "Info-VAE",
  "logcosh-vae": "LogCosh-VAE",
  ...Object.fromEntries(Object.entries(OPTIMIZERS).map(([name, { label }]) => [name, label])),
  "converged": OUTCOMES.converged,
  "max_epochs": OUTCOMES.max_epochs,
  "diverged": OUTCOMES.diverged,
  "failed": OUTCOMES.failed,
  "learning_rate": "Learning rate",
  "latent_size": "Latent size",
  "optimizer": "Optimizer",
  "model": "Model",
  "seed": "Seed",
  "test_mse": "Test MSE",
  "test_r2": "Test R²",
  "test_reconstruction": "Test reconstruction loss",
  "epochs": "Epochs",
};

/**
 * How a model, optimizer, status or column is written in a figure.
 *
 * @param name As in the results' columns and values.
 * @returns Its label; a name this project does not know, unchanged.
 *
 * @example
 * ```ts
 * import { labelOf } from "./theme.ts";
 * if (labelOf("info-vae") !== "Info-VAE" || labelOf("my-model") !== "my-model") throw new Error();
 * ```
 */
export function labelOf(name: string): string {
  return Object.hasOwn(LABELS, name) ? LABELS[name]! : name;
}

/**
 * How a column that is an axis is written in a figure: any option has a label.
 *
 * @param column As in the results.
 *
 * @example
 * ```ts
 * import { axisLabel } from "./theme.ts";
 * if (axisLabel("kl_weight") !== "KL weight" || axisLabel("latent_size") !== "Latent size") throw new Error();
 * ```
 */
export function axisLabel(column: string): string {
  const words = axisWords(column);
  return Object.hasOwn(LABELS, column)
    ? LABELS[column]!
    : words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * How an axis is written within a sentence.
 *
 * @param column As in the results; a model's own options may stand in brackets after it, as `nestAxes` has them.
 *
 * @example
 * ```ts
 * import { axisWords } from "./theme.ts";
 * if (axisWords("model (kl_weight)") !== "model (KL weight)") throw new Error();
 * ```
 */
export function axisWords(column: string): string {
  return column.replaceAll(/\w+/g, optionWords);
}

/**
 * Names in the order in which figures show them: the known ones first, the others as they came.
 *
 * @param names With or without repetitions.
 * @returns Each name once.
 *
 * @example
 * ```ts
 * import { inOrder } from "./theme.ts";
 * const names = inOrder(["sgd", "mine", "adam", "sgd"]).join();
 * if (names !== "adam,sgd,mine") throw new Error(names);
 * ```
 */
export function inOrder(names: Iterable<string>): string[] {
  const known = Object.keys(LABELS);
  const rank = (name: string) => {
    const own = name.split(" (")[0]!; // a model with its own options, as `nestAxes` writes it
    return Object.hasOwn(LABELS, own) ? known.indexOf(own) : known.length;
  };
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b));
}

const FONT = 'Inter, "Helvetica Neue", Helvetica, Arial, sans-serif';

/**
 * The look of all figures: Vega-Lite's `config`.
 *
 * @example
 * ```ts
 * import { THEME } from "./theme.ts";
 * if (THEME.background !== "white") throw new Error("figures print on white");
 * ```
 */
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
    labelFontSize: 11,
    labelColor: COLORS.ink,
    titleFontSize: 12,
    titleFontWeight: 600,
    titleColor: COLORS.ink,
    titlePadding: 9,
    gridColor: COLORS.grid,
    domainColor: COLORS.mutedInk,
    tickColor: COLORS.mutedInk,
    tickSize: 4,
  },
  header: {
    labelFontSize: 13,
    labelFontWeight: 600,
    labelColor: COLORS.ink,
    titleFontSize: 12,
    titleFontWeight: 600,
    titleColor: COLORS.ink,
  },
  legend: {
    labelFontSize: 11,
    labelColor: COLORS.ink,
    titleFontSize: 12,
    titleFontWeight: 600,
    titleColor: COLORS.ink,
    titleLimit: 240,
    labelLimit: 240,
    offset: 20,
    rowPadding: 5,
    padding: 5,
  },
  view: { stroke: "#c9ced4" },
  range: { category: [...COLORS.categories] },
};
