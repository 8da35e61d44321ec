import { append, browser, element, type Pointer, type View } from "./_browser.ts";
import type { PageContent } from "./content.ts";

/** Figures of thousands of lines, which would take an element each. */
const CANVAS = new Set(["parallel", "loss_curves"]);

const refuse = (uri: string) => Promise.reject(new Error(`not loaded: ${uri}`));
const LOADER = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** Shows what a mark says beside the pointer; an empty value hides it. */
function showTip(_handler: unknown, event: Pointer, _item: unknown, value: unknown): void {
  const tip = element("tip");
  tip.replaceChildren();
  if (value === null || value === undefined || value === "") {
    tip.style.display = "none";
    return;
  }
  const entries = typeof value === "object" ? Object.entries(value) : [["", value]];
  for (const [name, text] of entries) {
    append("b", String(text), append("div", name === "" ? "" : `${name}: `, tip));
  }
  tip.style.display = "block";
  tip.style.left = `${Math.min(event.clientX + 14, browser.innerWidth - 240)}px`;
  tip.style.top = `${event.clientY + 14}px`;
}

/** The figures of the page, drawn by Vega's interpreter: nothing of the results is evaluated as code. */
export class Figures {
  readonly views = new Map<string, View>();

  constructor(
    private readonly specs: PageContent["figures"],
    /** Called with the row of a clicked mark. */
    private readonly clicked: (figure: string, row: object) => void,
  ) {}

  /** Draws a figure, with other rows than its own where they are given. */
  async show(name: string, rows = this.specs[name]!.rows): Promise<void> {
    const runtime = browser.vega.parse(structuredClone(this.specs[name]!.spec), undefined, {
      ast: true,
    });
    const view = new browser.vega.View(runtime, {
      expr: browser.vega.expressionInterpreter,
      renderer: CANVAS.has(name) ? "canvas" : "svg",
      container: element(`figure-${name}`),
      tooltip: showTip,
      hover: true,
      loader: LOADER,
    });
    if (rows) view.data("runs", structuredClone(rows) as object[]);
    this.views.set(name, view);
    view.addEventListener("click", (_event, item) => item?.datum && this.clicked(name, item.datum));
    await view.runAsync();
  }

  /** Redraws a figure: panels that come and go would stay where others were. */
  async redraw(name: string, rows: readonly object[]): Promise<void> {
    if (!this.views.has(name)) return;
    this.views.get(name)!.finalize();
    element(`figure-${name}`).replaceChildren();
    await this.show(name, rows);
  }

  /** Exchanges a figure's rows, which keeps a brush drawn over it. */
  async exchange(name: string, data: string, rows: readonly object[]): Promise<void> {
    await this.views.get(name)?.data(data, structuredClone(rows) as object[]).resize().runAsync();
  }
}
