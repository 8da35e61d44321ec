import { dirname } from "node:path";
import type { Page } from "playwright-core";
import type { Jupyter } from "../../lib/cli/_jupyter.ts";
import { projectPath } from "../../lib/project.ts";
import { freePort } from "../_free_port.ts";

/** A running JupyterLab. */
export interface Lab extends AsyncDisposable {
  /** The address of a file in it, with the token that opens it. */
  address(name: string): string;
}

const TOKEN = "browser-test";
/** Every cell is drawn, also those outside of the window, and no question is asked. */
const SETTINGS: Record<string, object> = {
  "notebook-extension/tracker": { windowingMode: "none", autoStartDefaultKernel: true },
  "apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
};

/** Starts JupyterLab on a folder, with settings of its own; the user's are neither read nor written. */
export async function startLab({ python, env }: Jupyter, folder: string): Promise<Lab> {
  const port = freePort(), home = await Deno.makeTempDir();
  for (const [name, settings] of Object.entries(SETTINGS)) {
    const path = `${home}/settings/@jupyterlab/${name}.jupyterlab-settings`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, JSON.stringify(settings));
  }
  const process = new Deno.Command(python, {
    args: [
      "-m",
      "jupyterlab",
      "--no-browser",
      "--allow-root",
      "--ServerApp.ip=127.0.0.1",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      `--IdentityProvider.token=${TOKEN}`,
      `--ServerApp.root_dir=${folder}`,
      "--LabApp.expose_app_in_browser=True",
    ],
    env: {
      ...env,
      JUPYTERLAB_SETTINGS_DIR: `${home}/settings`,
      JUPYTERLAB_WORKSPACES_DIR: `${home}/workspaces`,
      JUPYTER_CONFIG_DIR: `${home}/config`,
      JUPYTER_RUNTIME_DIR: `${home}/runtime`,
    },
    cwd: projectPath("."),
    stdout: "null",
    stderr: "null",
  }).spawn();
  const base = `http://127.0.0.1:${port}`;
  await answers(`${base}/api/status?token=${TOKEN}`);
  return {
    address: (name) => `${base}/lab/tree/${name}?token=${TOKEN}&reset`,
    async [Symbol.asyncDispose]() {
      process.kill("SIGTERM");
      await process.status;
      await Deno.remove(home, { recursive: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  for (let i = 0; i < 240; i++) {
    try {
      const response = await fetch(url);
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("JupyterLab did not answer within two minutes");
}

/** What a notebook's cells are, as JupyterLab's own model of them says. */
export interface CellState {
  readonly count: number | null;
  readonly outputs: readonly string[];
}

/** Opens a notebook, runs all its cells and waits until the last one has run or one has failed. */
export async function runAll(page: Page, address: string, seconds = 300): Promise<CellState[]> {
  await page.goto(address, { timeout: 120_000 });
  await page.waitForSelector(".jp-Notebook .jp-CodeCell", { timeout: 120_000 });
  // The kernel starts after the notebook is drawn.
  await page.waitForFunction(
    () => {
      // deno-lint-ignore no-explicit-any -- JupyterLab's application has no types here
      const panel = (globalThis as any).jupyterapp.shell.currentWidget;
      return panel?.sessionContext?.session?.kernel?.connectionStatus === "connected";
    },
    undefined,
    { timeout: 120_000 },
  );
  await page.evaluate(() => {
    // deno-lint-ignore no-explicit-any -- as above
    void (globalThis as any).jupyterapp.commands.execute("notebook:run-all-cells");
  });
  for (let i = 0; i < 2 * seconds; i++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const cells = await states(page);
    const failed = cells.some(({ outputs }) => outputs.includes("error"));
    if (failed || cells.every(({ count }) => count !== null)) {
      await page.waitForTimeout(2000); // charts are drawn after their output has arrived
      return await states(page);
    }
  }
  throw new Error(`the cells did not end within ${seconds} s`);
}

function states(page: Page): Promise<CellState[]> {
  return page.evaluate(() => {
    // deno-lint-ignore no-explicit-any -- as above
    const { content } = (globalThis as any).jupyterapp.shell.currentWidget;
    const cells: CellState[] = [];
    for (const { model } of content.widgets) {
      if (model.type !== "code") continue;
      const outputs = model.outputs.toJSON().map((output: { output_type: string }) =>
        output.output_type
      );
      cells.push({ count: model.executionCount, outputs });
    }
    return cells;
  });
}

/** Pixels that a picture of a notebook is wide: its tables fit. */
const WIDTH = 1280;

/** The whole notebook as a picture, in a tab of the name given. */
export async function photograph(page: Page, path: string, name: string): Promise<void> {
  await page.setViewportSize({ width: WIDTH, height: 900 });
  const height = await page.evaluate(() => {
    // deno-lint-ignore no-explicit-any -- JupyterLab's application and the page's own document
    const { document, jupyterapp } = globalThis as any;
    void jupyterapp.commands.execute("application:toggle-left-area");
    void jupyterapp.commands.execute("statusbar:toggle");
    // Else there is an empty window below the last cell.
    document.querySelector(".jp-Notebook").classList.remove("jp-mod-scrollPastEnd");
    return Math.max(
      ...[...document.querySelectorAll(".jp-Notebook, .jp-Notebook *")].map((e) => e.scrollHeight),
    );
  });
  await page.setViewportSize({ width: WIDTH, height: Math.min(12_000, height + 100) });
  await page.evaluate(() => {
    // deno-lint-ignore no-explicit-any -- the page's own document
    for (const element of (globalThis as any).document.querySelectorAll(".jp-Notebook *")) {
      element.scrollTop = 0;
    }
  });
  await page.waitForTimeout(1500);
  // In what is drawn alone: JupyterLab renames the file of a tab whose label changes.
  await page.locator("#jp-main-dock-panel .lm-mod-current .lm-TabBar-tabLabel").evaluate(
    // deno-lint-ignore no-explicit-any -- an element of the page
    (label: any, name) => label.textContent = name,
    name,
  );
  await Deno.mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path });
}
