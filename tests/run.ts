/**
 * Runs tests as the tasks do, in a temporary folder of their own that is removed in the end, however they end.
 *
 *     deno run -A tests/run.ts            all that takes minutes, and the examples in the documentation
 *     deno run -A tests/run.ts --all      those that kill sweeps, Slurm and browsers too, all at full length
 *     deno run -A tests/run.ts PATH...    those alone, at full length
 *
 * Ends with 1 where tests fail or leave a process behind, or a file where users have theirs.
 *
 * @module
 */
import { outlived } from "../lib/cli/_task_process.ts";
import { unlessMissing } from "../lib/files.ts";
import { ROOT } from "./_task.ts";

/** What `--all` adds: real faults, Slurm, browsers, Jupyter, a compiler and long simulations, each tens of seconds. */
const LONG = [
  "tests/analysis/claims_simulation_test.ts",
  "tests/faults",
  "tests/notebook/browser_test.ts",
  "tests/notebook/kernel_test.ts",
  "tests/notebook/tasks_test.ts",
  "tests/report/large_test.ts",
  "tests/report/layout_test.ts",
  "tests/report/page_test.ts",
  "tests/slurm",
  "tests/tensorflow/install_wheel_test.ts",
  "tests/training/memory_test.ts",
];

/** The library, for the examples of its own documentation. */
const LIBRARY = [
  ...["--doc", "mod.ts", "lib/errors.ts", "lib/files.ts", "lib/project.ts", "lib/random.ts"],
  ...folders("lib"),
];

/** Where users have files, in which tests may leave none. */
const OWN = ["data", "outputs", "notebooks", ""];

/** What a test leaves there for a person to look at. */
const SHOWN = ["outputs/screenshots"];

/** Seconds in which what a test ended may end. */
const ENDING = 10;

function folders(path: string): string[] {
  return [...Deno.readDirSync(ROOT + path)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => `${path}/${name}`).sort();
}

/** Files of tests below a folder, but for those that take long. */
function shortTests(folder = "tests"): string[] {
  return [...Deno.readDirSync(ROOT + folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (LONG.includes(path)) return [];
    if (isDirectory) return shortTests(path);
    return name.endsWith("_test.ts") ? [path] : [];
  }).sort();
}

function filesOf(folder: string): string[] {
  return unlessMissing(
    () => [...Deno.readDirSync(ROOT + folder)].map(({ name }) => `${folder}/${name}`),
    [],
  );
}

/** Processes whose temporary folder is that of the tests. */
function living(temporary: string): { readonly pid: number; readonly command: string }[] {
  if (Deno.build.os !== "linux") return [];
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const environment = Deno.readTextFileSync(`/proc/${name}/environ`);
      if (!environment.includes(`TMPDIR=${temporary}`)) return [];
      const command = Deno.readTextFileSync(`/proc/${name}/cmdline`).replaceAll("\0", " ");
      return [{ pid: Number(name), command }];
    } catch {
      return []; // it has ended meanwhile, or is another user's
    }
  });
}

/** Command lines of processes that do not end by themselves; they are ended. */
async function endLeftOver(temporary: string): Promise<string[]> {
  const end = performance.now() + 1000 * ENDING;
  while (living(temporary).length > 0 && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return living(temporary).map(({ pid, command }) => {
    Deno.kill(pid, "SIGKILL");
    return command;
  });
}

if (import.meta.main) {
  const all = Deno.args.includes("--all"), paths = Deno.args.filter((arg) => arg !== "--all");
  const quick = paths.length === 0 && !all;
  const temporary = await Deno.makeTempDir({ prefix: "vae-sensitivity-tests-" });
  await Deno.chmod(temporary, 0o711); // tests as another user reach what is theirs in it
  const before = new Set(OWN.flatMap(filesOf));
  let code = 1;
  try {
    code = await outlived(
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["test", "--quiet", "-A"],
          ...paths.length > 0 ? paths : [...LIBRARY, ...quick ? shortTests() : ["tests"]],
        ],
        cwd: ROOT,
        env: { TMPDIR: temporary, ...quick ? {} : { VAE_SENSITIVITY_TESTS: "all" } },
      }).spawn(),
    );
    const processes = await endLeftOver(temporary);
    for (const command of processes) console.error(`The tests left a process: ${command}`);
    const files = OWN.flatMap(filesOf).filter((path) => !before.has(path) && !SHOWN.includes(path));
    for (const path of files) console.error(`The tests left a file: ${path}`);
    if (processes.length + files.length > 0) code ||= 1;
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
  Deno.exit(code);
}
