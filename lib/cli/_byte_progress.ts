import { stderr } from "node:process";
import progress from "cli-progress";
import { formatDuration } from "../format/duration.ts";
import { secondsLeft } from "../format/seconds_left.ts";
import { complain } from "../format/print.ts";

/** Shows the progress of something that is counted, on standard error. */
export interface CountProgress {
  update(done: number, total: number | undefined): void;
  /** Prints a line that stays. */
  note(text: string): void;
  stop(): void;
}

/** Seconds between lines where there is no terminal. */
const INTERVAL = 10;

/**
 * A bar on a terminal, else a line every ten seconds, both with the time that is left.
 *
 * @param label What is being done.
 * @param unit Of a count: "MB" counts bytes.
 * @param quiet Seconds in which nothing is shown: what is done by then needs no bar.
 */
export function countProgress(label: string, unit: "MB" | "genes", quiet?: number): CountProgress {
  const scale = unit === "MB" ? 1e-6 : 1;
  const shown = (count: number) => Math.round(count * scale);
  if (!Deno.stderr.isTerminal()) return lines(label, unit, shown, quiet);
  const bar = new progress.SingleBar({
    format: `${label} {bar} {value} of {total} ${unit}, {eta_formatted} left`,
    stream: stderr,
    hideCursor: true,
    clearOnComplete: true,
  }, progress.Presets.shades_classic);
  const created = performance.now();
  let begun = false;
  return {
    update(done, total) {
      if (!begun && performance.now() - created < (quiet ?? 0) * 1000) return;
      if (!begun) bar.start(shown(total ?? done), 0);
      begun = true;
      if (total !== undefined) bar.setTotal(shown(total));
      bar.update(shown(done));
    },
    note: (text) => complain("", text),
    stop: () => bar.stop(),
  };
}

function lines(
  label: string,
  unit: string,
  shown: (count: number) => number,
  quiet = INTERVAL,
): CountProgress {
  const began = performance.now();
  let next = began + quiet * 1000, first: number | undefined;
  return {
    update(done, total) {
      first ??= done; // what was there before took none of this time
      const now = performance.now();
      if (now < next) return;
      next = now + INTERVAL * 1000;
      const all = total === undefined ? "" : ` of ${shown(total)}`;
      const spent = { work: done - first, seconds: (now - began) / 1000 };
      const seconds = total === undefined ? null : secondsLeft(total - done, spent);
      const left = seconds === null ? "" : `, about ${formatDuration(seconds)} left`;
      complain(`${label}: ${shown(done)}${all} ${unit}${left}`);
    },
    note: (text) => complain(text),
    stop() {},
  };
}
