/**
 * Runs tests as the tasks do, in a temporary folder of their own that is removed in the end, however they end.
 *
 *     deno run -A tests/run.ts            all that takes minutes, types, and the examples in the documentation
 *     deno run -A tests/run.ts --all      those that kill sweeps, Slurm and browsers too, all at full length
 *     deno run -A tests/run.ts PATH...    those alone, at full length
 *
 * The first runs folders beside each other, each in a process of its own whose output is printed when it has ended, and
 * says in the end which tests took longest. What the second adds follows, one after the other: faults are timed.
 *
 * Ends with 1 where tests fail or leave a process behind, or a file where users have theirs.
 *
 * @module
 */
import { outlived } from "../lib/cli/_task_process.ts";
import { unlessMissing } from "../lib/files.ts";
import { signalTo } from "./faults/_processes.ts";
import { ROOT } from "./_task.ts";

/** What `--all` adds: real faults, Slurm, browsers, Jupyter, a compiler and long simulations, each tens of seconds. */
const LONG = [
  "tests/analysis/claims_simulation_test.ts",
  "tests/bench/time_report_test.ts",
  "tests/data/aligned_memory_test.ts",
  "tests/embedding/embed_test.ts",
  "tests/embedding/models_test.ts",
  "tests/embedding/use_page_test.ts",
  "tests/faults",
  "tests/notebook/browser_test.ts",
  "tests/notebook/kernel_test.ts",
  "tests/notebook/tasks_test.ts",
  "tests/options/new_option_test.ts",
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

/** Folders of tests that take longest, longest first: begun before all others, so that none is left alone in the end. */
const LONGEST = ["tests/sweep", "tests/cli", "tests/documents", "tests/report", "tests/training"];

/** Where users have files, in which tests may leave none. */
const OWN = ["data", "outputs", "notebooks", ""];

/** What a test leaves there for a person to look at. */
const SHOWN = ["outputs/screenshots"];

/** Processes of tests beside each other: each starts others, and some train on two processors. */
const BESIDE = 2;

/** Tests that are named in the end. */
const SHOWN_LONGEST = 10;

/** Seconds in which a part may end: several times what the longest takes. */
const MOST = 1800;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Seconds in which what a test ended may end. */
const ENDING = 10;

function folders(path: string): string[] {
  return [...Deno.readDirSync(ROOT + path)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => `${path}/${name}`).sort();
}

/** What is run in a process of its own: a name, and what Deno is told. */
interface Part {
  readonly name: string;
  readonly args: readonly string[];
  /** Whether nothing may run beside it; it is shown as it goes. @default false */
  readonly alone?: boolean;
}

/** A test of its own; types are another part. */
const TEST = ["test", "--quiet", "-A", "--no-check"];

/** The folder of a file, or of one that is whole among the longest. */
function folderOf(path: string): string {
  const [, folder, file] = path.split("/");
  return file === undefined && path.endsWith(".ts") ? "tests" : `tests/${folder}`;
}

/** What takes long, folder by folder. */
function longParts(): Part[] {
  return [...Map.groupBy(LONG, folderOf)].map(([name, paths]) => ({
    name: `${name} at length`,
    args: [...TEST, ...paths],
    alone: true,
  }));
}

function shortParts(): Part[] {
  const files = Map.groupBy(shortTests(), folderOf);
  const rank = ({ name }: Part) => LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length;
  return [
    ...[...files].map(([name, paths]) => ({ name, args: [...TEST, ...paths] })),
    { name: "examples", args: [...TEST, ...LIBRARY] },
    { name: "types", args: ["check", "--quiet", ...LIBRARY, "tests"] },
  ].sort((a, b) => rank(a) - rank(b));
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

/** Runs a part, prints what it printed, and hands that on. */
async function runPart(
  { name, args, alone = false }: Part,
  environment: Readonly<Record<string, string>>,
  limits: Limits,
): Promise<Ran> {
  const begun = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    ...{ args: [...args], cwd: ROOT, env: { ...environment, NO_COLOR: "1" } },
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
  let printed = "";
  const collect = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      printed += text;
      if (alone) Deno.stdout.writeSync(new TextEncoder().encode(text));
    }
  };
  const read = Promise.all([collect(child.stdout), collect(child.stderr)]), ends = outlived(child);
  const overdue = !await within(limits.most, ends);
  if (overdue) signalTo(child.pid, "SIGKILL");
  const code = await ends;
  await within(limits.ending, read); // what it left may hold its output open for ever
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(
    `${alone ? "" : `${printed.trimEnd()}\n`}${name}: ${
      code === 0 ? "ok" : overdue ? "FAILED, as it did not end" : "FAILED"
    } (${seconds}s)\n`,
  );
  return { name, code, printed };
}

