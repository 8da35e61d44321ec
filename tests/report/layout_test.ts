/** Opens reports of unlike results in Chromium and measures every text of every figure: none cut, none on top of another. */

import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import { analysisTables } from "../../lib/report/analysis_tables.ts";
import { reportFigures } from "../../lib/report/report_figures.ts";
import { reportHtml } from "../../lib/report/report_html.ts";
import { writeReport } from "../../lib/report/write_report.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { findChromium, openBrowser } from "../notebook/_browser.ts";
import { makeFolder, SMALL } from "./_folder.ts";
import { fileLayout, type Layout, pageLayout } from "./_layout.ts";

const chromium = findChromium();
if (!chromium) {
  console.warn("SKIPPED: texts of figures were not measured: no Chromium is installed");
}

const NAMES: Readonly<Record<string, string>> = {
  "vae": "my deep variational autoencoder with two hidden layers",
  "iwae": "importance-weighted_autoencoder_of_our_group",
};

/** What stretches a layout: each differs from the poster's sweep in one way. */
const FOLDERS: Readonly<Record<string, () => string>> = {
  "long names of models and a further axis": () =>
    makeFolder({
      axes: { ...SMALL, seeds: [0, 1, 2] },
      further: { klWeight: [0.5, 2] },
      change: (rows) => rows.map((row) => ({ ...row, model: NAMES[row.model]! })),
    }),
  "one model": () => makeFolder({ axes: { models: ["vae"], seeds: [0, 1, 2] } }),
  "one seed of the poster's grid": () => makeFolder({ axes: {} }),
  "many latent sizes": () =>
    makeFolder({
      axes: {
        models: ["vae", "info-vae"],
        optimizers: ["adam", "sgd"],
        latentSizes: [2, 3, 5, 8, 10, 16, 20, 32, 50, 64, 100, 128, 200, 256, 500, 1000],
      },
    }),
};

function browserTest(name: string, run: (page: Page) => Promise<void>) {
  Deno.test({
    name,
    ignore: !chromium,
    sanitizeOps: false, // the browser's connection ends with its process
    sanitizeResources: false,
    async fn() {
      const browser = await openBrowser(chromium!);
      try {
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        page.setDefaultTimeout(180_000); // on a machine that does other work
        await run(page);
      } finally {
        await browser.close();
      }
    },
  });
}

/** Checks the page at both widths, whether its figures fit into the wider one, and what the browser says of it. */
async function checkPage(page: Page, path: string, { fits = false } = {}): Promise<void> {
  const said: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
  await page.goto(`file://${path}`);
  await page.waitForSelector("body[data-ready=yes]");
  for (const width of [1280, 800]) {
    await page.setViewportSize({ width, height: 900 });
    check(await pageLayout(page), `at ${width} pixels`);
    if (width === 1280 && fits) {
      const wide = `[...document.querySelectorAll(".figure.wide")].map((box) => box.id)`;
      assert.deepEqual(await page.evaluate(wide), [], "figures wider than the page");
    }
  }
  assert.deepEqual(said, []);
}

function check(found: Readonly<Record<string, Layout>>, where: string): void {
  const drawn = Object.values(found).filter(({ texts }) => texts > 5);
  assert.ok(drawn.length >= 10, `only ${drawn.length} figures have texts ${where}`);
  const problems = Object.entries(found).filter(([, { problems }]) => problems.length > 0)
    .map(([name, { problems }]) => [name, problems.slice(0, 5)]);
  assert.deepEqual(problems, [], where);
}

for (const [name, make] of Object.entries(FOLDERS)) {
  browserTest(
    `the page of ${name}: no text is cut, shortened or on another, no panel empty`,
    async (page) => {
      const folder = make();
      try {
        const input = openResultFolder(folder), tables = analysisTables(input);
        const html = await reportHtml({ input, tables, figures: reportFigures(input, tables) });
        await Deno.writeTextFile(`${folder}/report.html`, html);
        await checkPage(page, `${folder}/report.html`);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  );
}

browserTest(
  "the page and every SVG of outputs/reference: no text is cut or on another",
  async (page) => {
    const folder = await Deno.makeTempDir();
    try {
      const reference = new URL("../../outputs/reference/", import.meta.url);
      for (const { name } of Deno.readDirSync(reference)) {
        await Deno.copyFile(new URL(name, reference), `${folder}/${name}`);
      }
      const written = await writeReport(folder), { size } = await Deno.stat(written.page);
      assert.ok(size < 8e6, `${size} bytes`);
      await checkPage(page, written.page, { fits: true });
      const found: Record<string, Layout> = {};
      for (const svg of written.figures.filter((path) => path.endsWith(".svg"))) {
        await page.goto(`file://${svg}`);
        found[svg.slice(svg.lastIndexOf("/") + 1)] = await fileLayout(page);
      }
      check(found, "in its own file");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

browserTest(
  "a figure's measurement finds texts that are cut, shortened or on another, and an empty panel",
  async (page) => {
    const figure = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" class="marks">
    <style>text { font: 12px Inter, sans-serif }</style>
    <text x="180" y="20">beyond the edge</text><text x="10" y="40">one</text><text x="14" y="42">other</text>
    <text x="10" y="60">a long nam…</text><text x="10" y="80" opacity="0">unseen</text><text x="10" y="80">seen</text>
    <g class="mark-group role-scope cell"><g><path d="M0,0h20v20h-20Z"/></g></g></svg>`;
    const path = await Deno.makeTempFile({ suffix: ".svg" });
    await Deno.writeTextFile(path, figure);
    await page.goto(`file://${path}`);
    const { texts, problems } = await fileLayout(page);
    await Deno.remove(path);
    assert.equal(texts, 5);
    assert.deepEqual(problems.map((problem) => problem.replace(/ by [\d.]+ px/, "")), [
      "cut by the figure: beyond the edge",
      "shortened: a long nam…",
      "overlap: one | other",
      "an empty panel",
    ]);
  },
);
