import type { BubbleGrid } from "../../plots/bubble_marks.ts";

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

/** What is told of a run besides its row: the command that repeats it, and its losses from the first epoch on, null where they are not finite. */
export interface PageRun {
  readonly error: string | null;
  readonly command: string;
  readonly training: readonly (number | null)[];
  readonly validation: readonly (number | null)[];
}

/** What the report's page is given besides its text: the JSON that its element `content` holds, compressed. */
export interface PageContent {
  /** By name; `bubble`, `parallel` and `loss_curves` follow the filters, `detail` shows the clicked bubble. */
  readonly figures: Readonly<Record<string, PageFigure>>;
  /** Every run: a value of each in each column. */
  readonly runs: Readonly<Record<string, readonly unknown[]>> & { readonly run: readonly string[] };
  readonly axes: readonly PageAxis[];
  /** The cells of the bubble plot, and the panels of the loss curves. */
  readonly grid: BubbleGrid;
  /** By their ids, the runs that are told one by one: all, or a part of many. */
  readonly told: Readonly<Record<string, PageRun>>;
  /** The ids of the runs whose loss curves are drawn: those that the figure's subtitle counts. */
  readonly curves: readonly string[];
}
