import { StorageError } from "../../errors.ts";
import type { Failure } from "../store/failure.ts";
import type { RunJob } from "../plan/run_job.ts";
import { JsonProcess, type JsonProcessOptions } from "./json_process.ts";
import type { WorkerMessage, WorkerSetup } from "./protocol.ts";

/** A worker: a separate process, with a fixed number of threads. */
export class WorkerProcess extends JsonProcess<RunJob, WorkerMessage> {
  constructor(setup: WorkerSetup, options: Pick<JsonProcessOptions, "onPrint" | "card"> = {}) {
    const folders = [setup.runsFolder, setup.modelsFolder, temporaryFolder()];
    super(new URL("./worker.ts", import.meta.url), setup, {
      ...options,
      threads: setup.threads,
      writes: folders.filter((folder) => folder !== null),
    });
  }

  /**
   * How it ended.
   *
   * @throws {StorageError} If that was for a file that may not grow further.
   */
  async ending(): Promise<{ readonly failure: Failure; readonly error: string }> {
    const { code, signal } = await this.status;
    if (signal === "SIGXFSZ") {
      throw new StorageError(
        `Cannot write the results: a file has reached its size limit (${signal}); raise the limit ` +
          "(`ulimit -f`), then give the same command again",
      );
    }
    if (signal) return { failure: "killed", error: `the worker process was killed by ${signal}` };
    return { failure: "error", error: `the worker process ended with exit code ${code}` };
  }
}

function temporaryFolder(): string {
  return Deno.env.get("TMPDIR") ?? Deno.env.get("TEMP") ?? "/tmp";
}
