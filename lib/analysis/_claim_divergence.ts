import { type About, type ClaimRow, claimRow, type Evidence } from "./_claim.ts";
import { type ClaimRuns, plainLevel, varied } from "./_claim_runs.ts";
import { type Contrast, leastOf } from "./_contrasts.ts";
import type { Axis } from "./axis.ts";
import { mean } from "../numbers/mean.ts";

/** The poster's highest learning rate. */
const CLAIMED = 0.1;

/** Diverged runs and runs of a part of the grid, one of each per seed. */
interface Region {
  readonly diverged: Float64Array;
  readonly runs: Float64Array;
}

function region({ results, seeds }: ClaimRuns, keep: (run: number) => boolean): Region {
  const diverged = new Float64Array(seeds), runs = new Float64Array(seeds);
  results.status.forEach((status, run) => {
    if (!keep(run)) return;
    runs[results.seed.codes[run]!]! += 1;
    diverged[results.seed.codes[run]!]! += Number(status === "diverged");
  });
  return { diverged, runs };
}

/** The difference of the shares of diverged runs: each configuration counts by the share of its seeds. */
function difference(to: string, first: Region, second: Region): Contrast & { note: string } {
  const share = ({ diverged, runs }: Region, seed: number) => diverged[seed]! / runs[seed]!;
  const count = ({ diverged, runs }: Region) => {
    const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
    return `${total(diverged)} of ${total(runs)}`;
  };
  return {
    to,
    of: (kept) => mean(kept.map((seed) => share(first, seed) - share(second, seed))),
    note: `${count(first)} runs against ${count(second)}`,
  };
}

function parts(runs: ClaimRuns, rate: Axis, size: Axis) {
  const isHigh = (run: number) => rate.codes[run]! >= Math.ceil(rate.levels.length / 2);
  const isSmall = (run: number) => size.codes[run]! < Math.floor(size.levels.length / 2);
  const high = region(runs, isHigh), low = region(runs, (run) => !isHigh(run));
  const small = region(runs, (run) => isHigh(run) && isSmall(run));
  const large = region(runs, (run) => isHigh(run) && !isSmall(run));
  const from = rate.levels[Math.ceil(rate.levels.length / 2)]!;
  const upTo = size.levels[Math.floor(size.levels.length / 2) - 1]!;
  return {
    regions: `high: from ${plainLevel(from)}, small: up to ${plainLevel(upTo)}`,
    none: small.diverged.every((count) => count === 0),
    contrasts: [
      difference("high against low learning rates", high, low),
      difference("small against large latent sizes at high learning rates", small, large),
    ],
  };
}

/** Claim 5: divergence is more frequent at high learning rates, and there more frequent with small latent sizes. */
export function* divergesAtHighRates(runs: ClaimRuns): Generator<ClaimRow> {
  const about: About = {
    claim: 5,
    text: "Training diverges at high learning rates with small latent sizes",
    statistic: "difference of the shares of diverged runs, the smaller of both parts",
    threshold: 0,
    treatment: "outcome",
    headline: "outcome",
    needs: ["learning_rate", "latent_size", "optimizer"],
  };
  const rate = varied(runs.results, "learning_rate"), size = varied(runs.results, "latent_size");
  if (!rate || !size) {
    const note = "learning rate or latent size does not vary";
    return yield claimRow(about, { value: null, interval: null, holds: null, note }, runs);
  }
  const { none, contrasts, regions } = parts(runs, rate, size);
  const highest = Math.max(...rate.levels.map(Number));
  const least = leastOf(contrasts, runs.seeds);
  const whole: Evidence = {
    ...least,
    note: none
      ? "no run diverged there" +
        (highest < CLAIMED ? `, but no learning rate of ${CLAIMED} was tried` : "")
      : `smaller: ${least.to}; both parts must hold (${regions})`,
  };
  const row = claimRow(about, whole, runs);
  // Where none diverged, rates that were not tried may still do it.
  const open = none && highest < CLAIMED && row.verdict !== "no verdict";
  yield open ? { ...row, verdict: "undecided" as const } : row;
  for (const contrast of contrasts) {
    yield claimRow({ ...about, statistic: "difference of the shares of diverged runs" }, {
      part: contrast.to,
      ...leastOf([contrast], runs.seeds),
      note: contrast.note,
    }, runs);
  }
}
