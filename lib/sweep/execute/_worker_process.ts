import { fileURLToPath } from "node:url";
import { allowing, inheritedEnvironment, projectRoot } from "./deno_process.ts";
import { processEnvironment } from "../../tensorflow/process_environment.ts";
import { StorageError } from "../../errors.ts";
import type { Failure } from "../store/failure.ts";
import type { WorkerMessage, WorkerSetup } from "./protocol.ts";
import type { RunJob } from "../plan/run_job.ts";

/** Seconds in which a worker without further runs ends. */
const CLOSING = 10;

/** A worker: a separate process, with a fixed number of threads. */
export class WorkerProcess {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<WorkerMessage, void, void>;
  /** Whether it has not had a run yet. */
  fresh = true;

  /** Thread counts are the environment's: TensorFlow reads them once, when it is loaded. */
  constructor(setup: WorkerSetup, threads: number) {
    const folders = [setup.runsFolder, setup.modelsFolder, temporaryFolder()].filter((folder) =>
      folder
    );
    this.#process = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--cached-only",
        "--allow-ffi",
        "--allow-env",
        "--allow-sys",
        "--allow-read",
        allowing("write", folders as string[]),
        `--config=${fileURLToPath(new URL("deno.json", projectRoot()))}`,
        new URL("./worker.ts", import.meta.url).href,
        JSON.stringify(setup),
      ],
      clearEnv: true,
      env: { ...inheritedEnvironment(), ...processEnvironment(threads) },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#lines = this.#read();
  }

  get pid(): number {
    return this.#process.pid;
  }

  async *#read(): AsyncGenerator<WorkerMessage, void, void> {
    let text = "";
    for await (const chunk of this.#process.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (text + chunk).split("\n");
      text = lines.pop()!;
      for (const line of lines) yield JSON.parse(line);
    }
  }

  /** Its next message; undefined once it has ended. */
  async receive(): Promise<WorkerMessage | undefined> {
    const { value, done } = await this.#lines.next();
    return done ? undefined : value as WorkerMessage;
  }

  async send(job: RunJob): Promise<void> {
    this.fresh = false;
    try {
      await this.#input.write(new TextEncoder().encode(`${JSON.stringify(job)}\n`));
    } catch (error) {
      // A worker that has just ended: `receive` reports its end.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  }

  /**
   * How it ended.
   *
   * @throws {StorageError} If that was for a file that may not grow further.
   */
  async ending(): Promise<{ readonly failure: Failure; readonly error: string }> {
    const { code, signal } = await this.#process.status;
    if (signal === "SIGXFSZ") {
      throw new StorageError(
        `Cannot write the results: a file has reached its size limit (${signal}); raise the limit ` +
          "(`ulimit -f`), then give the same command again",
      );
    }
    if (signal) return { failure: "killed", error: `the worker process was killed by ${signal}` };
    return { failure: "error", error: `the worker process ended with exit code ${code}` };
  }

  /** Ends it: at once, or by closing its input; one that does not end by itself then is killed too. */
  async stop(how: "kill" | "close"): Promise<void> {
    if (how === "kill") this.kill();
    const overdue = setTimeout(() => this.kill(), 1000 * CLOSING);
    try {
      await this.#input.close();
    } catch {
      // Closing the input of a process that has ended fails, and that it ends is all that is wanted.
    }
    await this.#process.status;
    clearTimeout(overdue);
    await this.#lines.return();
  }

  /** Ends it at once, also while it is stopped. It has no children, so nothing is left of it. */
  kill(): void {
    try {
      this.#process.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended already
    }
  }
}

function temporaryFolder(): string {
  return Deno.env.get("TMPDIR") ?? Deno.env.get("TEMP") ?? "/tmp";
}
