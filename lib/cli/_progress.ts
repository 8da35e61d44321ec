import type { Progress, ShownSweep } from "./_progress_words.ts";
import { bars } from "./_progress_bars.ts";
import { lines } from "./_progress_lines.ts";

/** Shows a sweep on standard error while it runs: bars on a terminal, else a plain line per finished run and one now and then. */
export function showProgress(sweep: ShownSweep): Progress {
  return Deno.stderr.isTerminal() ? bars(sweep) : lines(sweep);
}
