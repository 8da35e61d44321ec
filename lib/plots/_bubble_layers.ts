import type { Encoding } from "./_bubble_encoding.ts";
import type { Mark } from "./_bubble_marks.ts";
import { OUTCOME_LABELS } from "./_bubble_text.ts";
import { labelOf } from "./theme.ts";

/** Areas in square pixels of marks that no epochs size. */
const CROSS = 11 ** 2, BADGE = 7 ** 2, MISSING = 5 ** 2;

/** The layer that draws a mark. */
type Layer = "missing" | "bubble" | "whole" | "part diverged" | "part failed" | "part unmeasured";

function layerOf(mark: Mark): Layer {
  if (mark.outcome === "missing") return "missing";
  if (mark.value !== null) return "bubble";
  return mark.badge ? `part ${mark.outcome as "diverged" | "failed" | "unmeasured"}` : "whole";
}

/** Labels of names, or the names themselves where two would look alike. */
export function distinctLabels(names: Iterable<string>): Map<string, string> {
  const once = [...new Set(names)], shown = once.map(labelOf);
  const alike = new Set(shown).size < shown.length;
  return new Map(once.map((name, i) => [name, alike ? name : shown[i]!]));
}

/** Marks as the data of the specification, with what a reader sees in place of names. */
export function toData(marks: readonly Mark[]): Record<string, string | number | null>[] {
  const models = distinctLabels(marks.map((mark) => mark.model));
  const optimizers = distinctLabels(marks.map((mark) => mark.optimizer));
  return marks.map(({ badge: _, ...mark }, i) => ({
    ...mark,
    model: models.get(mark.model)!,
    optimizer: optimizers.get(mark.optimizer)!,
    outcome: OUTCOME_LABELS[mark.outcome],
    share: `${mark.runs} of ${mark.of}`,
    layer: layerOf(marks[i]!),
  }));
}

/** How each layer draws; what a part of the runs did lies in a corner of the bubble's cell. */
function styles(gap: number): Record<Layer, Record<string, unknown>> {
  const far = Math.round(0.3 * gap), open = { filled: false, fill: "white" };
  return {
    "bubble": { filled: true },
    "missing": { ...open, size: MISSING },
    "whole": { ...open, size: CROSS },
    "part diverged": { ...open, size: BADGE, xOffset: far, yOffset: -far },
    "part failed": { ...open, size: BADGE, xOffset: -far, yOffset: -far },
    "part unmeasured": { ...open, size: BADGE, xOffset: far, yOffset: far },
  };
}

/** The layers that have marks, or every one, for a figure whose marks are exchanged. */
export function bubbleLayers(
  marks: readonly Mark[],
  shared: Encoding,
  { fill, size, gap, every }: { fill: Encoding; size: Encoding; gap: number; every: boolean },
): Record<string, unknown>[] {
  const present = new Set(marks.map(layerOf));
  const kept = Object.entries(styles(gap)).filter(([name]) => every || present.has(name as Layer));
  return kept.map((
    [name, style],
  ) => ({
    transform: [{ filter: `datum.layer === '${name}'` }],
    mark: { type: "point", opacity: 1, strokeCap: "round", ...style },
    encoding: name === "bubble" ? { ...shared, fill, size } : shared,
  }));
}
