import { existsSync } from "node:fs";
import pl from "nodejs-polars";
import type { Precision } from "../tensorflow/device.ts";
import { task } from "./_task.ts";
import { timedCommand } from "./timed_command.ts";

/** A whole sweep on a card, as a user calls it. */
export interface PopulationSweep {
  readonly sweep: string;
  readonly precision: Precision;
  readonly runs: number;
  /** Of all runs together. */
  readonly epochs: number;
  /** Of the whole command. */
  readonly seconds: number;
}

/** A sweep to be timed. */
export interface PopulationSweepTask {
  /** What it is called in tables. */
  readonly sweep: string;
  /** Of the command: data and grid. */
  readonly flags: readonly string[];
  readonly precision: Precision;
  /** Results stay there; what was there before is removed. */
  readonly folder: string;
}

/**
 * Takes the time of `deno task sweep` on a card, from its start to the figure; what it says is passed on.
 *
 * @throws {Error} If the command fails or a run has failed.
 */
export async function timePopulationSweep(
  { sweep, flags, precision, folder }: PopulationSweepTask,
): Promise<PopulationSweep> {
  if (existsSync(folder)) Deno.removeSync(folder, { recursive: true });
  const where = ["--device", "gpu", "--precision", precision, "--out", folder];
  const { seconds } = await timedCommand(task("sweep", ...flags, ...where), {}, { shown: true });
  const results = pl.readCSV(`${folder}/results.csv`);
  const failed = results.getColumn("status").toArray().filter((status) => status === "failed");
  if (failed.length) {
    throw new Error(`Cannot time the sweep ${sweep}: ${failed.length} runs failed`);
  }
  return {
    ...{ sweep, precision, seconds },
    runs: results.height,
    epochs: results.getColumn("epochs").sum(),
  };
}
