import { type BubbleCell, type BubbleMark, bubbleMarks } from "../../plots/bubble_marks.ts";
import { type LossPoint, lossPoints } from "../../plots/loss_points.ts";
import { type Panel, placeOf, type Run } from "../../plots/run_panels.ts";
import type { PageContent } from "./content.ts";

/** The runs that the filters leave, and what figures draw of them. */
export class Selection {
  private readonly hidden: ReadonlyMap<string, Set<unknown>>;
  private readonly curves: ReadonlySet<string>;
  /** Every run. */
  readonly all: readonly Run[];
  /** Those that are left. */
  runs: readonly Run[];

  constructor(private readonly content: PageContent) {
    this.hidden = new Map(content.axes.map(({ column }) => [column, new Set()]));
    this.curves = new Set(content.curves);
    const columns = Object.entries(content.runs);
    this.all = content.runs.run.map((_, i) =>
      Object.fromEntries(columns.map(([name, values]) => [name, values[i]]))
    ) as unknown as Run[];
    this.runs = this.all;
  }

  /** Shows or hides the runs with a level of an axis. */
  toggle(column: string, level: unknown, shown: boolean): void {
    this.hidden.get(column)![shown ? "delete" : "add"](level);
    const hidden = [...this.hidden].filter(([, levels]) => levels.size > 0);
    this.runs = this.all.filter((run) => !hidden.some(([column, own]) => own.has(run[column])));
  }

  private isHidden(column: string, level: unknown): boolean {
    return this.hidden.get(column)?.has(level) ?? false;
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

  /** The loss curves of what is left of the runs that the figure draws. */
  get losses(): LossPoint[] {
    const { grid, told } = this.content;
    const drawn = this.runs.filter(({ run }) => this.curves.has(run));
    return lossPoints(drawn, grid, (run) => told[run]!.validation);
  }

  /** The lines of the parallel coordinates. */
  get lines(): object[] {
    const shown = new Set(this.runs.map(({ run }) => run));
    const rows = this.content.figures.parallel?.rows ?? [];
    return rows.filter((row) => shown.has(Reflect.get(row, "run")));
  }

  /** The runs of a bubble. */
  at(cell: BubbleCell): Run[] {
    return this.runs.filter((run) => {
      const place = placeOf(run, this.content.grid);
      return place?.model === cell.model && place.optimizer === cell.optimizer &&
        run.latent_size === cell.latent_size && run.learning_rate === cell.learning_rate;
    });
  }
}
