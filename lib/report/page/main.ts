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
import { readContent } from "./_read_content.ts";
import { Selection } from "./_selection.ts";

/** Says of boxes that are wider than the window that they scroll: where scroll bars hide, nothing else would. */
function markWide(): void {
  for (const box of browser.document.querySelectorAll(".table, .figure")) {
    box.classList.toggle("wide", box.scrollWidth > box.clientWidth + 1);
  }
}

async function start(): Promise<void> {
  const content = await readContent(), selection = new Selection(content);
  const figures = new Figures(content.figures, (figure, row) => {
    if (figure === "bubble" && "outcome" in row) {
      const runs = selection.at(row as unknown as BubbleCell);
      showRuns(runs, { told: content.told, figures });
    }
  });
  const count = () => {
    element("count").textContent = `${selection.runs.length} of ${selection.all.length} runs shown`;
  };
  const refilter = async () => {
    count();
    await figures.redraw("bubble", selection.bubbles);
    await figures.exchange("parallel", "runs", selection.lines);
    await figures.redraw("loss_curves", selection.losses);
    markWide();
  };
  // Updates run one after the other, however fast boxes are clicked.
  let filtering = Promise.resolve();
  const changed = () => {
    filtering = filtering.then(refilter);
  };
  // Figures are laid out by the widths of the typeface that the page carries: it has to be there before.
  await Promise.all(
    ["12px Inter", "600 12px Inter"].map((font) => browser.document.fonts.load(font)),
  );
  addFilters(content.axes, { selection, changed });
  count();
  for (const name of Object.keys(content.figures)) {
    await figures.show(name, name === "loss_curves" ? selection.losses : undefined);
  }
  markWide();
  browser.addEventListener("resize", markWide);
  // For the tests, and for anyone who wants to query a figure.
  Object.assign(browser.document.body, {
    content,
    views: figures.views,
    bubbles: () => selection.bubbles,
  });
  browser.document.body.dataset.ready = "yes";
}

start();
