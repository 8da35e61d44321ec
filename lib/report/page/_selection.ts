import { type BubbleCell, type BubbleMark, bubbleMarks } from "../../plots/bubble_marks.ts";
import { type LossPoint, lossPoints } from "../../plots/loss_points.ts";
import { type Panel, placeOf } from "../../plots/run_panels.ts";
import type { PageContent, PageRun } from "./content.ts";

/** The runs that the filters leave, and what figures draw of them. */
export class Selection {
  private readonly hidden: ReadonlyMap<string, Set<unknown>>;

  constructor(private readonly content: PageContent) {
    this.hidden = new Map(content.axes.map(({ column }) => [column, new Set()]));
  }

  /** Shows or hides the runs with a level of an axis. */
  toggle(column: string, level: unknown, shown: boolean): void {
    this.hidden.get(column)![shown ? "delete" : "add"](level);
  }

  private isHidden(column: string, level: unknown): boolean {
    return this.hidden.get(column)?.has(level) ?? false;
  }

  get runs(): PageRun[] {
    const columns = [...this.hidden.keys()];
    return this.content.runs.filter((run) =>
      !columns.some((column) => this.isHidden(column, run[column]))
    );
  }

  /** The bubbles; a cell whose levels are hidden has none. */
  get bubbles(): BubbleMark[] {
    const { models, optimizers, latentSizes, learningRates } = this.content.grid;
    const shown = (panels: readonly Panel[]) =>
      panels.filter(({ levels }) =>
        !Object.entries(levels).some(([column, level]) => this.isHidden(column, level))
      );
    return bubbleMarks(this.runs, {
      models: shown(models),
      optimizers: shown(optimizers),
      latentSizes: latentSizes.filter((size) => !this.isHidden("latent_size", size)),
      learningRates: learningRates.filter((rate) => !this.isHidden("learning_rate", rate)),
    });
  }

  get losses(): LossPoint[] {
    const { grid, curves } = this.content;
    return lossPoints(this.runs, grid, (run) => curves[run]?.validation ?? []);
  }

  /** The lines of the parallel coordinates. */
  get lines(): object[] {
    const shown = new Set(this.runs.map(({ run }) => run));
    const rows = this.content.figures.parallel?.rows ?? [];
    return rows.filter((row) => shown.has(Reflect.get(row, "run")));
  }

  /** The runs of a bubble. */
  at(cell: BubbleCell): PageRun[] {
    return this.runs.filter((run) => {
      const place = placeOf(run, this.content.grid);
      return place?.model === cell.model && place.optimizer === cell.optimizer &&
        run.latent_size === cell.latent_size && run.learning_rate === cell.learning_rate;
    });
  }
}
