import { formatNumber } from "../format/number.ts";
import { plural } from "../format/plural.ts";
import type { ColorScale } from "./_bubble_scales.ts";
import type { BubbleMark, BubbleMetric } from "./bubble_marks.ts";
import { labelOf } from "./labels.ts";
import { OUTCOMES } from "./outcomes.ts";
import type { Run } from "./run_panels.ts";

/** How many runs ended in which way: the figure's n, and what has no bubble. */
function countSentence(
  runs: readonly Run[],
  marks: readonly BubbleMark[],
  leftOut: number,
): string {
  const parts = [
    ["converged", "converged"],
    ["max_epochs", "reached the epoch limit"],
    ["diverged", "diverged"],
    ["failed", "failed"],
  ] as const;
  const said = parts.map(([status, what]) => [runs.filter((run) => run.status === status), what])
    .filter(([own]) => own!.length > 0).map(([own, what]) => `${own!.length} ${what}`).join(", ");
  const cells = marks.filter(({ layer }) => !layer.startsWith("part")).length;
  const missing = marks.filter(({ outcome }) => outcome === OUTCOMES.missing).length;
  return `${plural(runs.length, "run")}: ${said}.` +
    (missing > 0 ? ` ${missing} of ${plural(cells, "configuration")} not run.` : "") +
    (leftOut > 0 ? ` ${plural(leftOut, "run")} of other settings left out.` : "");
}

/** What a bubble of several runs is, if there are any. */
function aggregationSentence(runs: readonly Run[], marks: readonly BubbleMark[]): string {
  const sizes = marks.filter((mark) => mark.of > 0).map((mark) => mark.of);
  const least = Math.min(...sizes), most = Math.max(...sizes);
  if (most === 1) return "";
  const each = least === most ? `${most} runs` : `${least} to ${most} runs`;
  return `Bubbles: mean of a configuration's finished runs (${each} each, ` +
    `${
      plural(new Set(runs.map((run) => run.seed)).size, "seed")
    }); ringed if one reached the epoch limit. ` +
    "A small mark at the corner: some of the runs ended that way.";
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

/** The lines under a bubble plot's title: n, what was left out, what was averaged, what is fixed. */
export function bubbleNote(runs: readonly Run[], marks: readonly BubbleMark[], about: {
  readonly metric: BubbleMetric;
  readonly scale: ColorScale;
  readonly leftOut: number;
  /** What is said about further axes. */
  readonly axes: string;
}): string[] {
  const fixed = (["model", "optimizer"] as const).flatMap((column) => {
    const [own, ...others] = new Set(runs.map((run) => run[column]));
    return others.length > 0 ? [] : `${labelOf(column)}: ${labelOf(own!)}.`;
  });
  return [
    [...fixed, countSentence(runs, marks, about.leftOut)].join(" "),
    aggregationSentence(runs, marks),
    `${about.axes} ${colorSentence(about.metric, about.scale)}`,
  ];
}
