/**
 * Takes the pictures of executed notebooks that docs/ shows: run by hand after a notebook has changed,
 * `deno run -A tests/notebook/_take_pictures.ts [names]`, with Chromium and Jupyter on the machine.
 *
 * @module
 */
import { basename } from "node:path";
import { findJupyter } from "../../lib/cli/_jupyter.ts";
import { notebookPaths } from "../../lib/cli/_notebook_file.ts";
import { projectPath } from "../../lib/project.ts";
import { findChromium, openBrowser } from "./_browser.ts";
import { photograph, runAll, startLab } from "./_lab.ts";

const README = "02_vae", IMAGE = "docs/images/notebook.png";
const UPPER = { x: 0, y: 0, width: 1280, height: 1910 };
const folder = projectPath("notebooks");
const browser = await openBrowser(findChromium()!);
try {
  const found = (await findJupyter())!;
  for (const path of await notebookPaths(folder)) {
    const name = basename(path, ".ipynb");
    if (name.startsWith("picture-")) continue;
    if (Deno.args.length > 0 && !Deno.args.some((wanted) => name.startsWith(wanted))) continue;
    // A copy with a name of its own: JupyterLab saves what it runs, and remembers what it had open.
    const copy = `picture-${Deno.pid}-${name}.ipynb`;
    await Deno.copyFile(path, `${folder}/${copy}`);
    try {
      await using lab = await startLab(found, folder);
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      const cells = await runAll(page, lab.address(copy));
      if (cells.some(({ outputs }) => outputs.includes("error"))) throw new Error(`${name} failed`);
      const picture = projectPath(`docs/images/notebooks/${name}.png`);
      await photograph(page, picture, `${name}.ipynb`);
      // The README shows the upper part of one of them.
      if (name === README) await page.screenshot({ path: projectPath(IMAGE), clip: UPPER });
      await page.close();
    } finally {
      await Deno.remove(`${folder}/${copy}`);
    }
    console.log(name);
  }
} finally {
  await browser.close();
}
