import { Command } from "commander";
import { sweepStatus } from "../sweep/status.ts";
import { latestFolder } from "./_latest_folder.ts";
import { main } from "./_main.ts";
import { duration } from "./_progress.ts";

/**
 * The command `deno task status`: how far a sweep is, also while it runs.
 *
 * @param args The command line's arguments.
 * @returns 0 when every run of the grid is done or diverged, 4 when some are left or failed.
 * @throws {InputError} If the folder holds no sweep.
 *
 * @example
 * ```ts
 * import { status } from "./status.ts";
 * const error = await status(["no/such/folder"]).catch((error) => error);
 * if (error.name !== "InputError") throw error;
 * ```
 */
// deno-lint-ignore require-await -- commands are asynchronous, so that what they throw is a rejection
export async function status(args: readonly string[]): Promise<number> {
  const command = new Command("deno task status").exitOverride().allowExcessArguments(false)
    .description(
      "Says how many runs of a sweep are done, diverged, failed and left. Takes no lock.",
    )
    .argument("[folder]", "result folder (default: the one in outputs/ that was written last)");
  command.parse([...args], { from: "user" });
  const folder = command.args[0] ?? latestFolder("tell the status");
  const { total, done, diverged, failed, left, damaged, secondsLeft } = sweepStatus(folder);
  const open = left + failed;
  console.log(`${folder}: ${total} runs`);
  for (const [name, count] of Object.entries({ done, diverged, failed, left })) {
    console.log(`  ${name.padEnd(9)} ${count}`);
  }
  if (damaged) console.log(`  ${damaged} damaged lines in journals; their runs are repeated`);
  if (open && secondsLeft !== null) {
    console.log(`  about ${duration(secondsLeft)} left on this machine`);
  }
  return open ? 4 : 0;
}

if (import.meta.main) await main(status);
