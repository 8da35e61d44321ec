import { formatNumber } from "../format/number.ts";
import { plural } from "../format/plural.ts";
import { RUN_STATUSES } from "../sweep/store/run_status.ts";
import { extent } from "../numbers/extent.ts";
import type { ColorScale } from "./_bubble_scales.ts";
import type { BubbleMark, BubbleMetric } from "./bubble_marks.ts";
import { labelOf } from "./labels.ts";
import { OUTCOMES, STALLED } from "./outcomes.ts";
import type { Run } from "./run_panels.ts";

/** How many runs ended in which way: the figure's n, and what has no bubble. */
function counts(runs: readonly Run[], marks: readonly BubbleMark[], leftOut: number) {
  const said = RUN_STATUSES.flatMap((status) => {
    const count = runs.filter((run) => run.status === status).length;
    const how = status === "max_epochs" ? "reached the epoch limit" : status;
    return count > 0 ? [`${count} ${how}`] : [];
  });
  const cells = marks.filter(({ layer }) => !layer.startsWith("part")).length;
  const missing = marks.filter(({ outcome }) => outcome === OUTCOMES.missing).length;
  return [
    `${plural(runs.length, "run")}: ${said.join(", ")}.`,
    missing > 0 && `${missing} of ${plural(cells, "configuration")} not run.`,
    runs.some((run) => run.status === "stalled") && STALLED,
    leftOut > 0 && `${plural(leftOut, "run")} of other settings left out.`,
  ];
}

/** What a bubble of several runs is, if there are any. */
function aggregation(runs: readonly Run[], marks: readonly BubbleMark[]) {
  const sizes = marks.filter((mark) => mark.of > 0).map((mark) => mark.of);
  const [least, most] = extent(sizes);
  if (most === 1) return [];
  const each = least === most ? most : `${least} to ${most}`;
  const seeds = plural(new Set(runs.map((run) => run.seed)).size, "seed");
  return [
    `Bubbles: mean of a configuration's finished runs (${each} runs each, ${seeds});`,
    "ringed if one reached the epoch limit, a diamond if all stalled. A small mark at the corner: some of the runs ended that way.",
  ];
}

/** What the colour scale hides, and what it must not be read as. */
function colours(metric: BubbleMetric, scale: ColorScale) {
  const [low, high] = scale.domain.map((value) => formatNumber(value));
  const hidden = [
    ...(scale.above > 0 ? [`${plural(scale.above, "bubble")} above ${high}`] : []),
    ...(scale.below > 0 ? [`${plural(scale.below, "bubble")} below ${low}`] : []),
  ];
  return [
    hidden.length > 0 && `Colour clipped at robust limits: ${hidden.join(", ")}.`,
    metric !== "test_mse" && "Reconstruction losses of different models are not comparable.",
  ];
}

/** The lines under a bubble plot's title: n, what was left out, what was averaged, what is fixed. */
export function bubbleNote(runs: readonly Run[], marks: readonly BubbleMark[], about: {
  readonly metric: BubbleMetric;
  readonly scale: ColorScale;
  readonly leftOut: number;
  /** What is said about further axes. */
  readonly axes: string;
}): (string | false)[][] {
  const fixed = (["model", "optimizer"] as const).flatMap((column) => {
    const [own, ...others] = new Set(runs.map((run) => run[column]));
    return others.length > 0 ? [] : `${labelOf(column)}: ${labelOf(own!)}.`;
  });
  return [
    [...fixed, ...counts(runs, marks, about.leftOut)],
    aggregation(runs, marks),
    [about.axes, ...colours(about.metric, about.scale)],
  ];
}
