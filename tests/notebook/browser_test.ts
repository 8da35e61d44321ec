/**
 * Opens notebooks in a real JupyterLab with a real Chromium and runs all their cells, as a reader would.
 * Screenshots are left in outputs/screenshots/ for a person to look at.
 */
import { basename } from "node:path";
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { findJupyter } from "../../lib/cli/_jupyter.ts";
import { expectedDisplays, readNotebook, sourceOfCell } from "../../lib/cli/_notebook_file.ts";
import { projectPath } from "../../lib/project.ts";
import { until } from "../_until.ts";
import { findChromium, openBrowser } from "./_browser.ts";
import { photograph, runAll, startLab } from "./_lab.ts";

const chromium = findChromium(), jupyter = await findJupyter();
const missing = [
  chromium ? "" : "no Chromium (Debian: apt-get install chromium)",
  jupyter ? "" : "no Jupyter (`deno task notebooks` installs it)",
].filter((reason) => reason !== "").join(", ");
if (missing !== "") console.warn(`skipped: notebooks in a browser: ${missing}`);

/** Charts with the number of their pixels that are neither white nor transparent. */
function charts(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    // deno-lint-ignore no-explicit-any -- the page's own document
    [...(globalThis as any).document.querySelectorAll(".jp-OutputArea canvas.marks")].map(
      (canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let inked = 0;
        for (let i = 0; i < data.length; i += 4) {
          inked += Number(data[i + 3] > 0 && data[i] + data[i + 1] + data[i + 2] < 740);
        }
        return inked;
      },
    )
  );
}

/** Rows of each table's body. */
function tables(page: Page): Promise<number[]> {
  return page.locator(".jp-OutputArea table").evaluateAll((all) =>
    // deno-lint-ignore no-explicit-any -- elements of the page
    all.map((table: any) => table.querySelectorAll("tbody tr").length)
  );
}

for (
  const [name, expected] of [
    ["01_data_preparation", { charts: 7, tables: 4 }],
    ["06_sensitivity", { charts: 4, tables: 6 }],
  ] as const
) {
  Deno.test({
    name: `${name} runs in JupyterLab: charts and tables are drawn and no cell has an error`,
    ignore: missing !== "",
    sanitizeOps: false, // the browser's connection ends with its process
    sanitizeResources: false,
    async fn() {
      // A copy: JupyterLab saves what it runs. Its folder is as deep as notebooks/, for the imports.
      const folder = projectPath("outputs"), copy = `browser-test-${Deno.pid}-${name}.ipynb`;
      await Deno.mkdir(folder, { recursive: true });
      await Deno.copyFile(projectPath(`notebooks/${name}.ipynb`), `${folder}/${copy}`);
      const browser = await openBrowser(chromium!);
      try {
        await using lab = await startLab(jupyter!, folder);
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        const cells = await runAll(page, lab.address(copy));
        await photograph(page, projectPath(`outputs/screenshots/${name}.png`), `${name}.ipynb`);
        const { cells: own } = await readNotebook(projectPath(`notebooks/${name}.ipynb`));
        const wanted = own.filter(({ cell_type }) => cell_type === "code")
          .map((cell) => expectedDisplays(sourceOfCell(cell)));
        assert.deepEqual(
          cells.map(({ outputs }) => outputs.includes("error")),
          wanted.map(() => false),
        );
        // What cells say in words, as of their data, is no display.
        const displays = cells.map(({ outputs }) => outputs.filter((kind) => kind !== "stream"));
        assert.deepEqual(displays.map(({ length }) => length), wanted);
        // Charts are drawn after their cell has ended.
        await until(async () => {
          const drawn = await charts(page);
          return drawn.length === expected.charts && drawn.every((inked) => inked > 2000);
        });
        const listed = await tables(page);
        assert.equal(listed.length, expected.tables);
        for (const rows of listed) assert.ok(rows > 0);
        assert.equal(await page.locator(".jp-mod-error, [data-mime-type*='error']").count(), 0);
      } finally {
        await browser.close();
        await Deno.remove(`${folder}/${copy}`);
        // JupyterLab keeps what it opened beside it.
        const kept = `${folder}/.ipynb_checkpoints`;
        await Deno.remove(`${kept}/${basename(copy, ".ipynb")}-checkpoint.ipynb`);
        if ([...Deno.readDirSync(kept)].length === 0) await Deno.remove(kept);
      }
    },
  });
}