/** Waits for something for some seconds at most; gives whether it came. */
async function within(seconds: number, awaited: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), 1000 * seconds);
  const came = await Promise.race([awaited.then(() => true), late.promise]);
  clearTimeout(timer);
  return came;
}

/** Seconds that are waited for a part. */
interface Limits {
  /** After these it is ended, and has failed. */
  readonly most: number;
  /** In which what it printed is there once it has ended. */
  readonly ending: number;
}

interface Ran {
  readonly name: string;
  readonly code: number;
  readonly printed: string;
}

/**
 * Runs parts until a signal: as many beside each other as there are processors to gain from it, then those that are to be
 * alone. Says in the end what all of them said together, and which tests failed.
 */
export async function runParts(
  parts: readonly Part[],
  environment: Readonly<Record<string, string>>,
  { most = MOST, ending = ENDING }: Partial<Limits> = {},
): Promise<number> {
  const ran: Ran[] = [],
    [alone = [], beside = []] = [true, false].map((one) =>
      parts.filter((part) => (part.alone ?? false) === one)
    );
  let stopped = false;
  const stop = () => stopped = true;
  for (const signal of SIGNALS) Deno.addSignalListener(signal, stop);
  const work = async (waiting: Part[]) => {
    for (let part; !stopped && (part = waiting.shift());) {
      ran.push(await runPart(part, environment, { most, ending }));
    }
  };
  const processors = Math.min(BESIDE, navigator.hardwareConcurrency);
  await Promise.all(Array.from({ length: processors }, () => work(beside)));
  await work(alone);
  for (const signal of SIGNALS) Deno.removeSignalListener(signal, stop);
  const all = ran.map(({ printed }) => printed).join("\n"),
    failed = ran.filter(({ code }) => code !== 0);
  console.log(`The longest: ${longest(all).join("; ")}`);
  for (const name of failedTests(all)) console.log(`Failed: ${name}`);
  const count = (what: string) =>
    [...all.matchAll(new RegExp(`^(?:ok|FAILED) \\| .*?(\\d+) ${what}`, "gm"))]
      .reduce((sum, [, number]) => sum + Number(number), 0);
  const said = [failed.length === 0 ? "ok" : "FAILED", `${count("passed")} passed`];
  said.push(`${count("failed")} failed`);
  if (count("ignored") > 0) said.push(`${count("ignored")} ignored`);
  console.log([...said, ...failed.map(({ name }) => name)].join(" | "));
  return stopped ? 130 : failed.length === 0 ? 0 : 1;
}

/** Tests that failed, as Deno lists them at the end of each part. */
function failedTests(printed: string): string[] {
  return [...printed.matchAll(/^ FAILURES $\n\n((?:.+ => .+\n)+)/gm)]
    .flatMap(([, list]) => list!.trim().split("\n"));
}

/** The tests that took longest, as Deno prints them. */
function longest(printed: string): string[] {
  return [...printed.matchAll(/^(\S.*) \.\.\..*? \((?:(\d+)m)?(\d+)s\)$/gm)]
    .map(([, name, minutes = "0", seconds]) => ({ name, seconds: 60 * +minutes + +seconds! }))
    .sort((a, b) => b.seconds - a.seconds).slice(0, SHOWN_LONGEST)
    .map(({ name, seconds }) => `${name} (${seconds}s)`);
}

if (import.meta.main) {
  const all = Deno.args.includes("--all"), paths = Deno.args.filter((arg) => arg !== "--all");
  const temporary = await Deno.makeTempDir({ prefix: "vae-sensitivity-tests-" });
  await Deno.chmod(temporary, 0o711); // tests as another user reach what is theirs in it
  const before = new Set(OWN.flatMap(filesOf)), whole = { VAE_SENSITIVITY_TESTS: "all" };
  const environment = { TMPDIR: temporary, ...(all || paths.length > 0) && whole };
  let code = 1;
  try {
    code = paths.length === 0
      ? await runParts([...shortParts(), ...all ? longParts() : []], environment)
      : await outlived(
        new Deno.Command(Deno.execPath(), {
          args: ["test", "--quiet", "-A", ...paths],
          cwd: ROOT,
          env: environment,
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
