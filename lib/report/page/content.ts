import type { BubbleGrid } from "../../plots/bubble_marks.ts";
import type { Run } from "../../plots/run_panels.ts";

/** A run as the page has it, with the command that repeats it. */
export type PageRun = Run & { readonly error: string | null; readonly command: string };

/** A compiled figure. */
export interface PageFigure {
  /** A specification of Vega's. */
  readonly spec: object;
  /** The rows of its data set `runs`, where a filter exchanges them. */
  readonly rows?: readonly object[];
}

/** An axis that can be filtered. */
export interface PageAxis {
  readonly column: string;
  readonly label: string;
  readonly levels: readonly { readonly level: unknown; readonly label: string }[];
}

/** Losses of a run from its first epoch on; null where they are not finite. */
export interface PageCurves {
  readonly training: readonly (number | null)[];
  readonly validation: readonly (number | null)[];
}

/** What the report's page is given besides its text: the JSON of the element `content`. */
export interface PageContent {
  /** By name; `bubble`, `parallel` and `loss_curves` follow the filters, `detail` shows the clicked bubble. */
  readonly figures: Readonly<Record<string, PageFigure>>;
  readonly runs: readonly PageRun[];
  readonly axes: readonly PageAxis[];
  /** The cells of the bubble plot, and the panels of the loss curves. */
  readonly grid: BubbleGrid;
  readonly curves: Readonly<Record<string, PageCurves>>;
}
