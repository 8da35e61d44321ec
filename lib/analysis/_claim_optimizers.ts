import { type About, type ClaimRow, claimRow, type Evidence } from "./_claim.ts";
import { bestRuns, bySeed } from "./_best_in_each.ts";
import { type ClaimRuns, type Handling, judged, someRuns, varied } from "./_claim_runs.ts";
import type { Axis } from "./axis.ts";
import { leastOf } from "./_contrasts.ts";
import { plural } from "../format/plural.ts";
import { mean } from "../numbers/mean.ts";
import { ranks } from "../numbers/ranks.ts";

const BEST = ["adam", "rmsprop"];

/** What `bestRuns` finds, optimizers the fastest. */
type Best = ReturnType<typeof bestRuns>;

/**
 * The mean rank of each optimizer in each seed: within each combination of all other axes, each at the learning rate that is
 * its best by the choice's error with that seed.
 */
function meanRanks(runs: ClaimRuns, best: Best, optimizers: number, handling: Handling) {
  const errors = judged(runs, handling);
  const blocks = Array.from(
    { length: best.length / optimizers },
    (_, block) => best.slice(block * optimizers, (block + 1) * optimizers),
  ).filter((block) => block.every((runs) => runs !== null));
  const ranked = runs.results.repetition.levels.map((_, repetition) =>
    blocks.map((block) => ranks(block.map((runs) => errors[runs![repetition]!]!)))
  );
  return {
    blocks: blocks.length,
    /** Per optimizer, one number per seed. */
    means: Array.from(
      { length: optimizers },
      (_, level) =>
        bySeed(runs, ranked.map((blocks) => mean(blocks.map((block) => block[level]!)))),
    ),
  };
}

/** Optimizers that mostly do best at the lowest or the highest learning rate: a better one may lie beyond those tried. */
function atEdges(best: Best, optimizer: Axis, rate: Axis): string[] {
  const ends = { lowest: 0, highest: rate.levels.length - 1 };
  return optimizer.levels.flatMap((name, level) => {
    const chosen = best.flatMap((runs, at) =>
      at % optimizer.levels.length === level && runs ? [...runs] : []
    );
    return Object.entries(ends).flatMap(([end, code]) => {
      const count = chosen.filter((run) => rate.codes[run] === code).length;
      return 2 * count <= chosen.length ? [] : [
        `${name} is best at the ${end} learning rate tried in ${count} of ${chosen.length} choices`,
      ];
    });
  });
}

/** Claim 3: each at its own best learning rate, Adam and RMSprop rank better than every other optimizer. */
export function* adamAndRmspropAreBest(
  runs: ClaimRuns,
  handling: Handling,
): Generator<ClaimRow> {
  const about: About = {
    claim: 3,
    text: "Adam and RMSprop are best",
    statistic: "mean rank of each other optimizer minus Adam's and RMSprop's, the smallest",
    threshold: 0,
    treatment: handling === "rank" ? "rank" : "clip",
    headline: "rank",
    needs: ["optimizer", "learning_rate"],
    chooses: true,
  };
  const levels = varied(runs.results, "optimizer")?.levels.map(String) ?? [];
  const others = levels.filter((name) => !BEST.includes(name));
  if (
    !varied(runs.results, "learning_rate") || !BEST.every((name) => levels.includes(name)) ||
    others.length === 0
  ) {
    const gone = runs.lacks.filter(({ axis }) => about.needs.includes(axis));
    const note = gone.length > 0
      ? `not every optimizer has every learning rate: without ${
        gone.map(({ level }) => level).join(", ")
      }`
      : "the grid lacks Adam, RMSprop, another optimizer or several learning rates";
    return yield claimRow(about, { value: null, interval: null, holds: null, note }, runs);
  }
  const models = varied(runs.results, "model");
  const evidence = (runs: ClaimRuns) => meanRankEvidence(runs, levels, handling);
  yield claimRow(about, evidence(runs), runs);
  for (const [level, model] of (models?.levels ?? []).entries()) {
    const own = someRuns(runs, (run) => models!.codes[run] === level);
    yield claimRow(about, { part: String(model), ...evidence(own) }, runs);
  }
}

/** The smallest lead of Adam and RMSprop in mean ranks over the other optimizers. */
function meanRankEvidence(
  runs: ClaimRuns,
  levels: readonly string[],
  handling: Handling,
): Evidence {
  const optimizer = varied(runs.results, "optimizer")!;
  const rate = varied(runs.results, "learning_rate")!;
  const within = runs.results.axes.filter((axis) => axis !== optimizer && axis !== rate);
  const best = bestRuns(runs, [...within, optimizer]);
  const others = levels.filter((name) => !BEST.includes(name));
  const { means, blocks } = meanRanks(runs, best, levels.length, handling);
  const at = (name: string) => means[levels.indexOf(name)]!;
  const contrasts = BEST.flatMap((name) =>
    others.map((other) => ({
      to: `${name} to ${other}`,
      of: (kept: readonly number[]) => mean(kept.map((s) => at(other)[s]! - at(name)[s]!)),
    }))
  );
  const least = leastOf(contrasts, runs.seeds);
  const said = levels.map((name) => `${name} ${mean(at(name)).toFixed(2)}`).join(", ");
  const note = `smallest from ${least.to}; mean ranks: ${said}, over ${plural(blocks, "block")}` +
    (within.length === 0 ? "" : ` of ${within.map(({ name }) => name).join(" × ")}`);
  return { ...least, note: [note, ...atEdges(best, optimizer, rate)].join("; ") };
}
