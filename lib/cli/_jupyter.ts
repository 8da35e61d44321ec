import { InputError } from "../errors.ts";
import { writeWhole } from "../files.ts";
import { makeFolder } from "../files/make_folder.ts";
import { projectPath } from "../project.ts";
import type { Activity } from "./_activity.ts";

/** A Jupyter that can be run. */
export interface Jupyter {
  /** The Python that has it. */
  readonly python: string;
  /** JupyterLab's version. */
  readonly version: string;
  /** Environment in which it finds this project's kernel before any other of the same name. */
  readonly env: Readonly<Record<string, string>>;
}

const WINDOWS = Deno.build.os === "windows";
const OWN_FOLDER = projectPath(".venv");
const OWN_PYTHON = projectPath(WINDOWS ? ".venv/Scripts/python.exe" : ".venv/bin/python");
const SHARED = projectPath(".cache/jupyter");
const PROBE = "import jupyterlab, nbclient, nbconvert; print(jupyterlab.__version__)";

/**
 * Finds Jupyter, the project's own first, then the machine's; else installs it into the project's .venv.
 * Registers the kernel for this project alone: what the user has installed stays as it is.
 *
 * @param activity Where it is told what is done.
 * @throws {InputError} If there is no Python to install it with, or installing fails.
 */
export async function jupyter(activity: Activity): Promise<Jupyter> {
  activity.say("looking for Jupyter");
  const there = await findJupyter();
  if (there) return there;
  await install(activity);
  activity.say("looking at what was installed");
  const installed = await findJupyter();
  if (!installed) {
    throw new InputError(
      `Cannot use Jupyter: ${OWN_PYTHON} does not have it; delete .venv and try again`,
    );
  }
  return installed;
}

/** The Jupyter that is there already, the project's own before the machine's. */
export async function findJupyter(): Promise<Jupyter | undefined> {
  for (const python of [OWN_PYTHON, "python3", "python"]) {
    const version = await versionOf(python);
    if (version) return { python, version, env: { JUPYTER_PATH: registerKernel() } };
  }
}

/** JupyterLab's version if this Python has all that is needed, in a version that shows these charts. */
async function versionOf(python: string): Promise<string | undefined> {
  const { code, stdout } = await run(python, ["-c", PROBE]);
  const version = stdout.trim();
  return code === 0 && Number(version.split(".")[0]) >= 4 ? version : undefined;
}

async function run(program: string, args: string[]): Promise<{ code: number; stdout: string }> {
  try {
    const output = await new Deno.Command(program, { args, stderr: "null" }).output();
    return { code: output.code, stdout: new TextDecoder().decode(output.stdout) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { code: 127, stdout: "" };
    throw error;
  }
}

async function install(activity: Activity): Promise<void> {
  const python = (await run("python3", ["--version"])).code === 0 ? "python3" : "python";
  activity.print("Jupyter is not installed: installing it into .venv (250 MB, about a minute) …");
  activity.say("making .venv");
  await step(
    python,
    ["-m", "venv", OWN_FOLDER],
    "install Python with its venv module (Debian: python3-venv)",
  );
  activity.say("installing Jupyter into .venv");
  const requirements = projectPath("notebooks/requirements.txt");
  await step(
    OWN_PYTHON,
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements],
    "check the connection to the package index",
  );
}

async function step(program: string, args: string[], remedy: string): Promise<void> {
  try {
    const { code, stderr, stdout } = await new Deno.Command(program, { args }).output();
    if (code === 0) return;
    const lines = new TextDecoder().decode(stderr.length > 0 ? stderr : stdout).trim().split("\n");
    throw new InputError(`Cannot install Jupyter: ${program} says "${lines.at(-1)}"; ${remedy}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new InputError(`Cannot install Jupyter: there is no ${program}; ${remedy}`);
  }
}

/**
 * Writes the kernel's description and returns where Jupyter is to look for it first. It holds the path of
 * this very Deno, so it belongs to the machine and is never committed.
 */
function registerKernel(): string {
  const folder = `${SHARED}/kernels/deno`, path = `${folder}/kernel.json`;
  const kernel = {
    argv: [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", TF_CPP_MIN_LOG_LEVEL: "2" },
  };
  makeFolder(folder);
  writeWhole(path, `${JSON.stringify(kernel, null, 2)}\n`);
  const before = Deno.env.get("JUPYTER_PATH");
  return before ? `${SHARED}${WINDOWS ? ";" : ":"}${before}` : SHARED;
}
