import { projectPath } from "../project.ts";
import { showActivity } from "./_activity.ts";
import { type Jupyter, jupyter } from "./_jupyter.ts";
import { main } from "./_main.ts";
import { outlived } from "./_task_process.ts";
import { commandLine } from "./_command_line.ts";

/**
 * The command `deno task lab`: JupyterLab on the project's notebooks, with its kernel.
 *
 * @param args The command line's arguments; what is not `--help` goes to JupyterLab, such as `--no-browser`.
 * @returns JupyterLab's exit code.
 * @throws {InputError} If Jupyter cannot be had.
 */
export async function lab(args: readonly string[]): Promise<number> {
  const command = commandLine("lab").allowUnknownOption()
    .description("Opens JupyterLab on notebooks/ with the Deno kernel; Ctrl-C twice ends it.")
    .argument("[options...]", "for JupyterLab, such as --no-browser or --port 8889");
  const passed = command.parse([...args], { from: "user" }).args;
  const { python, env } = await found();
  const root = Deno.build.os !== "windows" && Deno.uid() === 0 ? ["--allow-root"] : [];
  const process = new Deno.Command(python, {
    args: [
      "-m",
      "jupyterlab",
      `--ServerApp.root_dir=${projectPath(".")}`,
      "--LabApp.default_url=/lab/tree/notebooks/01_data_preparation.ipynb",
      ...root,
      ...passed,
    ],
    env,
  }).spawn();
  return await outlived(process); // JupyterLab asks before it ends
}

async function found(): Promise<Jupyter> {
  const activity = showActivity();
  try {
    return await jupyter(activity);
  } finally {
    activity.stop();
  }
}

if (import.meta.main) await main(lab);
