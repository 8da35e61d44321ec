import { task } from "./_task.ts";
import { temporaryFolder } from "./_temporary_folder.ts";
import { timedCommand } from "./timed_command.ts";

/** The default sweep's time from its command's start to its end. */
export interface SweepTime {
  readonly runs: number;
  readonly seconds: number;
}

/**
 * Times the default sweep, the 360 runs on the built-in cohort, into an empty folder that is removed again.
 *
 * @param flags Further flags of the command; with some the sweep is not the default one.
 * @throws {Error} If it fails.
 */
export async function timeSweep(flags: readonly string[] = []): Promise<SweepTime> {
  using folder = temporaryFolder();
  const out = `${folder.path}/results`;
  const { seconds } = await timedCommand(task("sweep", "--out", out, ...flags));
  const results = await Deno.readTextFile(`${out}/results.csv`);
  return { runs: results.trim().split("\n").length - 1, seconds };
}
