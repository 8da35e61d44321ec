import type { Command } from "commander";
import { basename, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { projectPath } from "../project.ts";
import { showActivity } from "./_activity.ts";
import { jupyter } from "./_jupyter.ts";
import { main } from "./_main.ts";
import { shortPath } from "../format/short_path.ts";
import { restartToWrite } from "./_restart_to_write.ts";
import { executeNotebook } from "./_execute_notebook.ts";
import { notebookPaths, readNotebook } from "./_notebook_file.ts";
import {
  parameterNames,
  type Parameters,
  parseParameters,
  withAbsolutePaths,
} from "./_parameters.ts";
import { complain } from "../format/print.ts";
import { commandLine } from "./_command_line.ts";

interface Options {
  readonly parameter: readonly string[];
  readonly timeout: string;
  readonly out?: string;
}

/**
 * The command `deno task notebooks`: executes notebooks headless and writes them with their outputs.
 *
 * @returns 0 when every cell ran and every showing cell shows something, 1 when one does not.
 * @throws {InputError} If an argument is not valid or Jupyter cannot be had.
 */
export async function notebooks(args: readonly string[]): Promise<number> {
  const command = notebooksCommand().parse([...args], { from: "user" });
  const { parameter, timeout, out } = command.opts<Options>();
  const parameters = withAbsolutePaths(parseParameters(parameter));
  if (!/^[1-9]\d*$/.test(timeout)) {
    throw new InputError(`--timeout: got "${timeout}", takes an integer of at least 1`);
  }
  const chosen = await choose(command.args);
  await requireKnown(parameters, chosen);
  const folder = out === undefined ? projectPath("outputs/notebooks") : resolve(out);
  const ended = await restartToWrite("notebooks", out ?? folder);
  if (ended !== null) return ended;
  const activity = showActivity();
  let failed = 0;
  try {
    const execution = { jupyter: await jupyter(activity), parameters, timeout, folder, activity };
    for (const path of chosen) {
      const problems = await executeNotebook(path, execution);
      failed += Number(problems.length > 0);
      for (const problem of problems) activity.print(...problem.split("\n"));
    }
  } finally {
    activity.stop();
  }
  const done = `${chosen.length - failed} of ${chosen.length} notebooks ran`;
  complain(`${done}; executed copies are in ${out ?? shortPath(folder)}`);
  return failed > 0 ? 1 : 0;
}

function notebooksCommand(): Command {
  const collect = (text: string, before: string[]) => [...before, text];
  return commandLine("notebooks")
    .description("Executes the notebooks headless; fails on a cell that fails or shows nothing.")
    .argument(
      "[names...]",
      "notebooks such as 02_vae, or the beginning of their names (default: all)",
    )
    .option(
      "-p, --parameter <name=value>",
      "sets a parameter in the notebooks that have it; repeatable",
      collect,
      [],
    )
    .option("--timeout <seconds>", "time limit of a cell", "900")
    .option(
      "--out <folder>",
      "folder of the executed copies, .ipynb and .html (default: outputs/notebooks)",
    );
}

async function choose(names: readonly string[]): Promise<string[]> {
  const all = await notebookPaths(projectPath("notebooks"));
  if (names.length === 0) return all;
  return names.flatMap((name) => {
    const found = all.filter((path) => name !== "" && basename(path).startsWith(name));
    if (found.length > 0) return found;
    const known = all.map((path) => basename(path, ".ipynb")).join(", ");
    throw new InputError(
      `Cannot execute "${name}": there is no such notebook; the notebooks are ${known}`,
    );
  });
}

async function requireKnown(parameters: Parameters, paths: readonly string[]): Promise<void> {
  const known = new Set<string>();
  for (const path of paths) {
    for (const name of parameterNames(await readNotebook(path))) known.add(name);
  }
  const unknown = [...parameters.keys()].find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new InputError(
    `-p ${unknown}: no notebook has this parameter; the parameters are ${[...known].join(", ")}`,
  );
}

if (import.meta.main) await main(notebooks);
