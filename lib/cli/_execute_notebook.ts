import { basename } from "node:path";
import { makeFolder } from "../files/make_folder.ts";
import { NewFile } from "../files/new_file.ts";
import { removeLeftOvers } from "../files/remove_left_overs.ts";
import { projectPath } from "../project.ts";
import type { Jupyter } from "./_jupyter.ts";
import {
  type Cell,
  expectedDisplays,
  firstLine,
  type Notebook,
  readNotebook,
  sourceOfCell,
} from "./_notebook_file.ts";
import { injectParameters, type Parameters } from "./_parameters.ts";
import { complain } from "../format/print.ts";

const SCRIPT = projectPath("lib/cli/_execute_notebook.py");

/** How notebooks are executed. */
export interface Execution {
  readonly jupyter: Jupyter;
  readonly parameters: Parameters;
  /** Seconds that a cell may take. */
  readonly timeout: string;
  /** Where executed copies go. */
  readonly folder: string;
}

/** Executes one notebook; returns what is wrong with it, line by line. */
export async function executeNotebook(
  path: string,
  { jupyter, parameters, timeout, folder }: Execution,
): Promise<string[]> {
  const name = basename(path, ".ipynb"), began = performance.now(), target = `${folder}/${name}`;
  makeFolder(folder);
  removeLeftOvers(folder);
  using source = new NewFile(`${target}.input.ipynb`), copy = new NewFile(`${target}.ipynb`);
  using page = new NewFile(`${target}.html`);
  const text = JSON.stringify(injectParameters(await readNotebook(path), parameters));
  source.write(new TextEncoder().encode(text));
  const { code, stdout, stderr } = await new Deno.Command(jupyter.python, {
    args: [SCRIPT, source.path, projectPath("notebooks"), copy.path, page.path, timeout],
    env: jupyter.env,
  }).output();
  const last = new TextDecoder().decode(stdout).trim().split("\n").at(-1)!;
  if (code !== 0) {
    const text = new TextDecoder().decode(stderr).trim();
    throw new Error(`Cannot execute ${name}: Jupyter ended with code ${code}\n${text}`);
  }
  copy.keep();
  page.keep();
  const failure = JSON.parse(last) as { cell: number; message: string } | null;
  const executed = await readNotebook(`${target}.ipynb`);
  const problems = failure
    ? [describe(name, executed, failure.cell, failure.message)]
    : cellsWithoutOutput(name, executed);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  complain(`${name}: ${problems.length > 0 ? "FAILED" : "ok"} (${seconds} s)`);
  return problems;
}

/** Cells that should show something and do not: an output that was lost, or a call that was not awaited. */
function cellsWithoutOutput(name: string, notebook: Notebook): string[] {
  return notebook.cells.flatMap((cell, index) => {
    if (cell.cell_type !== "code") return [];
    const expected = expectedDisplays(sourceOfCell(cell)), shown = displays(cell);
    return shown >= expected
      ? []
      : [describe(name, notebook, index, `shows ${shown} of ${expected} figures, tables or texts`)];
  });
}

function displays({ outputs = [] }: Cell): number {
  return outputs.filter(({ output_type, data }) =>
    (output_type === "display_data" || output_type === "execute_result") &&
    Object.keys(data ?? {}).length > 0
  ).length;
}

/** Such as `02_vae, code cell 4 (const trained = …): TypeError: …`. */
function describe(name: string, { cells }: Notebook, index: number, message: string): string {
  const number = cells.slice(0, index + 1).filter(({ cell_type }) => cell_type === "code").length;
  return `${name}, code cell ${number} (${firstLine(cells[index]!).slice(0, 60)}): ${message}`;
}
