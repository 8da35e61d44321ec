import assert from "node:assert/strict";
import { divergesAtHighRates } from "../../lib/analysis/_claim_divergence.ts";
import {
  modelsAreSensitiveToIt,
  optimizerMattersMost,
} from "../../lib/analysis/_claim_importance.ts";
import { bestAtOneThousandth } from "../../lib/analysis/_claim_learning_rate.ts";
import { adamAndRmspropAreBest } from "../../lib/analysis/_claim_optimizers.ts";
import type { ClaimRuns } from "../../lib/analysis/_claim_runs.ts";
import { type Noise, simulate, type World } from "./_claim_worlds.ts";

const REPLICATES = 300;
const NOISES: readonly Noise[] = [
  "independent",
  "weakly shared",
  "strongly shared",
  "shared alone",
];

/** In the edge worlds of claims 1 and 2 two axes are equal in the variance of the loss, not of its ranks. */
const JUDGES: Record<World["claim"], (runs: ClaimRuns) => Iterable<{ verdict: string }>> = {
  1: (runs) => optimizerMattersMost(runs, 1),
  2: (runs) => modelsAreSensitiveToIt(runs, 1),
  3: (runs) => adamAndRmspropAreBest(runs, "rank"),
  4: (runs) => bestAtOneThousandth(runs, 1),
  5: divergesAtHighRates,
};

function rate(world: World, verdict: string): number {
  let count = 0;
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    const [found] = JUDGES[world.claim](simulate(world, replicate));
    count += Number(found!.verdict === verdict);
  }
  return count / REPLICATES;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);

for (const claim of [1, 2, 3, 4, 5] as const) {
  Deno.test(`claims() reproduce claim ${claim} falsely in at most 5 % of simulations, at 5 and 10 seeds`, () => {
    for (const seeds of [5, 10]) {
      for (const noise of NOISES) {
        const of = (truth: World["truth"]) => rate({ claim, truth, noise, seeds }, "reproduced");
        const none = of("none"), edge = of("edge");
        console.log(
          `claim ${claim}, ${String(seeds).padStart(2)} seeds, ${noise.padEnd(15)} ` +
            `reproduced falsely: no effect ${percent(none)}, edge ${percent(edge)}`,
        );
        assert.ok(none <= 0.05 && edge <= 0.05, `${noise}, ${seeds} seeds: ${none}, ${edge}`);
      }
      const power = (truth: World["truth"]) =>
        rate({ claim, truth, noise: "weakly shared", seeds }, "reproduced");
      const weak = power("weak"), clear = power("clear");
      console.log(
        `claim ${claim}, ${String(seeds).padStart(2)} seeds, weakly shared   reproduced rightly: ` +
          `weak effect ${percent(weak)}, clear ${percent(clear)}`,
      );
      assert.ok(clear >= 0.8, `a clear effect is found: ${clear}`);
    }
  });
}
