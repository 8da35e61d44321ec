import { cellOf } from "./_cell.ts";
import { type ClaimRow, claimRow, type Evidence } from "./_claim.ts";
import { type Axis, furtherAxes, overOf } from "./axis.ts";
import type { Results } from "./results.ts";
import { type Count, newcombeInterval } from "../numbers/newcombe_interval.ts";
import type { Interval } from "../numbers/wilson_interval.ts";

/** The poster's highest learning rate. */
const CLAIMED = 0.1;

interface Region {
  readonly high: boolean;
  readonly small: boolean;
  readonly diverged: boolean;
}

/** Each configuration once, diverged if at least half of its seeds are: seeds of one are not independent evidence. */
function regions(results: Results, rate: Axis, size: Axis): Region[] {
  const counts = new Map<number, { run: number; diverged: number; all: number }>();
  for (let run = 0; run < results.runs; run++) {
    if (results.status[run] === "failed") continue;
    const id = cellOf(results.axes, run);
    const entry = counts.get(id) ?? { run, diverged: 0, all: 0 };
    counts.set(id, {
      run,
      diverged: entry.diverged + Number(results.status[run] === "diverged"),
      all: entry.all + 1,
    });
  }
  return [...counts.values()].map(({ run, diverged, all }) => ({
    high: rate.codes[run]! >= Math.ceil(rate.levels.length / 2),
    small: size.codes[run]! < Math.floor(size.levels.length / 2),
    diverged: 2 * diverged >= all,
  }));
}

function count(regions: readonly Region[], keep: (region: Region) => boolean): Count {
  const kept = regions.filter(keep);
  return { successes: kept.filter(({ diverged }) => diverged).length, trials: kept.length };
}

function difference(part: string, first: Count, second: Count): Evidence {
  const value = first.successes / first.trials - second.successes / second.trials;
  const note = `Newcombe over configurations: ${first.successes} of ${first.trials} against ` +
    `${second.successes} of ${second.trials}`;
  return { part, value, interval: newcombeInterval(first, second), note };
}

/** Claim 5: divergence is more frequent at high learning rates, and there more frequent with small latent sizes. */
export function divergesAtHighRates(results: Results): ClaimRow[] {
  const about = {
    claim: 5,
    text: "Training diverges at high learning rates with small latent sizes",
    statistic: "difference of the shares of diverged configurations, the smaller of both parts",
    threshold: 0,
    treatment: "outcome" as const,
  };
  const axis = (wanted: string) => results.axes.find(({ name }) => name === wanted);
  const rate = axis("learning_rate"), size = axis("latent_size");
  if (!rate || !size) {
    const note = "learning rate or latent size does not vary";
    return [claimRow(about, { value: null, interval: null, note })];
  }
  const all = regions(results, rate, size);
  const axes = furtherAxes(results).length > 0 ? `; the axes: ${overOf(results)}` : "";
  const parts = [
    difference(
      "high against low learning rates",
      count(all, (r) => r.high),
      count(all, (r) => !r.high),
    ),
    difference(
      "small against large latent sizes at high learning rates",
      count(all, (r) => r.high && r.small),
      count(all, (r) => r.high && !r.small),
    ),
  ].map((part) => ({ ...part, note: part.note + axes }));
  const [first, second] = parts.map((part) => part.interval!) as [Interval, Interval];
  const highest = Math.max(...rate.levels.map(Number));
  const none = count(all, (region) => region.high && region.small).successes === 0;
  const whole: Evidence = {
    value: Math.min(...parts.map((part) => part.value!)),
    interval: { low: Math.min(first.low, second.low), high: Math.min(first.high, second.high) },
    note: !none
      ? "both parts must hold"
      : highest < CLAIMED
      ? `no configuration diverged there, but no learning rate of ${CLAIMED} was tried`
      : "no configuration diverged there",
  };
  const row = claimRow(about, whole);
  // Where nothing diverges an interval around 0 leaves room for rare divergence; the claim still did not show.
  const decided = none && highest >= CLAIMED ? { ...row, verdict: "not reproduced" as const } : row;
  return [
    decided,
    ...parts.map((part) => claimRow({ ...about, statistic: "difference of shares" }, part)),
  ];
}
