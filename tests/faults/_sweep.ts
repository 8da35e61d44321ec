import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { temporaryFolder } from "../_temporary.ts";
import { until } from "../_until.ts";
import { childrenOf, lives, signalTo, stopped } from "./_processes.ts";

/** The project's folder. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Tests that need Linux's signals and processes, and leave behind what they kill. */
export const LINUX = {
  ignore: Deno.build.os !== "linux",
  sanitizeOps: false,
  sanitizeResources: false,
} as const;

/** Options of a sweep whose runs take a fraction of a second. */
export const TINY =
  "--data synthetic-120x60 --batch-size 16 --hidden-size 8 --optimizers sgd --models vae"
    .split(" ");

/** Deno keeps its own caches in memory: the fault is to meet the program's files, not those. */
export const NO_CACHE: readonly string[] = ["env", "DENO_DIR=/dev/null"];

/** Time of day, speed and place, which differ between any two sweeps. */
const INCIDENTAL = new Set(["seconds", "steps_per_second", "host", "started_at"]);

/** How a process ended and what it said. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A real `sweep` process, which tests may disturb. */
export class Sweep {
  readonly #process: Deno.ChildProcess;
  readonly #out: Promise<string>;
  readonly #err: Promise<string>;
  err = "";

  /** @param before A program and its arguments that run the sweep, such as strace. */
  constructor(args: readonly string[], before: readonly string[] = []) {
    const command = [
      ...before,
      ...[Deno.execPath(), "run", "--quiet", "-A", `--config=${ROOT}deno.json`],
      `${ROOT}lib/cli/sweep.ts`,
      ...args,
    ];
    this.#process = new Deno.Command(command[0]!, {
      args: command.slice(1),
      cwd: ROOT,
      env: { TF_CPP_MIN_LOG_LEVEL: "2" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#out = new Response(this.#process.stdout).text();
    this.#err = this.#listen();
  }

  get pid(): number {
    return this.#process.pid;
  }

  async #listen(): Promise<string> {
    for await (const text of this.#process.stderr.pipeThrough(new TextDecoderStream())) {
      this.err += text;
    }
    return this.err;
  }

  /** Waits until something holds. */
  async until(holds: (sweep: this) => boolean, seconds = 60): Promise<void> {
    let ended = false;
    this.#process.status.then(() => ended = true);
    for (const began = performance.now(); !holds(this); await delay(0.005)) {
      assert.ok(!ended, `the sweep ended before that: ${this.err}`);
      assert.ok(performance.now() - began < 1000 * seconds, `nothing came of it: ${this.err}`);
    }
  }

  /** Waits until so many runs were told to have finished. */
  finishedRuns(count: number): Promise<void> {
    return this.until(({ err }) => (err.match(/^\[\d+\/\d+\] /gm)?.length ?? 0) >= count);
  }

  /** Waits until somebody is at a run of a folder, and says who. */
  async someoneAtWork(folder: string): Promise<{ pid: number; run: string }> {
    let found: { pid: number; run: string } | undefined;
    await this.until(() => (found = atWork(folder)[0]) !== undefined);
    return found!;
  }

  /** Stops a process that is at a run, in the middle of it. */
  async stopSomeone(folder: string): Promise<{ pid: number; run: string }> {
    while (true) {
      const { pid, run } = await this.someoneAtWork(folder);
      signalTo(pid, "SIGSTOP");
      await this.until(() => stopped(pid));
      if (atWork(folder).some((one) => one.pid === pid && one.run === run)) return { pid, run };
      signalTo(pid, "SIGCONT"); // it had just finished that one
    }
  }

  /** Its worker processes. */
  workers(): number[] {
    return childrenOf(this.pid, "/worker.ts");
  }

  /** The process that computes its baselines, while it has one. */
  baselines(): number | undefined {
    return childrenOf(this.pid, "/_references_process.ts")[0];
  }

  kill(signal: Deno.Signal): void {
    signalTo(this.pid, signal);
  }

  /** Waits until it is gone; what it started may still be there. */
  async gone(): Promise<void> {
    await this.#process.status;
  }

