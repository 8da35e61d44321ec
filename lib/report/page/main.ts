/**
 * The script of the report's page: draws the figures, filters the runs and shows those of a clicked bubble. It puts bubbles
 * and loss curves together with the functions that drew the figures of all runs.
 *
 * @module
 */

import type { BubbleCell } from "../../plots/bubble_marks.ts";
import { browser, element } from "./_browser.ts";
import { showRuns } from "./_detail.ts";
import { Figures } from "./_figures.ts";
import { addFilters } from "./_filters.ts";
import { Selection } from "./_selection.ts";
import type { PageContent } from "./content.ts";

const content = JSON.parse(element("content").textContent!) as PageContent;
const selection = new Selection(content);
const figures = new Figures(content.figures, (figure, row) => {
  if (figure === "bubble" && "outcome" in row) {
    showRuns(selection.at(row as unknown as BubbleCell), { curves: content.curves, figures });
  }
});

function count(): void {
  const { runs } = selection;
  element("count").textContent = `${runs.length} of ${content.runs.length} runs shown`;
}

async function refilter(): Promise<void> {
  count();
  await figures.redraw("bubble", selection.bubbles);
  await figures.exchange("parallel", "runs", selection.lines);
  await figures.redraw("loss_curves", selection.losses);
}

/** Updates run one after the other, however fast boxes are clicked. */
let filtering = Promise.resolve();
const changed = () => {
  filtering = filtering.then(refilter);
};

async function start(): Promise<void> {
  // Figures are laid out by the widths of the typeface that the page carries: it has to be there before.
  await Promise.all(
    ["12px Inter", "600 12px Inter"].map((font) => browser.document.fonts.load(font)),
  );
  addFilters(content.axes, { selection, changed });
  count();
  for (const name of Object.keys(content.figures)) {
    await figures.show(name, name === "loss_curves" ? selection.losses : undefined);
  }
  // For the tests, and for anyone who wants to query a figure.
  Object.assign(browser.document.body, {
    views: figures.views,
    bubbles: () => selection.bubbles,
  });
  browser.document.body.dataset.ready = "yes";
}

start();
