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
 *
 * @example
 * ```ts ignore
 * const { runs, seconds } = await timeSweep();
 * ```
 */
export async function timeSweep(flags: readonly string[] = []): Promise<SweepTime> {
  const command = new URL("../cli/sweep.ts", import.meta.url).pathname;
  const folder = await Deno.makeTempDir({ prefix: "vae-sensitivity-" });
  try {
    const { seconds } = await timedCommand([
      ...[Deno.execPath(), "run", "--quiet", "-A", command, "--out", `${folder}/results`],
      ...flags,
    ]);
    const results = await Deno.readTextFile(`${folder}/results/results.csv`);
    return { runs: results.trim().split("\n").length - 1, seconds };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