  /** Waits until it and its workers are gone; one that does not end by itself is ended, and the test fails. */
  async ended(seconds = 300): Promise<Ended> {
    let overdue = false;
    const timer = setTimeout(() => {
      overdue = true;
      for (const pid of [...this.workers(), this.pid]) signalTo(pid, "SIGKILL");
    }, 1000 * seconds);
    const { code } = await this.#process.status;
    const ended = { code, out: await this.#out, err: await this.#err };
    clearTimeout(timer);
    assert.ok(!overdue, `the sweep did not end in ${seconds} s: ${this.err}`);
    return ended;
  }
}

/** A sweep that nobody disturbs. */
export function sweep(...args: string[]): Promise<Ended> {
  return new Sweep(args).ended();
}

export function delay(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}

/** A result folder's name in a folder of its own. */
export function temporary(name = "results"): string {
  return `${temporaryFolder({ prefix: "vae-sensitivity-faults-" })}/${name}`;
}

/** Rows of results.csv, by column. */
export function rows(folder: string): Record<string, string>[] {
  const [header, ...lines] = Deno.readTextFileSync(`${folder}/results.csv`).trim().split("\n");
  const names = header!.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell]))
  );
}

/** All that two sweeps of one grid must have in common: results.csv, and every learning curve. */
export function decisive(folder: string): string[] {
  const table = rows(folder).map((row) =>
    Object.entries(row).filter(([name]) => !INCIDENTAL.has(name)).join(" ")
  );
  const curves = readJournals(`${folder}/runs`).records.map(({ run, history }) => {
    const { seconds: _, ...losses } = history;
    return JSON.stringify([run, losses]);
  });
  return [...table, ...curves.sort()];
}

/** Lines of all journals that begin so, one array per file. */
export function journalLines(folder: string): { file: string; pid: number; lines: string[] }[] {
  return [...Deno.readDirSync(`${folder}/runs`)].filter(({ name }) => name.endsWith(".jsonl"))
    .map(({ name }) => ({
      file: name,
      pid: Number(/-(\d+)-\d+(-\d+)?\.jsonl$/.exec(name)![1]),
      lines: Deno.readTextFileSync(`${folder}/runs/${name}`).split("\n").filter(Boolean),
    }));
}

/** Living processes that have begun runs of which they have no record, and which. */
export function atWork(folder: string): { pid: number; run: string }[] {
  if (!exists(`${folder}/runs`)) return [];
  return journalLines(folder).flatMap(({ lines, pid }) => {
    const open = new Set<string>();
    for (const line of lines) {
      const [, begun] = /"started":"(\w+)"\}$/.exec(line) ?? [];
      const [, ended] = /^.{0,60}"run":"(\w+)"/.exec(line) ?? [];
      if (begun !== undefined) open.add(begun);
      else if (ended !== undefined) open.delete(ended);
    }
    return open.size > 0 && lives(pid) ? [...open].map((run) => ({ pid, run })) : [];
  });
}

/**
 * Kills every process that begins a run, until a sweep has ended; gives how many there were. None twice: the number of one
 * that was killed is soon another's, a thread's too.
 */
export async function killAtWork(
  run: string,
  folder: string,
  ended: Promise<unknown>,
): Promise<number> {
  const killed = new Set<number>();
  let over = false;
  ended.then(() => over = true);
  for (; !over; await delay(0.005)) {
    const victim = atWork(folder).find((one) => one.run === run && !killed.has(one.pid));
    if (!victim) continue;
    signalTo(victim.pid, "SIGKILL");
    killed.add(victim.pid);
    await until(() => !lives(victim.pid));
  }
  return killed.size;
}

export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether a test that needs something can run here; says aloud what is missing. */
export function available(needs: "strace" | "root"): boolean {
  const there = needs === "root"
    ? Deno.uid() === 0
    : (Deno.env.get("PATH") ?? "").split(":").some((folder) => exists(`${folder}/strace`));
  if (!there) console.error(`SKIPPED: a fault test needs ${needs}, which is not there`);
  return Deno.build.os === "linux" && there;
}
