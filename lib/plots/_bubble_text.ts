import { textWidth } from "./_font.ts";
import { formatNumber } from "../format/number.ts";
import type { RunRow } from "../analysis/run_rows.ts";
import type { BubbleMetric, Mark, Outcome } from "./_bubble_marks.ts";
import type { ColorScale } from "./_bubble_scales.ts";
import { labelOf } from "./theme.ts";

/** What each outcome is called in the legend. */
export const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
  converged: "Converged",
  max_epochs: "Epoch limit reached",
  unmeasured: "Ended, error not finite",
  diverged: "Diverged",
  failed: "Failed",
  missing: "Not run",
};

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** How many runs ended in which way: the figure's n, and what has no bubble. */
function countSentence(rows: readonly RunRow[], marks: readonly Mark[], leftOut: number): string {
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  const parts = [
    [count("converged"), "converged"],
    [count("max_epochs"), "reached the epoch limit"],
    [count("diverged"), "diverged"],
    [count("failed"), "failed"],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`).join(", ");
  const missing = marks.filter((mark) => mark.outcome === "missing").length;
  const configurations = new Set(marks.map(cellKey)).size;
  return `${plural(rows.length, "run")}: ${said}.` +
    (missing > 0 ? ` ${missing} of ${plural(configurations, "configuration")} not run.` : "") +
    (leftOut > 0 ? ` ${plural(leftOut, "run")} of other settings left out.` : "");
}

const cellKey = (mark: Mark) =>
  JSON.stringify([mark.model, mark.optimizer, mark.latent_size, mark.learning_rate]);

/** What a bubble of several runs is, if there are any. */
function aggregationSentence(rows: readonly RunRow[], marks: readonly Mark[]): string {
  const sizes = marks.filter((mark) => mark.of > 0).map((mark) => mark.of);
  const least = Math.min(...sizes), most = Math.max(...sizes);
  const seeds = new Set(rows.map((row) => row.seed)).size;
  if (most === 1) return "";
  const runs = least === most ? `${most} runs` : `${least} to ${most} runs`;
  return `Bubbles: mean of a configuration's finished runs (${runs} each, ` +
    `${plural(seeds, "seed")}); ringed if one reached the epoch limit. ` +
    "A small mark at the corner: some of the runs ended that way.";
}

/** Values of the axes that the figure does not show. */
function furtherAxesSentence(rows: readonly RunRow[]): string {
  const axes = new Set(rows.flatMap((row) => Object.keys(row.further)));
  const said = [...axes].map((axis) => {
    const values = new Set(rows.map((row) => row.further[axis]));
    const shown = [...values].map((v) =>
      typeof v === "number" ? formatNumber(v) : String(v ?? "–")
    );
    return `${axis} ${values.size > 1 ? `(mean over ${shown.join(", ")})` : `= ${shown[0]}`}`;
  });
  return said.length > 0 ? `Further axes: ${said.join("; ")}.` : "";
}

/** What the colour scale hides, and what it must not be read as. */
function colorSentence(metric: BubbleMetric, scale: ColorScale): string {
  const [low, high] = scale.domain.map((value) => formatNumber(value));
  const hidden = [
    scale.above > 0 ? `${plural(scale.above, "bubble")} above ${high}` : "",
    scale.below > 0 ? `${plural(scale.below, "bubble")} below ${low}` : "",
  ].filter((text) => text !== "").join(", ");
  return (hidden === "" ? "" : `Colour clipped at robust limits: ${hidden}.`) +
    (metric === "test_mse" ? "" : " Reconstruction losses of different models are not comparable.");
}

/** Breaks text into lines of at most `width` pixels. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = lines.at(-1), longer = `${last} ${word}`;
    if (last !== undefined && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The lines under the title: n, what was left out, what was averaged, what is fixed. */
export function subtitle(
  rows: readonly RunRow[],
  marks: readonly Mark[],
  about: { metric: BubbleMetric; scale: ColorScale; leftOut: number; width: number },
): string[] {
  const fixed = (["model", "optimizer"] as const)
    .map((column) => [column, new Set(rows.map((row) => row[column]))] as const)
    .filter(([, values]) => values.size === 1)
    .map(([column, values]) => `${labelOf(column)}: ${labelOf([...values][0]!)}.`).join(" ");
  const lines = [
    [fixed, countSentence(rows, marks, about.leftOut)],
    [aggregationSentence(rows, marks)],
    [furtherAxesSentence(rows), colorSentence(about.metric, about.scale)],
  ];
  return lines.flatMap((line) => wrap(line.join(" "), about.width, 12));
}
