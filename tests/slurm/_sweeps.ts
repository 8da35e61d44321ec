import { fileURLToPath } from "node:url";
import { planSweep, runSweep } from "../../lib/sweep/sweep.ts";
import { exists } from "../faults/_sweep.ts";
import type { LocalSlurm } from "./_local_slurm.ts";
import { temporaryFolder } from "../_temporary.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** How a command ended. */
export interface Finished {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A grid of short runs: one step of a tiny network each, on the plainest backend. */
export const SHORT =
  "--data synthetic-120x60 --batch-size 64 --hidden-size 4 --engine eager --backend cpu --fixed-epochs 1"
    .split(" ");

/** Learning rates for a number of runs, all of one model, size and optimizer. */
export function runs(count: number): string[] {
  const rates = Array.from({ length: count }, (_, i) => (i + 1) * 1e-4).join(",");
  return [
    "--models",
    "vae",
    "--latent-sizes",
    "2",
    "--optimizers",
    "sgd",
    "--learning-rates",
    rates,
  ];
}

/** A sweep on a cluster that is under way. */
export class SlurmSweep {
  readonly process: Deno.ChildProcess;
  /** What it has said on standard error so far. */
  err = "";
  readonly #out: Promise<string>;
  readonly #read: Promise<void>;

  constructor(
    slurm: LocalSlurm,
    args: readonly string[],
    environment: Record<string, string> = {},
  ) {
    this.process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", "lib/cli/sweep.ts", "--executor", "slurm", ...args],
      cwd: ROOT,
      env: { ...slurm.environment, ...environment },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#out = new Response(this.process.stdout).text();
    this.#read = this.#listen();
  }

  async #listen(): Promise<void> {
    for await (const chunk of this.process.stderr.pipeThrough(new TextDecoderStream())) {
      this.err += chunk;
    }
  }

  /** Runs whose end it has told. */
  get told(): number {
    return this.err.match(/^\[\d+\/\d+\] /gm)?.length ?? 0;
  }

  /** Waits until it has ended; one that does not end by itself is ended, and the test fails. */
  async finish(seconds = 300): Promise<Finished> {
    let overdue = false;
    const timer = setTimeout(() => {
      overdue = true;
      this.process.kill("SIGKILL");
    }, 1000 * seconds);
    const { code } = await this.process.status;
    clearTimeout(timer);
    await this.#read;
    if (overdue) throw new Error(`the sweep did not end in ${seconds} s: ${this.err}`);
    return { code, out: await this.#out, err: this.err };
  }
}

/** The same sweep by worker processes on this machine, to compare with. */
export async function sweepLocally(args: readonly string[]): Promise<Finished> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "lib/cli/sweep.ts", ...args],
    cwd: ROOT,
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

/** A sweep of two runs in this process, which waits for signs of life for seconds only; gives what it noted. */
export async function sweepHere(
  slurm: LocalSlurm,
  out: string,
  environment: Readonly<Record<string, string>> = {},
  { sbatch, onNote }: {
    readonly sbatch?: Readonly<Record<string, string | true>>;
    readonly onNote?: (text: string) => void;
  } = {},
): Promise<string[]> {
  const before = Deno.env.toObject(), notes: string[] = [];
  for (const [name, value] of Object.entries({ ...slurm.environment, ...environment })) {
    Deno.env.set(name, value);
  }
  try {
    const plan = await planSweep({
      ...{ data: "synthetic-120x60", out, engine: "eager", backend: "cpu", executor: "slurm" },
      axes: { models: ["vae"], learningRates: [1e-3, 1e-4], latentSizes: [2], optimizers: ["sgd"] },
      fixed: { fixedEpochs: 1, hiddenSize: 4 },
      slurm: { missingTimeout: 3, unansweredTimeout: 8, waitingTimeout: 3, interval: 1, sbatch },
    });
    const note = (text: string) => {
      notes.push(text);
      onNote?.(text);
    };
    const stopping = AbortSignal.timeout(180_000); // what is not over then fails the test
    await runSweep(plan, { stopping, observer: { note } });
  } finally {
    for (const name of Object.keys({ ...slurm.environment, ...environment })) {
      if (before[name] === undefined) Deno.env.delete(name);
      else Deno.env.set(name, before[name]);
    }
  }
  return notes;
}

/** Runs a task of an array job once more, as on a node that was taken for dead. */
export async function runTask(folder: string, tag: string, task: number): Promise<Finished> {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: [`${folder}/slurm/${tag}/job.sh`],
    env: { SLURM_ARRAY_TASK_ID: String(task), SLURM_ARRAY_JOB_ID: "99" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

/** A program of Slurm that is replaced by a script, which finds the real one in $real. */
export function wrapped(
  program: string,
  script: string,
  path = Deno.env.get("PATH")!,
): { readonly PATH: string } {
  const folder = temporaryFolder();
  const text = `#!/bin/bash\nreal=$(PATH='${path}' command -v ${program})\n${script}\n`;
  Deno.writeTextFileSync(`${folder}/${program}`, text, { mode: 0o755 });
  return { PATH: `${folder}:${path}` };
}

/** Lines of a folder's results without what differs from one execution to the next. */
export function decisive(folder: string): string[] {
  const [header, ...lines] = Deno.readTextFileSync(`${folder}/results.csv`).trim().split("\n");
  const names = header!.split(",");
  const kept = names.flatMap((name, i) =>
    ["seconds", "steps_per_second", "host", "started_at"].includes(name) ? [] : [i]
  );
  return lines.map((line) => kept.map((i) => line.split(",")[i]).join(","));
}

/** How often each run was finished, by its identity: every record in every journal counts. */
export function finishedTimes(folder: string): Map<string, number> {
  const times = new Map<string, number>();
  if (!exists(`${folder}/runs`)) return times;
  for (const { name } of Deno.readDirSync(`${folder}/runs`)) {
    for (const line of Deno.readTextFileSync(`${folder}/runs/${name}`).split("\n")) {
      if (!line.includes('"record":')) continue;
      const { record } = JSON.parse(line);
      if (record.status !== "failed") times.set(record.run, (times.get(record.run) ?? 0) + 1);
    }
  }
  return times;
}

/** Entries of slurm/jobs.jsonl of a type. */
export function ledger(folder: string, type: string): Record<string, unknown>[] {
  return Deno.readTextFileSync(`${folder}/slurm/jobs.jsonl`).split("\n").filter(Boolean)
    .map((line) => JSON.parse(line)).filter((entry) => entry.type === type);
}

/** Files that attempts of tasks wrote. */
export function attempts(folder: string): string[] {
  return attemptPaths(folder).map((path) => path.slice(path.lastIndexOf("/") + 1));
}

function attemptPaths(folder: string): string[] {
  if (!exists(`${folder}/slurm`)) return [];
  return [...Deno.readDirSync(`${folder}/slurm`)].filter(({ isDirectory }) => isDirectory)
    .flatMap(({ name }) =>
      [...Deno.readDirSync(`${folder}/slurm/${name}`)].map((file) => file.name)
        .filter((file) => file.endsWith(".jsonl")).map((file) => `${folder}/slurm/${name}/${file}`)
    );
}

/** What the attempt of a task that says `line` has said so far; undefined if none has said it. */
export function attemptWith(folder: string, line: string): string | undefined {
  return attemptPaths(folder).map((path) => Deno.readTextFileSync(path))
    .find((text) => text.includes(line));
}
