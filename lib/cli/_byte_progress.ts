import { stderr } from "node:process";
import progress from "cli-progress";

/** Shows how far something is that is counted, on standard error. */
export interface CountProgress {
  update(done: number, total: number | undefined): void;
  /** Says something that stays. */
  note(text: string): void;
  stop(): void;
}

/** Seconds between lines where there is no terminal. */
const INTERVAL = 10;

/**
 * A bar on a terminal, else a line every ten seconds.
 *
 * @param label What is being done.
 * @param unit Of a count: "MB" counts bytes.
 */
export function countProgress(label: string, unit: "MB" | "genes"): CountProgress {
  const scale = unit === "MB" ? 1e-6 : 1;
  const shown = (count: number) => Math.round(count * scale);
  if (!Deno.stderr.isTerminal()) return lines(label, unit, shown);
  const bar = new progress.SingleBar({
    format: `${label} {bar} {value} of {total} ${unit}, {eta_formatted} left`,
    stream: stderr,
    hideCursor: true,
    clearOnComplete: true,
  }, progress.Presets.shades_classic);
  let begun = false;
  return {
    update(done, total) {
      if (!begun) bar.start(shown(total ?? done), 0);
      begun = true;
      if (total !== undefined) bar.setTotal(shown(total));
      bar.update(shown(done));
    },
    note: (text) => console.error(`\n${text}`),
    stop: () => bar.stop(),
  };
}

function lines(label: string, unit: string, shown: (count: number) => number): CountProgress {
  let last = performance.now();
  return {
    update(done, total) {
      if (performance.now() - last < INTERVAL * 1000) return;
      last = performance.now();
      const all = total === undefined ? "" : ` of ${shown(total)}`;
      console.error(`${label}: ${shown(done)}${all} ${unit}`);
    },
    note: (text) => console.error(text),
    stop() {},
  };
}
