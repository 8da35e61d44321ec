/** The tasks of the notebooks, as a user gives them. */
import assert from "node:assert/strict";
import { findJupyter } from "../../lib/cli/_jupyter.ts";
import { CleanProject } from "../documents/_clean_project.ts";
import { until } from "../_until.ts";
import { freePort } from "../_free_port.ts";

const ignore = await findJupyter() === undefined;
if (ignore) {
  console.warn("skipped: tasks of notebooks: no Jupyter (`deno task notebooks` installs it)");
}

Deno.test(
  "deno task notebooks runs the notebooks that it is told, with parameters",
  { ignore },
  async () => {
    await using project = await CleanProject.make();
    const matrix = ["data synthetic --samples 60 --genes 40 --out my.tsv.gz"];
    const { code, err } = await project.run(
      `deno task ${matrix} && deno task notebooks 01 -p data=my.tsv.gz -p genes=20`,
    );
    assert.equal(code, 0, err);
    assert.match(err, /1 of 1 notebooks ran; executed copies are in outputs\/notebooks/);
    // It takes more than two seconds, after which it says what it does, on a pipe too.
    assert.match(err, /^(Starting the kernel of|Running) 01_data_preparation/m);
  },
);

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(address);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // nothing listens there
  }
}

Deno.test(
  "deno task lab serves JupyterLab, and leaves nothing when it is ended",
  { ignore },
  async () => {
    await using project = await CleanProject.make();
    const port = freePort(), address = `http://127.0.0.1:${port}/api`;
    const task = new Deno.Command(Deno.execPath(), {
      args: ["task", "lab", "--no-browser", "--port", `${port}`],
      cwd: project.folder,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      await until(() => answers(address), 120);
    } finally {
      task.kill("SIGTERM");
      await task.status;
    }
    await until(async () => !await answers(address), 20);
  },
);
