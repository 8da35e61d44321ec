import type { SweepAxis } from "../sweep/store/axes.ts";
import type { RunOutcome } from "../sweep/store/outcomes.ts";
import { formatDuration } from "../format/duration.ts";
import { describeRun } from "../sweep/describe_run.ts";
import { sweepStatus } from "../sweep/status.ts";
import { latestFolder } from "./_latest_folder.ts";
import { main } from "./_main.ts";
import { print } from "../format/print.ts";
import { commandLine } from "./_command_line.ts";

/** Failed runs that are listed. */
const SHOWN = 10;

/**
 * The command `deno task status`: the progress of a sweep, also while it runs.
 *
 * @returns 0 when every run of the grid is done, stalled or diverged, 4 when some are left, running or failed.
 * @throws {InputError} If the folder holds no sweep.
 */
// deno-lint-ignore require-await -- commands are asynchronous, so that what they throw is a rejection
export async function status(args: readonly string[]): Promise<number> {
  const command = commandLine("status").allowExcessArguments(false)
    .description(
      "Shows how many runs of a sweep are done, stalled, diverged, failed, running and left, and why runs failed.\n" +
        "It only reads, and may be called while the sweep runs.",
    )
    .argument("[folder]", "result folder (default: the most recent one in outputs/)");
  command.parse([...args], { from: "user" });
  const folder = command.args[0] ?? latestFolder("show the status");
  const { axes, total, failures, damaged, secondsLeft, notices, ...counts } = sweepStatus(folder);
  const { done, stalled, diverged, failed, running, left } = counts;
  const open = left + running + failed;
  print(`${folder}: ${done + stalled + diverged} of ${total} runs finished`);
  for (const [name, count] of Object.entries(counts)) {
    print(`  ${name.padEnd(9)} ${count}`);
  }
  for (const failure of failures.slice(0, SHOWN)) {
    print(`  failed: ${explain(failure, axes)}`);
  }
  if (failed > SHOWN) print(`  and ${failed - SHOWN} more; results.csv has them all`);
  if (damaged) {
    print(
      `  ${damaged} damaged lines in journals; a sweep repeats runs found in no other line`,
    );
  }
  for (const notice of notices) print(`  ${notice}`);
  if (open && secondsLeft !== null) {
    print(`  about ${formatDuration(secondsLeft)} left on this machine`);
  }
  return open ? 4 : 0;
}

/** Which run it was, why it failed, how often it was tried and its error. */
function explain(failure: RunOutcome, axes: readonly SweepAxis[]): string {
  const { attempt, error } = failure;
  const times = attempt === 1 ? "once" : `${attempt} times`;
  return `${describeRun(failure, axes)}, tried ${times}, ${failure.failure}: ` +
    `${error!.split("\n")[0]}`;
}

if (import.meta.main) await main(status);
